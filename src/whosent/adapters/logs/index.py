"""Looking things up in an index of logs: which lines hold a word, what the files cover."""

from __future__ import annotations

import os
import sqlite3
import zlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import msgspec

from whosent.adapters.logs.segment import find
from whosent.adapters.logs.spans import Span
from whosent.adapters.logs.store import open_to_read, telling
from whosent.logs.words import pieces

KEPT = 64
"""Blocks that stay unpacked: what belongs together lies together."""
_decode = msgspec.json.Decoder(list[Span]).decode


class File(NamedTuple):
    """A log file in the index; `first` and `last` are the clocks of its first and last line; `mail`: it says what
    becomes of messages."""

    id: int
    path: str
    format: str
    lines: int
    first: str | None
    last: str | None
    mail: int


class Page(NamedTuple):
    """A block, unpacked. `rank` is the place of its file among those of the index, `first` the number of its first
    line."""

    file: File
    rank: int
    first: int
    data: bytes

    def texts(self) -> list[str]:
        """Its lines."""
        return [readable(line) for line in self.data.split(b"\n")[:-1]]


def readable(line: bytes) -> str:
    """A line as text: bytes that are no UTF-8 become U+FFFD."""
    return line.rstrip(b"\r").decode("utf-8", "replace")


class Index:
    """An index, as it is at this moment: what another process adds meanwhile is not seen."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        connection.execute("BEGIN")
        rows = connection.execute("SELECT id, path, format, lines, first, last, mail FROM files ORDER BY first, id")
        self.files = tuple(File(id_, os.fsdecode(path), *row) for id_, path, *row in rows)
        self._ranks = {file.id: rank for rank, file in enumerate(self.files)}
        self.page = lru_cache(KEPT)(self._page)

    def where(self, tokens: Iterable[str]) -> dict[str, list[int]]:
        """The blocks that may hold each token, in the order of files and lines. One that is too short to be kept may be
        in any."""
        split = {token: pieces(token) for token in tokens}
        found = find(self._connection, {piece for parts in split.values() for piece in parts})
        every: set[int] | None = None
        where = {}
        for token, parts in split.items():
            if parts:
                blocks = set.intersection(*(found[piece] for piece in parts))
            else:
                blocks = every = every or {id_ for (id_,) in self._connection.execute("SELECT id FROM blocks")}
            where[token] = self.sorted(blocks)
        return where

    def sorted(self, blocks: Iterable[int]) -> list[int]:
        """Blocks in the order of files and lines, without those that are no more."""
        places = []
        for id_ in blocks:
            query = "SELECT file, line FROM blocks WHERE id = ?"
            for file, line in self._connection.execute(query, (id_,)):
                places.append((self._ranks[file], line, id_))
        return [id_ for _, _, id_ in sorted(places)]

    def _page(self, block: int) -> Page:
        query = "SELECT file, line, data FROM blocks JOIN texts USING (id) WHERE id = ?"
        file, line, data = self._connection.execute(query, (block,)).fetchone()
        rank = self._ranks[file]
        return Page(self.files[rank], rank, line, zlib.decompress(data))

    def lines(self, file: File) -> int:
        """How many lines a file has, roughly: in an export of the journal, empty ones follow each, and are not meant;
        how many of them, the last block shows."""
        last = "SELECT id FROM blocks WHERE file = ? ORDER BY start DESC LIMIT 1"
        found = self._connection.execute(last, (file.id,)).fetchone() if file.format == "journal" else None
        texts = self.page(found[0]).texts() if found else []
        return round(file.lines * sum(map(bool, texts)) / len(texts)) if texts else file.lines

    def spans(self, file: File) -> list[Span]:
        """What the blocks of a file cover, in their order."""
        query = "SELECT spans FROM blocks WHERE file = ? ORDER BY start"
        return [span for (spans,) in self._connection.execute(query, (file.id,)) for span in _decode(spans)]


def open_index(path: str | Path) -> Index:
    """The index that is kept there. `ValueError` with one line for the user if it cannot be used."""
    with telling(path):
        return Index(open_to_read(path))
