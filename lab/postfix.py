"""What every host with Debian's Postfix does: the package's own configuration, changed with postconf, and its queue."""

from __future__ import annotations

from collections.abc import Mapping

from lab.host import Host
from lab.wait import wait_until

QUEUES = ("maildrop", "incoming", "active", "deferred")


class PostfixHost(Host):
    """Kinds give `settings` (main.cf), `services` (master.cf) and their tables in `configure`."""

    packages: tuple[str, ...] = ("postfix",)
    programs: tuple[str, ...] = ("master",)
    listens: tuple[int, ...] = (25,)

    def base(self, settings: Mapping[str, str], services: Mapping[str, str]) -> None:
        """What installing Debian's package does, then our settings. `services`: "submission/inet" to its line."""
        self.add_user("postfix", "/var/spool/postfix")
        self.exec(["groupadd", "--system", "--force", "postdrop"])
        for program in ("postdrop", "postqueue"):
            self.exec(["chgrp", "postdrop", f"/usr/sbin/{program}"])
            self.exec(["chmod", "2555", f"/usr/sbin/{program}"])
        self.exec(["cp", "/usr/share/postfix/main.cf.debian", "/etc/postfix/main.cf"])
        self.exec(["cp", "/usr/share/postfix/master.cf.dist", "/etc/postfix/master.cf"])
        self.exec(["install", "-d", "-o", "postfix", "-g", "postfix", "/var/lib/postfix"])
        self.set(**{"myhostname": self.place.name, "alias_maps": "hash:/etc/aliases", **settings})
        self.exec(["postconf", "-M", *(f"{service}={line}" for service, line in services.items())])

    def set(self, **settings: str) -> None:
        """`postconf -e`; a running server wants `reload`."""
        self.exec(["postconf", "-e", *(f"{name}={value}" for name, value in settings.items())])

    def start(self) -> None:
        """As the unit file starts it: what the chroot needs is copied first."""
        self.exec(["newaliases"])
        self.exec(["/usr/lib/postfix/configure-instance.sh", "-"])
        self.exec(["postfix", "start"])

    def reload(self) -> None:
        """Read the configuration again."""
        self.exec(["postfix", "reload"])

    def queue(self) -> list[str]:
        """Ids of what waits in any queue."""
        spool = self.path("/var/spool/postfix")
        return [file.name for queue in QUEUES for file in (spool / queue).rglob("*") if file.is_file()]

    def wait_idle(self, seconds: float = 30) -> None:
        """Until nothing waits any more."""
        wait_until(lambda: not self.queue(), f"{self.name}: an empty queue", seconds)
