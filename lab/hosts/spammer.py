"""Everybody who is outside: bots on access lines, rented servers, and the customers' own lines at home."""

from __future__ import annotations

from lab import send, world
from lab.host import Host


class Spammer(Host):
    """Speaks SMTP and runs nothing."""

    name = "spammer"

    def send(
        self, host: str, sender: str, rcpt: str | list[str], data: str | bytes, *, source: str | None = None,
        helo: str | None = None,
    ) -> send.Dialogue:  # fmt: skip
        """One transaction with a host of the lab (its name there, or an address), the dialogue to its end."""
        address = world.PLACES[host].addresses[0] if host in world.PLACES else host
        recipients = [rcpt] if isinstance(rcpt, str) else rcpt
        return send.Client(self.cell).send(address, sender, recipients, data, source=source, helo=helo)
