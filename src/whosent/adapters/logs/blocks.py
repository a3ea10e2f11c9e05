"""A log as blocks of whole lines, in constant memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from whosent.adapters.stream import Stream
from whosent.logs.export import Entry, entries

BLOCK = 64 * 1024
"""Bytes of a block, and of the longest line: what is longer is cut."""
PIECE = 64 * BLOCK
"""A new block begins with the first line behind each multiple of so many bytes, wherever the reading began: so a file
can be read in pieces, and gives the same blocks."""


class Block(NamedTuple):
    """Whole lines, each with a line end. `start` and `end` count the unpacked bytes of the file; `line` is the number
    of the first line, from 1, `lines` how many there are."""

    start: int
    end: int
    line: int
    data: bytes
    lines: int


def places(start: int, size: int) -> list[int]:
    """Where the pieces of a file of that size begin, if it is read from `start`."""
    return [start, *range(start - start % PIECE + PIECE, size, PIECE)]


def cut(stream: Stream, start: int = 0, line: int = 1) -> Iterator[Block]:
    """Blocks of at most `BLOCK` bytes. A longer line is a block of its own, cut; the last line needs no line end."""
    while head := stream.peek(BLOCK)[:BLOCK]:
        end = _end(head, PIECE - start % PIECE)
        if end:
            data = stream.read(end)
            data = data if data.endswith(b"\n") else data + b"\n"
        else:
            data, end = head[:-1] + b"\n", pass_line(stream)
        lines = data.count(b"\n")
        yield Block(start, start + end, line, data, lines)
        start += end
        line += lines


def _end(head: bytes, piece: int) -> int:
    """How many of the next bytes are a block; 0 if their first line has no end. `piece`: bytes to the next place where
    a block begins."""
    if piece < len(head) and (end := head.find(b"\n", piece - 1) + 1):
        return end
    return len(head) if len(head) < BLOCK else head.rfind(b"\n") + 1


def pass_line(stream: Stream, most: int | None = None) -> int:
    """Read to the end of the line, or at least `most` bytes; how many bytes that were."""
    passed = 0
    while piece := stream.peek(BLOCK):
        end = piece.find(b"\n") + 1
        passed += len(stream.read(end or len(piece)))
        if end or (most is not None and passed >= most):
            break
    return passed


def cut_export(stream: Stream, start: int = 0, line: int = 1) -> Iterator[Block]:
    """The same of an export of systemd's journal: its entries as lines of JSON (`logs.export`). Where an entry has more
    lines than one, empty ones follow, so that each stands where it begins in the file. `ValueError` with one line for
    the user where it breaks off."""
    found = entries(stream)
    block, said = _Open(start, line), None
    while said is None:
        try:
            entry = next(found, None)
        except ValueError as trouble:
            entry, said = None, trouble
        if entry is None:
            break
        if not block.add(entry):
            yield block.closed()
            block = _Open(block.end, block.next)
            block.add(entry)
    if block.data:
        yield block.closed()
    if said is not None:
        raise said


class _Open:
    """A block of which more may come. `next`: the number of the line behind it."""

    def __init__(self, start: int, line: int) -> None:
        self.data = bytearray()
        self._start = self.end = start
        self._line = self.next = line
        self._full = False

    def add(self, entry: Entry) -> bool:
        """Does the entry fit in? The first one does; where it has very many lines, it is alone, and they are left
        out."""
        lines = entry.lines - entry.before
        if not self.data:
            self._line += entry.before
            self._full = len(entry.line) + lines > BLOCK
            self.data += entry.line + b"\n" * (1 if self._full else lines)
        elif self._full or len(self.data) + len(entry.line) + entry.lines > BLOCK:
            return False
        else:
            self.data += b"\n" * entry.before + entry.line + b"\n" * lines
        self.end += entry.size
        self.next += entry.lines
        return True

    def closed(self) -> Block:
        """The block."""
        return Block(self._start, self.end, self._line, bytes(self.data), self.next - self._line)
