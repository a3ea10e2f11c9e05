"""Large mailboxes and folders that the workers read themselves, so that their bytes need not pass through the client.

A piece of a mailbox is two places in it; its messages are those whose separators lie between the two. They are numbered
from 1 in each piece, and by the client from where the piece before has ended. Of a folder the client reads the listing
alone. Only what every worker sees as the client does is cut: on a shared file system, or by a URL for which all have
the credentials. What a worker then cannot read after all, the client reads and sends.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from hashlib import blake2b
from typing import NamedTuple, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from whosent.adapters.sniff import HEAD, foreign, hint_of, kind
from whosent.adapters.sources import file_size, read_file
from whosent.adapters.stream import Stream, file_chunks, open_file
from whosent.adapters.urls import chunks_of, is_url, name_in, size_of
from whosent.incident import Mark, Partial
from whosent.mail.mbox import CONTEXT, split_piece
from whosent.model.case import Case
from whosent.model.item import Item, Unreadable
from whosent.report.machine import Line
from whosent.service.check import Entry
from whosent.service.run import Batch, Rendered

_ANYWHERE = ("nothing in it", "not a mail")
"""How errors begin that are the same wherever the file is read."""

Named = TypeVar("Named", Case, Line, Unreadable, Mark, Case | Unreadable, Line | Unreadable)


class Piece(Struct, frozen=True, tag="piece"):
    """A piece of a mailbox: `place` is a URL or an absolute path; `source` is what it is called; `end` None: up to the
    end of the file; `limit`: bytes of one message that are kept; `size`: of the piece."""

    place: str
    source: str
    begin: int
    end: int | None
    limit: int
    size: int


class File(NamedTuple):
    """A file in a folder: where it is, what it is called, its size, and whether it is one message whatever is in it."""

    place: str
    source: str
    size: int
    whole: bool


class Files(Struct, frozen=True, tag="files"):
    """Some files of a folder, in their order; `limit` and `size` as above."""

    files: list[File]
    limit: int
    size: int


Part = Piece | Files


class Look(NamedTuple):
    """What a file looks like from somewhere: `head` is a hash of its beginning, `mailbox`: one that can be cut."""

    place: str
    size: int
    head: bytes
    mailbox: bool


def look(place: str) -> Look | None:
    """What is there; None if there is nothing that could be read. Here, and on each worker."""
    try:
        size = size_of(place) if is_url(place) else file_size(place)
        head = _read(place, 0).peek(HEAD)[:HEAD]
    except (OSError, ValueError):
        return None
    if not size or not head:
        return None
    mailbox = kind(head, hint_of(name_in(place))) == "mbox" and foreign(head) is None
    return Look(place, size, blake2b(head).digest(), mailbox and not head.startswith(b"\x01\x01\x01\x01"))


def read(part: Part) -> list[Entry]:
    """Its messages. `EOFError` with one line for the user if something in it could not be read."""
    if isinstance(part, Files):
        entries = read_here(part)
        if any(isinstance(entry, Unreadable) and not entry.error.startswith(_ANYWHERE) for entry in entries):
            raise EOFError("not all of them could be read")
        return entries
    try:
        stream = _read(part.place, max(0, part.begin - CONTEXT))
    except (OSError, ValueError):
        raise EOFError("no such file or folder") from None
    found = split_piece(stream, part.limit, part.begin, part.end)
    items: list[Entry] = [
        Item(f"{part.source}#{number}", data, truncated=long) for number, (data, long) in enumerate(found, 1)
    ]
    if stream.error:
        raise EOFError(stream.error)
    return items


def read_here(part: Part) -> list[Entry]:
    """The same; what cannot be read is an error in its place."""
    if isinstance(part, Files):
        return [
            entry
            for file in part.files
            for entry in read_file(file.place, file.source, whole=file.whole, limit=part.limit)
        ]
    try:
        return read(part)
    except EOFError as said:
        return [Unreadable(part.source, f"a part of it could not be read: {said}")]


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
