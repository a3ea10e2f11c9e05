"""The header block of a message: the one it came with, or one made of its properties."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from datetime import datetime

from whosent.mail.msg import properties as p
from whosent.mail.msg.properties import Properties

# A field and its folded lines; the line that Exchange 2000 puts first ("Microsoft Mail Internet Headers Version
# 2.0") and other lines that are no fields would end the header block for every reader, and are left out.
_LINES = re.compile(rb"([!-9;-~]{1,76})[ \t]*:[^\n]*(?:\n[ \t]+[^\s][^\n]*)*\n?|[^\n]*\n?")
_MIME_FIELD = re.compile(rb"(?:content-[a-z-]{1,60}|mime-version)[ \t]*:", re.IGNORECASE)
_BLANK_LINE = re.compile(rb"\n\r?\n")
_ADDRESS = re.compile(r"[^\s<>@\"(),;:]{1,200}@[^\s<>@\"(),;:]{1,255}")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_TO, _CC = 1, 2
_BASIC = ("Date", "From", "Subject", "Message-ID")


def transport_fields(message: Properties) -> list[bytes]:
    """The header fields as they came over the wire, in their order, each with its line end.

    Empty if the message never came over the wire (sent items, drafts, internal Exchange mail).
    """
    block = (message.raw(p.TRANSPORT_HEADERS) or b"").lstrip(b"\r\n \t")
    end = _BLANK_LINE.search(block)  # old Exchange appends the headers of the MIME parts
    if end is not None:
        block = block[: end.start() + 1]
    fields = [found[0] for found in _LINES.finditer(block) if found[1] is not None]
    if fields and not fields[-1].endswith(b"\n"):
        fields[-1] += b"\r\n"
    return fields


def is_mime(field: bytes) -> bool:
    """True for a field that describes the body."""
    return _MIME_FIELD.match(field) is not None


def wire_headers(fields: Sequence[bytes], message: Properties) -> bytes:
    """The fields that came over the wire, but for those that describe a body which is gone. Programs other than
    Outlook keep the basic ones as properties only; these stand at the end."""
    names = {field.partition(b":")[0].rstrip().lower().decode("latin-1") for field in fields}
    missing = [
        (name, value) for name, value in _made_fields(message, ()) if name in _BASIC and name.lower() not in names
    ]
    return b"".join(field for field in fields if not is_mime(field)) + field_block(missing)


def made_headers(message: Properties, recipients: Sequence[Properties]) -> bytes:
    """Header fields from the properties; what is not known gives no field."""
    return field_block(_made_fields(message, recipients))


def _made_fields(message: Properties, recipients: Sequence[Properties]) -> list[tuple[str, str | None]]:
    sender = _mailbox(message, p.SENDER_NAME, p.SENDER_SMTP_ADDRESS, p.SENDER_TYPE, p.SENDER_ADDRESS)
    author = _mailbox(
        message, p.SENT_REPRESENTING_NAME, p.SENT_REPRESENTING_SMTP_ADDRESS,
        p.SENT_REPRESENTING_TYPE, p.SENT_REPRESENTING_ADDRESS,
    )  # fmt: skip
    return [
        ("Date", _date(message.time(p.CLIENT_SUBMIT_TIME) or message.time(p.DELIVERY_TIME))),
        ("From", author or sender),
        ("Sender", sender if author and sender != author else None),
        ("To", _mailboxes(recipients, _TO) or _words(message.line(p.DISPLAY_TO))),
        ("Cc", _mailboxes(recipients, _CC)),
        ("Subject", _words(message.line(p.SUBJECT))),
        ("Message-ID", _ascii(message.line(p.INTERNET_MESSAGE_ID))),
        ("In-Reply-To", _ascii(message.line(p.IN_REPLY_TO))),
        ("References", _ascii(message.line(p.REFERENCES))),
    ]


def original_headers(report: Properties) -> bytes:
    """What a report tells about the message it reports on."""
    return field_block([
        ("Date", _date(report.time(p.ORIGINAL_SUBMIT_TIME))),
        ("Subject", _words(report.line(p.ORIGINAL_SUBJECT))),
        ("Message-ID", _ascii(report.line(p.ORIGINAL_MESSAGE_ID))),
    ])  # fmt: skip


def field_block(fields: Sequence[tuple[str, str | None]]) -> bytes:
    """Header lines of the fields that have a value."""
    return "".join(f"{name}: {value}\r\n" for name, value in fields if value).encode("utf-8", "replace")


def smtp_address(owner: Properties) -> str | None:
    """The address of a recipient, None if only an internal (X.500) one is known."""
    for tag in (p.SMTP_ADDRESS, p.EMAIL_ADDRESS, p.DISPLAY_NAME):
        found = _ADDRESS.fullmatch((owner.line(tag) or "").strip("<>'\""))
        if found is not None:
            return found[0]
    return None


def _mailbox(owner: Properties, name: int, smtp: int, kind: int, address: int) -> str | None:
    found = owner.line(smtp)
    if not found and (owner.line(kind) or "").upper() == "SMTP":
        found = owner.line(address)
    return _named(owner.line(name), found)


def _mailboxes(recipients: Sequence[Properties], kind: int) -> str | None:
    named = (
        _named(recipient.line(p.DISPLAY_NAME), smtp_address(recipient))
        for recipient in recipients
        if recipient.number(p.RECIPIENT_TYPE) == kind
    )
    return ",\r\n ".join(filter(None, named)) or None


def _named(name: str | None, address: str | None) -> str | None:
    if address is None or not _ADDRESS.fullmatch(address):
        return _words(name)
    if not name or name.strip("'\"") == address:
        return address
    shown = '"' + name.replace("\\", "").replace('"', "") + '"' if name.isascii() else _words(name)
    return f"{shown} <{address}>"


def _words(text: str | None) -> str | None:
    """RFC 2047 encoded words where `text` is not ASCII."""
    if not text or (text.isascii() and text.isprintable()):
        return text
    pieces = [text[start : start + 12] for start in range(0, min(len(text), 6_000), 12)]
    return "\r\n ".join(
        f"=?utf-8?B?{base64.b64encode(piece.encode('utf-8', 'replace')).decode()}?=" for piece in pieces
    )


def _ascii(text: str | None) -> str | None:
    return text if text and text.isascii() and text.isprintable() else None


def _date(moment: datetime | None) -> str | None:
    """RFC 5322 section 3.3, in English whatever the locale."""
    if moment is None:
        return None
    day, month = _DAYS[moment.weekday()], _MONTHS[moment.month - 1]
    return f"{day}, {moment.day:02} {month} {moment.year:04} {moment:%H:%M:%S} +0000"
