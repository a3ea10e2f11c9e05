"""The files in an attachment: gzip (RFC 1952), zip, or plain; unpacked in memory, piece by piece, within hard limits.

Reports come unasked from anybody, so each of them may be a bomb. Nothing is unpacked further than the next piece, which
the reader takes before there is another one. A zip is read by its central directory alone: `zipfile` would build a
table of whatever number of entries it names.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Generator, Iterator
from itertools import chain
from typing import NamedTuple

from whosent.model.feedback import Trouble

MAX_PACKED = 25 * 1024 * 1024
"""Bytes of a message's attachments."""
MAX_UNPACKED = 100 * 1024 * 1024
"""Bytes of all files in them."""
MAX_RATIO = 200
"""Reports shrink to a tenth or thirtieth. Deflate can reach 1,032, which takes nothing but repetitions."""
_SMALL = 4 * 1024 * 1024
"""Up to so many bytes no ratio is suspicious."""
MAX_FILES = 10
PIECE = 64 * 1024

_GZIP = b"\x1f\x8b"
_ZIP = b"PK\x03\x04"
_LOCAL, _LOCAL_SIZE = b"PK\x03\x04", 30
_ENTRY, _ENTRY_SIZE = b"PK\x01\x02", 46
_END, _END_SIZE = b"PK\x05\x06", 22
_MAX_COMMENT = 65_535
_STORED, _DEFLATED = 0, 8
_ENCRYPTED = 1
_APPLE = b"__MACOSX/"
"""Resource forks that a Mac adds to its archives."""


class RefusedError(ValueError):
    """Why a report is not read."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble)
        self.trouble = trouble


class _Entry(NamedTuple):
    """A file in a zip, as the central directory describes it."""

    method: int
    locked: bool
    packed: int
    header: int
    """where the file's own header begins"""


class Budget:
    """Of one message: counts what comes out of its attachments against what went in."""

    def __init__(self) -> None:
        self._packed = 0
        self._unpacked = 0

    def earn(self, packed: int) -> None:
        """One more attachment of so many bytes."""
        self._packed += packed
        if self._packed > MAX_PACKED:
            raise RefusedError("too-large")

    def spend(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """The pieces, as long as there are not too many."""
        for piece in pieces:
            self._unpacked += len(piece)
            if self._unpacked > MAX_UNPACKED:
                raise RefusedError("too-large")
            if self._unpacked > max(_SMALL, MAX_RATIO * self._packed):
                raise RefusedError("bomb")
            yield piece


def is_packed(start: bytes) -> bool:
    """Do these first bytes begin an archive that is understood?"""
    return start.startswith((_GZIP, _ZIP))


def files(data: bytes, budget: Budget) -> Iterator[Iterator[bytes]]:
    """Each file in pieces, to be read one after the other. `RefusedError` where limits are crossed or nothing can be
    unpacked, also while the pieces are read; what was read before it is good."""
    budget.earn(len(data))
    view = memoryview(data)
    if data.startswith(_GZIP):
        yield _not_nested(budget.spend(_gunzip(view)))
    elif data.startswith(_ZIP):
        for entry in _entries(data):
            yield _not_nested(budget.spend(_extract(data, view, entry)))
    else:
        yield budget.spend(bytes(view[start : start + PIECE]) for start in range(0, len(data), PIECE))


def _not_nested(pieces: Iterator[bytes]) -> Iterator[bytes]:
    first = next(pieces, b"")
    if is_packed(first):
        raise RefusedError("nested")
    return chain((first,), pieces)


def _gunzip(view: memoryview) -> Iterator[bytes]:
    """All members one after the other (RFC 1952 section 2.2); what follows the last one is padding."""
    for _ in range(MAX_FILES):
        taken = yield from _inflate(view, 31)
        view = view[taken:]
        if bytes(view[:2]) != _GZIP:
            return
    raise RefusedError("too-large")


def _inflate(view: memoryview, wbits: int) -> Generator[bytes, None, int]:
    """What is compressed at the beginning of `view`; in the end, how many bytes of it that was."""
    inflater = zlib.decompressobj(wbits)
    try:
        for start in range(0, len(view), PIECE):
            waiting: bytes | memoryview = view[start : start + PIECE]
            while waiting and not inflater.eof:
                if piece := inflater.decompress(waiting, PIECE):
                    yield piece
                waiting = inflater.unconsumed_tail
            if inflater.eof:
                return min(start + PIECE, len(view)) - len(inflater.unused_data)
        while piece := inflater.decompress(b"", PIECE):
            yield piece
    except zlib.error:
        raise RefusedError("damaged") from None
    if not inflater.eof:
        raise RefusedError("damaged")
    return len(view)


def _extract(data: bytes, view: memoryview, entry: _Entry) -> Iterator[bytes]:
    """One file of a zip. The sizes in its own header may be empty, so those of the directory count."""
    if entry.locked:
        raise RefusedError("locked")
    at = entry.header
    if not data.startswith(_LOCAL, at) or at + _LOCAL_SIZE > len(data):
        raise RefusedError("damaged")
    name, extra = struct.unpack_from("<HH", data, at + 26)
    start = at + _LOCAL_SIZE + name + extra
    packed = view[start : start + entry.packed]
    if entry.method == _DEFLATED:
        yield from _inflate(packed, -15)
    elif entry.method == _STORED:
        for piece in range(0, len(packed), PIECE):
            yield bytes(packed[piece : piece + PIECE])
    else:
        raise RefusedError("damaged")


def _entries(data: bytes) -> Iterator[_Entry]:
    """The files that the central directory names, folders left out."""
    end = data.rfind(_END, max(0, len(data) - _END_SIZE - _MAX_COMMENT))
    if end < 0 or end + _END_SIZE > len(data):
        raise RefusedError("damaged")
    (at,) = struct.unpack_from("<L", data, end + 16)
    number = 0
    while data.startswith(_ENTRY, at) and at + _ENTRY_SIZE <= end:
        flags, method = struct.unpack_from("<HH", data, at + 8)
        (packed,) = struct.unpack_from("<L", data, at + 20)
        name, extra, comment = struct.unpack_from("<HHH", data, at + 28)
        (header,) = struct.unpack_from("<L", data, at + 42)
        called = data[at + _ENTRY_SIZE : at + _ENTRY_SIZE + name]
        at += _ENTRY_SIZE + name + extra + comment
        number += 1
        if number > MAX_FILES:
            raise RefusedError("too-large")
        if not called.endswith(b"/") and not called.startswith(_APPLE):
            yield _Entry(method, bool(flags & _ENCRYPTED), packed, header)
    if not number:
        raise RefusedError("damaged")
