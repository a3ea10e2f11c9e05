"""What every receiver has, whatever runs on it: a domain that refuses at RCPT, and one that takes first and bounces."""

from __future__ import annotations

from lab.host import Host


class Receiver(Host):
    """`full` is an address whose delivery fails for want of room."""

    listens: tuple[int, ...] = (25,)
    mta: str
    full: str
    log_file = "/var/log/mail.log"
    store = "/var/mail/box"
    """The Maildir of the welcome address."""

    @property
    def refuses(self) -> str:
        """The domain whose unknown users are refused in the dialogue: the sender's server makes the bounce."""
        return self.place.domains[0]

    @property
    def accepts(self) -> str:
        """The domain for which it takes everything at first: this host makes the bounce."""
        return self.place.domains[1]

    @property
    def welcome(self) -> str:
        """An address that is there."""
        return f"willkommen@{self.refuses}"

    def delivered(self) -> list[bytes]:
        """What lies at the welcome address, in no order."""
        return [file.read_bytes() for file in (self.path(self.store) / "new").glob("*")]
