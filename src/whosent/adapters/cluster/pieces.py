"""Large mailboxes in pieces that the workers read themselves, so that their bytes need not pass through the client.

A piece is two places in a file; its messages are those whose separators lie between the two. They are numbered from 1
in each piece, and by the client from where the piece before has ended. Only files that every worker sees as the client
does are cut: on a shared file system, or by a URL for which all have the credentials. What a worker then cannot read
after all, the client reads and sends.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from hashlib import blake2b
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from whosent.adapters.folder import printable
from whosent.adapters.sniff import HEAD, foreign, hint_of, kind
from whosent.adapters.stream import Stream, file_chunks, open_file
from whosent.adapters.urls import chunks_of, is_url, local_path, shown, size_of
from whosent.incident import Mark, Partial
from whosent.mail.mbox import CONTEXT, split_piece
from whosent.model.case import Case
from whosent.model.item import Item, Unreadable
from whosent.report.machine import Line
from whosent.service.check import Entry
from whosent.service.run import Batch, Rendered

SIZE = 4 * 1024 * 1024
"""Bytes of a piece: some hundred messages."""
WORTH = 4 * SIZE
"""Smaller files are sent: nobody need be asked whether he sees them."""

Client = Any
Named = TypeVar("Named", Case, Line, Unreadable, Mark, Case | Unreadable, Line | Unreadable)


class Piece(Struct, frozen=True):
    """A piece of a mailbox: `place` is a URL or an absolute path; `source` is what it is called; `end` None: up to the
    end of the file; `limit`: bytes of one message that are kept; `size`: of the piece."""

    place: str
    source: str
    begin: int
    end: int | None
    limit: int
    size: int


def cut(client: Client, argument: str, limit: int) -> list[Piece]:
    """The pieces of a large mailbox that all workers can read; none if it is anything else."""
    place, source = argument, shown(argument)
    if not is_url(argument):
        place, source = os.path.abspath(argument), printable(argument)  # noqa: PTH100 (stays a string)
    elif (path := local_path(argument)) is not None:
        place, source = path, "file://" + printable(path)
    found = look(place)
    if found is None or found[0] < WORTH or not found[2]:
        return []
    if any(seen != found for seen in client.run(look, place, on_error="return").values()):
        return []
    begins = range(0, found[0], SIZE)
    return [
        Piece(place, source, begin, begin + SIZE if begin != begins[-1] else None, limit, min(SIZE, found[0] - begin))
        for begin in begins
    ]


def look(place: str) -> tuple[int, bytes, bool] | None:
    """The size of a file, a hash of its beginning, and whether it is a mailbox that can be cut; None if there is none
    that could be read. Here, and on each worker."""
    try:
        size = size_of(place) if is_url(place) else os.stat(place).st_size  # noqa: PTH116 (stays a string)
        head = _read(place, 0).peek(HEAD)[:HEAD]
    except (OSError, ValueError):
        return None
    if not size or not head:
        return None
    mailbox = kind(head, hint_of(place.partition("?")[0])) == "mbox" and foreign(head) is None
    return size, blake2b(head).digest(), mailbox and not head.startswith(b"\x01\x01\x01\x01")


def read(piece: Piece) -> list[Entry]:
    """Its messages. `EOFError` with one line for the user if it could not be read to its end."""
    try:
        stream = _read(piece.place, max(0, piece.begin - CONTEXT))
    except (OSError, ValueError):
        raise EOFError("no such file or folder") from None
    found = split_piece(stream, piece.limit, piece.begin, piece.end)
    items: list[Entry] = [
        Item(f"{piece.source}#{number}", data, truncated=long) for number, (data, long) in enumerate(found, 1)
    ]
    if stream.error:
        raise EOFError(stream.error)
    return items


def read_here(piece: Piece) -> list[Entry]:
    """The same; what cannot be read is an error in its place."""
    try:
        return read(piece)
    except EOFError as said:
        return [Unreadable(piece.source, f"a part of it could not be read: {said}")]


class Numbers:
    """Numbers the messages of a file through, piece by piece in their order."""

    def __init__(self) -> None:
        self._before = 0

    def through(self, piece: Piece, batch: Batch, count: int) -> Batch:
        """The results of a piece that has `count` messages."""
        if not piece.begin:
            self._before = 0
        before, self._before = self._before, self._before + count
        if not before:
            return batch
        if not isinstance(batch, Rendered):
            return [self._one(result, piece, before) for result in batch]
        marks = [self._one(mark, piece, before) for mark in batch.partial.marks]
        results = [self._one(result, piece, before) for result in batch.results]
        return Rendered(results, Partial(marks, batch.partial.stretches), batch.causes)

    def _one(self, named: Named, piece: Piece, before: int) -> Named:
        """`source#3` or `source#3#1` with `before` added to the 3."""
        name = piece.source + "#"
        if not named.source.startswith(name):
            return named
        number, mark, rest = named.source[len(name) :].partition("#")
        return replace(named, source=f"{name}{int(number) + before}{mark}{rest}")


def _read(place: str, begin: int) -> Stream:
    if is_url(place):
        return Stream(chunks_of(place, begin))
    return Stream(_local(place, begin))


def _local(path: str, begin: int) -> Iterator[bytes]:
    descriptor = open_file(path)
    try:
        os.lseek(descriptor, begin, os.SEEK_SET)
        yield from file_chunks(descriptor, lambda size: None)
    finally:
        os.close(descriptor)
