"""The header block of a message or MIME part: raw ordered fields with byte spans (RFC 5322 section 2.2).

Nothing is re-serialised and nothing is thrown away: a field is where it stands in the buffer, so signatures can be
checked over the very bytes and a report can show the very line.
"""

from __future__ import annotations

import re
from collections.abc import KeysView

from msgspec import Struct, field

from whosent.mail.charset import decode_western

# RFC 5322 ftext, then optional white space (RFC 5322 4.5 obsolete syntax), a colon, and the folded value.
# 998 is the line limit of section 2.1.1: a long made-up name must not end the block for us and for no MTA.
_FIELD = re.compile(rb"([!-9;-~]{1,998}+)[ \t]*+:([^\n]*+(?:\n[ \t][^\n]*+)*+)\n?")
# mbox separators that mail stores keep, several of them from UUCP; `From :` is a field (obsolete white space).
_SEPARATOR = re.compile(rb">?From (?![ \t]*:)[^\n]*\n?")
_STRAY = re.compile(r"[\r\x00]+[ \t]*")

MAX_FIELDS = 2_000
"""More header fields than any real message carries; what follows them is treated as body."""


class Head(Struct, eq=False, gc=False):
    """Ordered header fields in `data`.

    `fields` are the matches of its fields: group 1 is the name, group 2 the value as it stands, folds included;
    `start` is where the block begins, `body` where the text after it begins.
    """

    data: bytes
    start: int
    fields: list[re.Match[bytes]]
    body: int
    _first: dict[bytes, int]
    """by lower-case name, the number of the topmost field"""
    _repeated: dict[bytes, list[int]]
    """and of those that occur more than once, all"""
    _values: dict[int, str] = field(default_factory=dict)

    def __contains__(self, name: bytes) -> bool:
        return name in self._first

    def names(self) -> KeysView[bytes]:
        """The lower-case names that occur."""
        return self._first.keys()

    def numbers(self, name: bytes) -> list[int]:
        """Positions in `fields` of all fields called `name` (lower case), topmost first."""
        number = self._first.get(name)
        if number is None:
            return []
        return self._repeated.get(name) or [number]

    def value(self, number: int) -> str:
        """The unfolded value of field `number`, bytes decoded as UTF-8 (RFC 6532) or else Windows-1252, stripped."""
        value = self._values.get(number)
        if value is None:
            value = self._values[number] = unfold(self.fields[number][2])
        return value

    def folded(self, number: int) -> str:
        """The value of field `number` as it stands, decoded likewise."""
        return decode_value(self.fields[number][2])

    def get(self, name: bytes) -> str | None:
        """The value of the topmost field called `name`, None if there is none."""
        number = self._first.get(name)
        if number is None:
            return None
        value = self._values.get(number)
        if value is None:
            value = self._values[number] = unfold(self.fields[number][2])
        return value

    def all(self, name: bytes) -> list[str]:
        """The values of all fields called `name`, topmost first."""
        return [self.value(number) for number in self.numbers(name)]

    def raw(self, number: int) -> bytes:
        """The bytes of field `number` with its name and folds, without the last line end."""
        return self.fields[number][0].rstrip(b"\r\n")

    def line(self, number: int, base: int = 0) -> int:
        """1-based line of field `number`, counted from byte `base` of the buffer."""
        return self.data.count(b"\n", base, self.fields[number].start()) + 1


def decode_value(raw: bytes) -> str:
    """The bytes of a header value as text: UTF-8 (RFC 6532), else Windows-1252."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return decode_western(raw)


def unfold(raw: bytes) -> str:
    """A raw header value as one line of text."""
    try:
        text = raw.decode().strip()
    except UnicodeDecodeError:
        text = decode_western(raw).strip()
    if "\n" in text:
        text = " ".join([line.lstrip(" \t") for line in text.replace("\r\n", "\n").split("\n")])
    if "\r" in text or "\x00" in text:
        text = _STRAY.sub(" ", text).strip()
    return text


def squeeze(text: str) -> str:
    """`text` with every run of white space made one blank."""
    return " ".join(text.split())


def read_head(data: bytes, start: int = 0, end: int | None = None) -> Head:
    """Read the header block at `start`. It ends at the first line that is neither field nor continuation:
    a blank line, which is skipped, or any other, which then belongs to the body (missing blank line)."""
    stop = len(data) if end is None else end
    position = start
    if data.startswith((b"From ", b">From "), position, stop):
        while separator := _SEPARATOR.match(data, position, stop):
            position = separator.end()
    begin = position
    fields: list[re.Match[bytes]] = []
    first: dict[bytes, int] = {}
    repeated: dict[bytes, list[int]] = {}
    match = _FIELD.match
    for number in range(MAX_FIELDS):
        found = match(data, position, stop)
        if found is None:
            break
        fields.append(found)
        name = found[1].lower()
        if name not in first:
            first[name] = number
        elif name in repeated:
            repeated[name].append(number)
        else:
            repeated[name] = [first[name], number]
        position = found.end()
    if data.startswith(b"\n", position, stop):
        position += 1
    elif data.startswith(b"\r\n", position, stop):
        position += 2
    return Head(data, begin, fields, position, first, repeated)
