"""Log files into the index, each line once: what was rotated or packed since is recognised, what grew is read on."""

from __future__ import annotations

import os
import sqlite3
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import NamedTuple

import msgspec

from whosent.adapters.logs.files import Advance, Block, Log, look, read
from whosent.adapters.logs.segment import SEGMENT, keys_of, load, save
from whosent.adapters.logs.spans import Span, spans_of
from whosent.logs import read_line, sniff
from whosent.logs.clock import end_of
from whosent.logs.words import words
from whosent.model.item import Unreadable
from whosent.model.log import Act

LEVEL = 1
"""Of zlib: the quickest."""
HEAD = 4096
"""Bytes of a file's beginning by which it is recognised."""
TRIED = 50
"""Lines of a block by which it is told whether a mail server writes there."""
_OF_A_QUEUE: frozenset[Act] = frozenset({"queued", "delivered", "deferred", "failed", "requeued", "removed"})
encode = msgspec.json.Encoder().encode


class _File(NamedTuple):
    """A file as the index knows it."""

    id: int
    done: int
    lines: int
    size: int
    changed: int
    mail: int


class Writer:
    """Adds log files to an index. What it has done is written down in transactions of a segment each; `finish` writes
    the last one. `year`: that in which logs without years end; without it, that in which the file was last changed."""

    def __init__(self, connection: sqlite3.Connection, year: int | None = None) -> None:
        self._connection = connection
        self._year = year
        connection.execute("BEGIN IMMEDIATE")
        self._segment, self._free, self._keys = self._last_segment()

    def add(self, log: Log, advance: Advance) -> Iterator[Block | Unreadable]:
        """Index what is new in the file; yields it block by block, and what could not be read."""
        found = sniff(log.sample)
        if found is None:
            yield Unreadable(log.source, "no log of a kind that whosent reads (mail servers, PHP, web servers)")
            return
        path = os.path.abspath(os.fsencode(log.path))  # noqa: PTH100 (names need not be valid UTF-8)
        file = self._known(log, path) or self._new(log, found.name)
        self._move(file.id, path)
        if (file.size, file.changed) == (log.size, log.changed):
            return
        latest, well, mail = latest_of(log, self._year), True, bool(file.mail)
        for block in self._unread(log, file, advance):
            if isinstance(block, Block):
                self._add(block, file.id, spans_of(found.name, block.data, latest), latest)
                if not mail and (mail := _tells_of_mail(found.name, block.data)):
                    self._update("mail = ?", (1,), file.id)
            else:
                well = False
            yield block
        if well:
            self._update("size = ?, changed = ?", (log.size, log.changed), file.id)

    def finish(self) -> None:
        """Write down what is still open."""
        save(self._connection, self._segment, self._keys)
        self._connection.execute("COMMIT")

    # Files

    def _known(self, log: Log, path: bytes) -> _File | None:
        """The file, whatever it was called when it was seen last: its beginning stays."""
        for (size,) in self._connection.execute("SELECT DISTINCT head_size FROM files").fetchall():
            head = _hash(log.sample[:size])
            query = "SELECT path, id, done, lines, size, changed, mail FROM files WHERE head = ? AND head_size = ?"
            for there, *rest in self._connection.execute(query, (head, size)).fetchall():
                if len(log.sample) >= size and (size == HEAD or there == path or not _lies_at(there, head, size)):
                    file = _File(*rest)
                    self._update("head = ?, head_size = ?", _head(log), file.id)  # more of it may be there by now
                    return file
        return None

    def _new(self, log: Log, format_name: str) -> _File:
        query = "INSERT INTO files(path, format, head, head_size) VALUES (x'', ?, ?, ?)"
        cursor = self._connection.execute(query, (format_name, *_head(log)))
        assert cursor.lastrowid is not None
        return _File(cursor.lastrowid, 0, 0, 0, 0, 0)

    def _move(self, file: int, path: bytes) -> None:
        """It lies there now. Where that is which lay there before, nobody has said yet."""
        query = "SELECT id, last FROM files WHERE path = ? AND id != ?"
        for other, last in self._connection.execute(query, (path, file)).fetchall():
            self._update("path = ?", (path + b"@" + (last or "")[:10].encode(),), other)
        self._update("path = ?", (path,), file)

    def _update(self, what: str, values: tuple[object, ...], file: int) -> None:
        self._connection.execute(f"UPDATE files SET {what} WHERE id = ?", (*values, file))  # noqa: S608 (no input)

    def _unread(self, log: Log, file: _File, advance: Advance) -> Iterator[Block | Unreadable]:
        """What is new. The last block is read again: its last line may not have been complete."""
        query = 'SELECT id, start, "end", line FROM blocks WHERE file = ? ORDER BY start DESC LIMIT 1'
        last = self._connection.execute(query, (file.id,)).fetchone()
        if last is None:
            yield from read(log, file.done, file.lines + 1, advance)
            return
        id_, start, end, line = last
        if not log.packed and log.size <= end:
            return
        for block in read(log, start, line, advance):
            if isinstance(block, Block) and block.start == start:
                if block.end == end:
                    continue
                self._drop(id_)
            yield block

    # Blocks

    def _add(self, block: Block, file: int, spans: list[Span], latest: str) -> None:
        if not self._free:
            save(self._connection, self._segment, self._keys)
            self._connection.execute("COMMIT")
            self._connection.execute("BEGIN IMMEDIATE")
            self._segment, self._free, self._keys = self._segment + 1, list(range(SEGMENT)), []
        number = self._free.pop(0)
        self._keys += keys_of(words(block.data), number)
        id_ = self._segment * SEGMENT + number
        clocks = [clock for span in spans for clock in (span.first, span.last)]
        values = (id_, file, block.start, block.end, block.line, max(clocks, default=latest), encode(spans))
        self._connection.execute("INSERT INTO blocks VALUES (?, ?, ?, ?, ?, ?, ?)", values)
        self._connection.execute("INSERT INTO texts VALUES (?, ?)", (id_, zlib.compress(block.data, LEVEL)))
        self._update(
            "done = ?, lines = ?, first = coalesce(min(first, ?), first, ?), last = coalesce(max(last, ?), last, ?)",
            (block.end, block.line - 1 + block.data.count(b"\n"), *_ends(clocks)),
            file,
        )

    def _drop(self, id_: int) -> None:
        """Of a block in an older segment the words stay: they lead to nothing."""
        self._connection.execute("DELETE FROM blocks WHERE id = ?", (id_,))
        self._connection.execute("DELETE FROM texts WHERE id = ?", (id_,))
        segment, number = divmod(id_, SEGMENT)
        if segment == self._segment:
            self._keys = [key for key in self._keys if key % SEGMENT != number]
            self._free.insert(0, number)

    # Segments

    def _last_segment(self) -> tuple[int, list[int], list[int]]:
        """The segment that is not full yet: its number, the free numbers in it, and its keys."""
        newest = self._connection.execute("SELECT max(id) FROM blocks").fetchone()[0]
        if newest is None:
            return 0, list(range(SEGMENT)), []
        segment = newest // SEGMENT
        within = (segment * SEGMENT, newest)
        rows = self._connection.execute("SELECT id FROM blocks WHERE id BETWEEN ? AND ?", within)
        used = {id_ % SEGMENT for (id_,) in rows}
        return segment, [number for number in range(SEGMENT) if number not in used], load(self._connection, segment)


def _tells_of_mail(format_name: str, block: bytes) -> bool:
    """Does it say what becomes of messages? Rejected ones, logins and whatever else syslog writes do not count: that
    such a log is silent about a message says nothing."""
    lines = block.split(b"\n")
    for line in lines[:: len(lines) // TRIED + 1]:
        event = read_line(format_name, line.decode("utf-8", "replace"), "")
        if event is not None and event.queue_id is not None and event.act in _OF_A_QUEUE:
            return True
    return False


def _ends(clocks: list[str]) -> tuple[str | None, ...]:
    first, last = min(clocks, default=None), max(clocks, default=None)
    return first, first, last, last


def _head(log: Log) -> tuple[bytes, int]:
    return _hash(log.sample[:HEAD]), len(log.sample[:HEAD])


def _lies_at(path: bytes, head: bytes, size: int) -> bool:
    """Is the file with this short beginning still there? Then one that begins alike is another: syslog writes the same
    line to several files."""
    found = look(os.fsdecode(path))
    return isinstance(found, Log) and _hash(found.sample[:size]) == head


def _hash(data: bytes) -> bytes:
    return blake2b(data, digest_size=16).digest()


def latest_of(log: Log, year: int | None) -> str:
    """The latest stamp that the file can hold. A day more than its last change: it may be of another zone."""
    changed = datetime.fromtimestamp(log.changed / 1e9, UTC) + timedelta(days=1)
    if year is not None and changed.year != year:
        return end_of(year)
    return changed.strftime("%Y-%m-%dT%H:%M:%S")
