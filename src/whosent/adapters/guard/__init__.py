"""The guard's way to the world: sockets, systemd, its configuration, counters and metrics."""
