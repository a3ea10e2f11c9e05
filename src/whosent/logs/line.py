"""What all readers of log lines share: the place of a line, and how fields are taken out of it.

Security rests on three habits:

* A field is found by its place and the writer's own quoting, never by searching the line: what an outsider says (HELO,
  addresses, Message-ID, subject, a reply, a login that was tried) may look like any field.
* A pattern covers the line from its first word to its last, with the parts that only the writer can have written around
  the free text. Where the free text leaves two ways to read a line, the fields in doubt stay empty, or the line says
  nothing.
* Every repetition is bounded by the line (`LIMIT`) and next to nothing that shares its characters.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from msgspec import Struct

from whosent.mail.ip import normalise_ip
from whosent.model.log import LogEvent

LIMIT = 16 * 1024
"""Characters of a line that are looked at. Exim names all recipients in one line."""
MAX_TEXT = 400
"""Characters of a reply or reason that are kept."""
MAX_NAMES = 100
"""Recipients of one line that are kept."""

MONTHS = {
    "Jan": "01", "Feb": "02", "Mar": "03", "Apr": "04", "May": "05", "Jun": "06",
    "Jul": "07", "Aug": "08", "Sep": "09", "Oct": "10", "Nov": "11", "Dec": "12",
}  # fmt: skip
"""As all of them abbreviate them, whatever the locale."""

Stamp = tuple[str, int | None]
"""`YYYY-MM-DDTHH:MM:SS` by the writer's clock (year `0000` where none is printed), and minutes east of UTC if known."""


class At(NamedTuple):
    """Where and when a line was written: the fields that every event begins with."""

    source: str
    clock: str | None = None
    offset: int | None = None
    host: str | None = None


class Said(NamedTuple):
    """What a program said by way of syslog: its name and process as printed, and the message."""

    program: str
    message: str
    pid: str | None = None


Reader = Callable[[Said, At], LogEvent | None]
"""Reads what one program says."""


class Format(Struct, frozen=True):
    """One kind of file.

    recognises   is this text a line of the kind?
    read         what the line says (`source` is its place as the reports show it), None if nothing that we use
    stamp, host  when it was written, and by which host
    """

    name: str
    recognises: Callable[[str], bool]
    read: Callable[[str, str], LogEvent | None]
    stamp: Callable[[str], Stamp | None]
    host: Callable[[str], str | None]


def no_host(text: str) -> str | None:
    """For formats that name no host."""
    del text
    return None


def ip_of(text: str | None) -> str | None:
    """An address in its usual form, None where there is none."""
    return normalise_ip(text) if text else None


def name_of(text: str | None) -> str | None:
    """A host name, None where the writer says that there is none."""
    return None if not text or text == "unknown" else text.rstrip(".") or None


def cut(text: str | None) -> str | None:
    """A reply or reason as it is kept."""
    return text[:MAX_TEXT] if text else None


def bare(text: str) -> str | None:
    """A Message-ID or address without its angle brackets."""
    text = text.strip()
    if text.startswith("<") and text.endswith(">"):
        text = text[1:-1].strip()
    return text or None


def offset_of(zone: str | None) -> int | None:
    """Minutes east of UTC: `Z`, `UTC`, `+0100`, `+01:00`; None for anything else, names of places included."""
    if not zone:
        return None
    if zone in ("Z", "UTC", "GMT"):
        return 0
    digits = zone[1:].replace(":", "")
    if zone[0] not in "+-" or len(digits) != 4 or not (digits.isascii() and digits.isdecimal()):
        return None
    minutes = 60 * int(digits[:2]) + int(digits[2:])
    return -minutes if zone[0] == "-" else minutes
