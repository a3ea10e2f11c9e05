"""systemd's journal in its export format (`journalctl -o export`, https://systemd.io/JOURNAL_EXPORT_FORMATS), made into
lines as `journalctl -o json` prints them, which `journal.py` reads.

    FIELD=VALUE                                   a value that is text
    FIELD, LF, 8 bytes: its length (little endian), VALUE, LF             any other
    LF                                            the end of an entry

A value may imitate fields and whole entries: only its length tells where it ends. So where a length cannot be true, or
something that is no field stands in the place of one, reading ends. To look for the next entry behind would be to let
the values speak.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec

from whosent.logs.line import LIMIT

MAX_FIELD = 1 << 30
"""Bytes of the longest value that may be: journald takes 768 MiB."""
_NAME = re.compile(rb"[A-Z0-9_]{1,64}")
_LONGEST = 64
_LENGTH = 8
_WANTED = frozenset({b"__REALTIME_TIMESTAMP", b"_HOSTNAME", b"SYSLOG_IDENTIFIER", b"_PID", b"MESSAGE"})
_TEXTS = re.compile(rb"(?:[A-Z0-9_]{1,64}=[^\n]*+\n)++\n")
_WANTED_TEXT = re.compile(rb"^(__REALTIME_TIMESTAMP|_HOSTNAME|SYSLOG_IDENTIFIER|_PID|MESSAGE)=(.*)", re.MULTILINE)
_BEGINS = (b"__CURSOR=", b"__REALTIME_TIMESTAMP=")
_encode = msgspec.json.Encoder().encode

CUT_OFF = "it ends in the middle of an entry of the journal (is it still being written?)"
DAMAGED = "the export of the journal is damaged; make a new one with `journalctl -o export`"


class Entry(NamedTuple):
    """An entry: how many bytes and line ends it is, empty lines before it included; `before`: how many these are;
    `line`: what `journalctl -o json` would print of the fields that are read, without a line end."""

    size: int
    lines: int
    before: int
    line: bytes


def recognises(sample: bytes) -> bool:
    """Is this the beginning of such a file?"""
    return sample.lstrip(b"\n").startswith(_BEGINS)


def entries(chunks: Iterable[bytes]) -> Iterator[Entry]:
    """The entries, in constant memory. `ValueError` with one line for the user where they do not go on to the end."""
    source = _Source(chunks)
    while source.more():
        start, lines = source.at, source.lines
        while source.more() and source.next() == b"\n":
            source.skip(1)
        before = source.lines - lines
        if source.more():
            line = _line(_fields(source))
            yield Entry(source.at - start, source.lines - lines, before, line)


def _fields(source: _Source) -> dict[bytes, list[str | None]]:
    """All values of each field that is wanted; None instead of one that is too long. Takes the empty line as well."""
    found: dict[bytes, list[str | None]] = {}
    if texts := source.matched(_TEXTS):  # most entries are nothing but text: several times quicker
        for name, text in _WANTED_TEXT.findall(texts):
            found.setdefault(name, []).append(text.decode("utf-8", "replace") if len(text) <= LIMIT else None)
        return found
    while (name := _name(source)) is not None:
        if source.next() == b"=":
            source.skip(1)
            value = source.line(LIMIT if name in _WANTED else 0)
        else:
            source.skip(1)
            size = int.from_bytes(source.take(_LENGTH), "little")
            if size > MAX_FIELD:
                raise ValueError(DAMAGED)
            value = None
            if name in _WANTED and size <= LIMIT:
                value = source.take(size)
            else:
                source.skip(size)
            if source.next() != b"\n":
                raise ValueError(DAMAGED)
            source.skip(1)
        if name in _WANTED:
            found.setdefault(name, []).append(None if value is None else value.decode("utf-8", "replace"))
    return found


def _name(source: _Source) -> bytes | None:
    """The name of the next field, up to `=` or its line end; None at the end of the entry."""
    if source.next() == b"\n":
        source.skip(1)
        return None
    name = source.name()
    if not name or source.next() not in (b"=", b"\n"):
        raise ValueError(DAMAGED)
    return name


def _line(fields: dict[bytes, list[str | None]]) -> bytes:
    """What is there twice can be either, so it is neither; journald lets a program send its own fields twice."""
    single = {name.decode("ascii"): values[0] if len(values) == 1 else None for name, values in fields.items()}
    line = _encode(single)
    return line if len(line) <= LIMIT else _encode(single | {"MESSAGE": None})


class _Source:
    """Bytes that are taken one after the other. `EOF` is a `ValueError`: an entry has an end. `at` and `lines`: how
    many bytes and line ends were taken."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._held = b""
        self._begin = 0
        self.at = self.lines = 0

    def more(self) -> bool:
        """Is anything left?"""
        while self._begin >= len(self._held):
            chunk = next(self._chunks, None)
            if chunk is None:
                return False
            self._held, self._begin = chunk, 0
        return True

    def next(self) -> bytes:
        """The next byte, which stays."""
        if not self.more():
            raise ValueError(CUT_OFF)
        return self._held[self._begin : self._begin + 1]

    def skip(self, size: int) -> None:
        """Take so many bytes."""
        while size:
            self.next()
            size -= len(self._some(size))

    def take(self, size: int) -> bytes:
        """The next so many bytes."""
        parts = []
        while size:
            self.next()
            parts.append(self._some(size))
            size -= len(parts[-1])
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def line(self, most: int) -> bytes | None:
        """The rest of the line, without its end, which is taken too; None if it is longer than `most`."""
        parts, size = [], 0
        while True:
            self.next()
            end = self._held.find(b"\n", self._begin)
            part = self._some((end if end >= 0 else len(self._held)) - self._begin)
            size += len(part)
            if size <= most:
                parts.append(part)
            if end >= 0:
                self.skip(1)
                return b"".join(parts) if size <= most else None

    def matched(self, pattern: re.Pattern[bytes]) -> bytes:
        """What the pattern matches of the bytes that are at hand."""
        found = pattern.match(self._held, self._begin)
        return self._some(found.end() - self._begin) if found else b""

    def name(self) -> bytes:
        """What can be the name of a field; nothing if there is none."""
        while len(self._held) - self._begin <= _LONGEST and (chunk := next(self._chunks, None)) is not None:
            self._held, self._begin = self._held[self._begin :] + chunk, 0
        return self.matched(_NAME)

    def _some(self, most: int) -> bytes:
        data = self._held[self._begin : self._begin + most]
        self._begin += len(data)
        self.at += len(data)
        self.lines += data.count(b"\n")
        return data
