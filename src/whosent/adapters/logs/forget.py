"""Deleting what is too old to be kept (GDPR article 5 (1) (e)), to the line."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from whosent.adapters.logs.packing import LEVEL
from whosent.adapters.logs.segment import SEGMENT, hashes_of, keys_of, load, save
from whosent.adapters.logs.spans import Span, spans_of
from whosent.adapters.logs.writer import encode
from whosent.logs import stamp_of
from whosent.logs.clock import resolve
from whosent.logs.words import words

_decode = msgspec.json.Decoder(list[Span]).decode


class _Partly(NamedTuple):
    """A block in which some lines are too old."""

    id: int
    format_name: str
    last: str


def forget(connection: sqlite3.Connection, before: str) -> None:
    """Delete the lines whose stamps are before that clock. Nothing of them stays in the database or its journal; that
    their files were read stays known, so that they are not read again."""
    connection.execute("BEGIN IMMEDIATE")
    whole = [id_ for (id_,) in connection.execute("SELECT id FROM blocks WHERE last < ?", (before,))]
    for table in ("texts", "blocks"):
        connection.executemany(f"DELETE FROM {table} WHERE id = ?", [(id_,) for id_ in whole])  # noqa: S608 (no input)
    left = {block.id: _shorten(connection, block, before) for block in list(_partly(connection, before))}
    gone = {*whole, *left}
    for segment in {id_ // SEGMENT for id_ in gone}:
        first = segment * SEGMENT
        keys = [key for key in load(connection, segment) if first + key % SEGMENT not in gone]
        for id_, found in left.items():
            if id_ // SEGMENT == segment:
                keys += keys_of(hashes_of(found), id_ % SEGMENT)
        save(connection, segment, keys)
    connection.execute("UPDATE files SET first = ? WHERE first < ?", (before, before))
    connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _partly(connection: sqlite3.Connection, before: str) -> Iterator[_Partly]:
    query = (
        "SELECT blocks.id, format, blocks.last, spans FROM blocks JOIN files ON files.id = file WHERE blocks.last >= ?"
    )
    for id_, format_name, last, spans in connection.execute(query, (before,)):
        if any(span.first < before for span in _decode(spans)):
            yield _Partly(id_, format_name, last)


def _shorten(connection: sqlite3.Connection, block: _Partly, before: str) -> set[bytes]:
    """Empty the lines that are too old, so that the others keep their numbers; the words of what is left."""
    (data,) = connection.execute("SELECT data FROM texts WHERE id = ?", (block.id,)).fetchone()
    left = b"".join(_left(zlib.decompress(data), block, before))
    spans = spans_of(block.format_name, left, block.last)
    connection.execute("UPDATE texts SET data = ? WHERE id = ?", (zlib.compress(left, LEVEL), block.id))
    connection.execute("UPDATE blocks SET spans = ? WHERE id = ?", (encode(spans), block.id))
    return words(left)


def _left(data: bytes, block: _Partly, before: str) -> Iterator[bytes]:
    old = True
    for line in data.split(b"\n")[:-1]:
        stamp = stamp_of(block.format_name, line.decode("utf-8", "replace"))
        if stamp is not None:
            old = resolve(stamp[0], block.last) < before
        yield b"\n" if old else line + b"\n"
