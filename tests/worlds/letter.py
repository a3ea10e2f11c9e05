"""A message on its way, and who hands it over."""

from __future__ import annotations

from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace


class Client(NamedTuple):
    """Who connects: its address, the name that DNS confirms for it (None: none), what it says in EHLO."""

    ip: str
    name: str | None
    helo: str

    @property
    def shown(self) -> str:
        """As Postfix logs it."""
        return f"{self.name or 'unknown'}[{self.ip}]"


class Letter(Struct, frozen=True):
    """`sender` and `recipients` are the envelope, `fields` the header block as the author wrote it (LF, last line end
    included), `trace` what hosts put on top of it, the topmost first."""

    sender: str
    recipients: tuple[str, ...]
    fields: str
    body: str
    subject: str = ""
    message_id: str | None = None
    trace: str = ""

    def under(self, field: str) -> Letter:
        """With one more header field on top."""
        return replace(self, trace=f"{field}\n{self.trace}")

    def with_message_id(self, message_id: str) -> Letter:
        """Where the author gave none, the first mail server does."""
        return replace(self, message_id=message_id, fields=f"{self.fields}Message-Id: <{message_id}>\n")

    def to(self, *recipients: str) -> Letter:
        return replace(self, recipients=recipients)

    def sent_by(self, sender: str) -> Letter:
        """With another envelope sender."""
        return replace(self, sender=sender)

    @property
    def head(self) -> str:
        return self.trace + self.fields

    @property
    def size(self) -> int:
        return len(self.head) + len(self.body)


def write(sender: str, *to: str, message_id: str | None, subject: str = "Angebot", author: str | None = None,
          date: str, extra: str = "", body: str = "Hallo,\n\nwie besprochen.\n") -> Letter:  # fmt: skip
    """A letter as a mail program writes it. `author` is what From says, if not the sender."""
    named = f"Message-ID: <{message_id}>\n" if message_id else ""
    whose = author if author is not None else f"<{sender}>"
    kind = "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
    fields = f"Date: {date}\nFrom: {whose}\nTo: {', '.join(to)}\nSubject: {subject}\n{named}{extra}{kind}"
    return Letter(sender, to, fields, body, subject, message_id)
