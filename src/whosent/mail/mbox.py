"""mbox and MMDF files, cut into messages while they stream by (RFC 4155 appendix A, and what programs write).

A line separates messages if it begins with `From `, ends with a date, and either a blank line precedes it or a
header field follows it: some programs forget the blank line, and `From here on ...` in a text has neither date nor
field. Content-Length (the mboxcl variants) is never trusted: a stale one swallows mail.

Quoting is undone as mboxrd writes it: one `>` is taken from body lines `>From `, `>>From `, ... In an mboxo file a
line that was `>From ` before it was stored loses its `>` too; that file format forgot the difference, and the bytes
as they were signed are right far more often this way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

_LOOKAHEAD = 768
"""Bytes that must be visible behind a candidate: the longest separator line and the begin of a field."""
CONTEXT = 4
"""Bytes kept in front of the window, to see whether a blank line precedes."""

_DAY = rb"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
_MONTH = rb"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_CLOCK = rb"\d{1,2}:\d\d(?::\d\d)?"
_DATE = (
    # asctime, zone before the year (BSD: `EST 1998`; Google Takeout: `+0000 2015`) or behind it (some MUAs)
    rb"(?:" + _DAY + rb"\ {1,3}" + _MONTH + rb"\ {1,3}\d{1,2}\ {1,2}" + _CLOCK
    + rb"(?:\ [A-Z0-9+-]{1,6}){0,2}\ \d{4}(?:\ [+-]\d{4})?"
    # RFC 5322 date
    + rb"|" + _DAY + rb",\ {1,2}\d{1,2}\ " + _MONTH + rb"\ \d{2,4}\ " + _CLOCK + rb"(?:\ [A-Z0-9+-]{1,6})?"
    # ISO 8601
    + rb"|\d{4}-\d\d-\d\d[T\ ]" + _CLOCK + rb"[Z0-9+:.-]{0,13})"
)  # fmt: skip
_DATED = re.compile(rb"From [^\n]{0,400}?" + _DATE + rb"(?:\ remote\ from\ [^\s]{1,80})?[ \t]{0,8}\r?\n")
# Believed only behind a blank line: Thunderbird writes a bare `From ` (its MboxMsgOutputStream), others a date that
# none of the forms above is.
_UNDATED = re.compile(rb"From (?:-?[ \t]{0,8}|[^\n]{1,300}?\d{1,2}:\d\d[^\n]{0,100})\r?\n")
_FIELD = re.compile(rb"[!-9;-~]{1,76}[ \t]{0,8}:|>From ")
_MMDF = re.compile(rb"\x01{4}\r?\n")
_QUOTED = re.compile(rb"\n>(>{0,99}From )")
_BODY = re.compile(rb"\n\r?\n")
_ENVELOPE = re.compile(rb"(?:From (?![ \t]*:)|>From )[^\n]*(?:\n|\Z)")

Cut = Callable[[bytes, int], int]
"""Given the window and where a candidate line begins: where the separator line ends, -1 if it is none."""


def looks_like_mbox(head: bytes) -> bool:
    """True if a file that begins with `head` is an mbox or MMDF file."""
    return head.startswith(b"\x01\x01\x01\x01") or _separator(b"\n\n" + head.lstrip(b"\r\n"), 2) > 0


def split(chunks: Iterable[bytes], limit: int) -> Iterator[tuple[bytes, bool]]:
    """The messages of a stream, each with True if it was longer than `limit` bytes and was cut.

    Memory stays within one message and two chunks, however long the stream or a message is.
    """
    stream = iter(chunks)
    first = b"".join(_at_least(stream, 4))
    if first.startswith(b"\x01\x01\x01\x01"):
        for data, cut in _split(first, stream, limit, b"\n\x01\x01\x01\x01", _mmdf):
            if message := without_envelope(data):
                yield message, cut
    else:
        for data, cut in _split(first, stream, limit, b"\nFrom ", _separator):
            if message := unquote(without_envelope(data)):
                yield message, cut


def split_piece(chunks: Iterable[bytes], limit: int, begin: int, end: int | None) -> Iterator[tuple[bytes, bool]]:
    """Of an mbox file, the messages whose separators lie between two places in it (`end` None: to the end of the file).
    `chunks` begin `CONTEXT` bytes before `begin`, or with the file where that is 0, and go on behind `end` as far as
    the last message does. Pieces that adjoin give together what `split` gives of the whole."""
    stream = iter(chunks)
    first = b"".join(_at_least(stream, CONTEXT))
    for data, cut in _split(first, stream, limit, b"\nFrom ", _separator, begin, end):
        if message := unquote(without_envelope(data)):
            yield message, cut


def without_envelope(data: bytes) -> bytes:
    """`data` from its first header field on: blank lines, `From ` and `>From ` lines in front are dropped."""
    if data[:1] not in b"\r\nF>":
        return data
    start = 0
    while True:
        while data[start : start + 1] in (b"\r", b"\n"):
            start += 1
        found = _ENVELOPE.match(data, start)
        if found is None:
            return data[start:]
        start = found.end()


def unquote(data: bytes) -> bytes:
    """`data` with one level of mbox quoting taken from the body; the header block never has any."""
    if b"\n>" not in data or b">From " not in data:
        return data
    body = _BODY.search(data)
    if body is None:
        return data
    start = body.end() - 1
    return data[:start] + _QUOTED.sub(rb"\n\1", data[start:])


def _at_least(stream: Iterator[bytes], size: int) -> Iterator[bytes]:
    for chunk in stream:
        yield chunk
        size -= len(chunk)
        if size <= 0:
            return


def _separator(window: bytes, start: int) -> int:
    """A `From ` line at `start`: its end if it separates messages, else -1."""
    found = _DATED.match(window, start)
    blank_before = window.endswith((b"\n\n", b"\n\r\n"), 0, start)
    if found is not None:
        end = found.end()
        if blank_before or _FIELD.match(window, end):
            return end
    elif blank_before:
        found = _UNDATED.match(window, start)
        if found is not None and _FIELD.match(window, found.end()):
            return found.end()
    return -1


def _mmdf(window: bytes, start: int) -> int:
    found = _MMDF.match(window, start)
    return found.end() if found else -1


def _split(
    first: bytes, rest: Iterator[bytes], limit: int, needle: bytes, cut: Cut, begin: int = 0, end: int | None = None
) -> Iterator[tuple[bytes, bool]]:
    message = _Message(limit)
    window = first if begin else b"\n" * CONTEXT + first  # the begin of the file counts as behind a blank line
    base = begin - CONTEXT  # where the window begins in the file
    inside = not begin  # what precedes the first separator of a piece belongs to the piece before
    final = False
    while not final:
        chunk = next(rest, b"")
        final = not chunk
        window += chunk
        safe = len(window) if final else max(CONTEXT, len(window) - _LOOKAHEAD)
        start = CONTEXT
        found = window.find(needle, start - 1, safe + len(needle) - 2)
        while found >= 0:
            after = cut(window, found + 1)
            if after >= 0:
                if inside:
                    message.take(window, start, found + 1)
                    if (whole := message.finish()) is not None:
                        yield whole
                if end is not None and base + found + 1 >= end:
                    return
                inside = True
                start = after
            found = window.find(needle, max(found + 1, after - 1), safe + len(needle) - 2)
        safe = max(safe, start)
        if inside:
            message.take(window, start, safe)
        elif end is not None and base + safe >= end:
            return
        base += safe - CONTEXT
        window = window[safe - CONTEXT :]
    if (whole := message.finish()) is not None:
        yield whole


class _Message:
    """The message that is being collected; what is beyond the limit is counted and forgotten."""

    __slots__ = ("_kept", "_limit", "_parts", "_size")

    def __init__(self, limit: int) -> None:
        self._limit = limit + 2  # room for the line end that belongs to the separator
        self._parts: list[bytes] = []
        self._kept = 0
        self._size = 0

    def take(self, window: bytes, start: int, end: int) -> None:
        if end <= start:
            return
        self._size += end - start
        room = self._limit - self._kept
        if room > 0:
            part = window[start : min(end, start + room)]
            self._parts.append(part)
            self._kept += len(part)

    def finish(self) -> tuple[bytes, bool] | None:
        """The message and whether it was cut; None if nothing stood there."""
        parts, kept, size = self._parts, self._kept, self._size
        self._parts, self._kept, self._size = [], 0, 0
        data = parts[0] if len(parts) == 1 else b"".join(parts)
        if kept == size:
            data = _without_last_blank_line(data)
        limit = self._limit - 2
        if not data or data.isspace():
            return None
        return (data[:limit], True) if size > kept or len(data) > limit else (data, False)


def _without_last_blank_line(data: bytes) -> bytes:
    """The blank line in front of a separator was written with it."""
    if data.endswith(b"\n\r\n"):
        return data[:-2]
    return data[:-1] if data.endswith(b"\n\n") else data
