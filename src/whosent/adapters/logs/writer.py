"""Log files into the index, each line once: what was rotated or packed since is recognised, what grew is read on."""

from __future__ import annotations

import os
import sqlite3
from array import array
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import NamedTuple

import msgspec

from whosent.adapters.logs.files import Log, look
from whosent.adapters.logs.packing import Kind, Packed
from whosent.adapters.logs.segment import SEGMENT, keys_of, load, save
from whosent.logs.clock import end_of
from whosent.model.item import Unreadable

HEAD = 4096
"""Bytes of a file's beginning by which it is recognised."""
encode = msgspec.json.Encoder().encode


class _File(NamedTuple):
    """A file as the index knows it."""

    id: int
    done: int
    lines: int
    size: int
    changed: int
    mail: int


class Job(NamedTuple):
    """A log of which something is new: from the unpacked byte `start` on, with which line number `line` begins.
    `block`, `end`, `lines`: the block that begins there already, where that one ends, and how many lines it has; the
    last one may not have been complete. `file`: its number in the index."""

    log: Log
    kind: Kind
    file: int
    start: int
    line: int
    block: int | None = None
    end: int = 0
    lines: int = 0


class Writer:
    """Adds log files to an index: each is begun, its blocks are added in their order, and it is ended. What is done is
    written down in transactions of a segment each; `finish` writes the last one. `year`: that in which logs without
    years end; without it, that in which the file was last changed."""

    def __init__(self, connection: sqlite3.Connection, year: int | None = None) -> None:
        self._connection = connection
        self._year = year
        connection.execute("BEGIN IMMEDIATE")
        self._segment, self._free, self._keys = self._last_segment()

    def begin(self, log: Log) -> Job | Unreadable | None:
        """What has to be read of the file; None if nothing in it is new."""
        name = log.format
        if name is None:
            return Unreadable(log.source, "no log of a kind that whosent reads (mail servers, PHP, web servers)")
        path = os.path.abspath(os.fsencode(log.path))  # noqa: PTH100 (names need not be valid UTF-8)
        file = self._known(log, path) or self._new(log, name)
        self._move(file.id, path)
        if (file.size, file.changed) == (log.size, log.changed):
            return None
        job = Job(log, Kind(name, latest_of(log, self._year), bool(file.mail)), file.id, file.done,
                  file.lines + 1)  # fmt: skip
        query = 'SELECT id, start, "end", line FROM blocks WHERE file = ? ORDER BY start DESC LIMIT 1'
        last = self._connection.execute(query, (file.id,)).fetchone()
        if last is None:
            return job
        id_, start, end, line = last
        if not log.packed and log.size <= end:
            self.end(job)
            return None
        return job._replace(start=start, line=line, block=id_, end=end, lines=job.line - line)

    def add(self, job: Job, block: Packed) -> int:
        """The next block of a file that was begun; gives how many lines of it are new."""
        known = 0
        if block.start == job.start and job.block is not None:
            if block.end == job.end:
                return 0
            self._drop(job.block)
            known = job.lines
        self._add(block, job.file, job.kind.latest)
        return block.lines - known

    def end(self, job: Job) -> None:
        """All of the file was read well."""
        self._update("size = ?, changed = ?", (job.log.size, job.log.changed), job.file)

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

    # Blocks

    def _add(self, block: Packed, file: int, latest: str) -> None:
        if not self._free:
            save(self._connection, self._segment, self._keys)
            self._connection.execute("COMMIT")
            self._connection.execute("BEGIN IMMEDIATE")
            self._segment, self._free, self._keys = self._segment + 1, list(range(SEGMENT)), []
        number = self._free.pop(0)
        self._keys += keys_of(array("I", block.words), number)
        id_ = self._segment * SEGMENT + number
        clocks = [clock for span in block.spans for clock in (span.first, span.last)]
        values = (id_, file, block.start, block.end, block.line, max(clocks, default=latest), encode(block.spans))
        self._connection.execute("INSERT INTO blocks VALUES (?, ?, ?, ?, ?, ?, ?)", values)
        self._connection.execute("INSERT INTO texts VALUES (?, ?)", (id_, block.text))
        self._update(
            "done = ?, lines = ?, mail = max(mail, ?), "
            "first = coalesce(min(first, ?), first, ?), last = coalesce(max(last, ?), last, ?)",
            (block.end, block.line - 1 + block.lines, int(block.mail), *_ends(clocks)),
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
