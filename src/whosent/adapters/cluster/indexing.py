"""Logs packed by the workers of a cluster, for an index that is written here.

A large log that all workers can see they read in pieces; whatever else there is (small and packed files, a log of this
machine) is read here and sent. What the workers cannot do after all, or die over, is done here.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise
from typing import Any

from whosent import __version__
from whosent.adapters.cluster import packer
from whosent.adapters.cluster.connection import another_version, connect
from whosent.adapters.cluster.cutting import can_travel
from whosent.adapters.cluster.packer import Packs, Range, Sent, decode_reply, encode
from whosent.adapters.cluster.tasks import Outcome, Tasks
from whosent.adapters.cluster.wire import Refused
from whosent.adapters.logs.blocks import PIECE, Block, places
from whosent.adapters.logs.files import REPLACED, Advance, read
from whosent.adapters.logs.given import Told
from whosent.adapters.logs.packing import Packed
from whosent.adapters.logs.writer import Job
from whosent.model.item import Unreadable

Client = Any

AHEAD = 4
"""Parts per thread of the workers that may be under way: bounds the memory, at some 10 MiB each."""
WORTH = 4 * PIECE
"""Smaller files are sent: nobody need be asked whether he sees them."""
REST = "the rest was not indexed: run it again, and it goes on from there"


class _Part:
    """A part of a log under way: its blocks when they are there; or what is said of the log at its end."""

    __slots__ = ("done", "job", "load", "tries")

    def __init__(self, job: Job, load: Range | Sent | None, done: list[Packed | Unreadable] | None = None) -> None:
        self.job = job
        self.load = load
        self.done = done
        self.tries = 0


class Packers:
    """The workers of the cluster at `address`, connected: they pack for `given.update`. `ValueError` with one line for
    the user if it cannot be used."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._client: Client = connect(address)

    def stop(self) -> None:
        """Leave it."""
        with suppress(Exception):  # it may be gone already
            self._client.close(timeout=2)

    def __call__(self, jobs: Iterator[Job | None], advance: Advance) -> Iterator[Told]:
        """All logs, block by block in their order. `ConnectionError` where the cluster goes away meanwhile."""
        tasks: Tasks[_Part] = Tasks(self._client, self._address, REST)
        try:
            yield from _Run(self._client, tasks, advance).told(jobs)
        finally:
            tasks.stop()


class _Run:
    """One run. Parts are given out in their order and told in their order."""

    def __init__(self, client: Client, tasks: Tasks[_Part], advance: Advance) -> None:
        self._client = client
        self._tasks = tasks
        self._advance = advance
        self._order: deque[_Part] = deque()
        self._count = 0

    def told(self, jobs: Iterator[Job | None]) -> Iterator[Told]:
        """What there is of each log, in order."""
        parts, lines = self._parts(jobs), _Lines()
        more = True
        self._tasks.watch.look()
        while more or self._order:
            while more and len(self._order) < AHEAD * self._tasks.watch.threads:
                try:
                    part = next(parts)
                except StopIteration:
                    more = False
                    break
                if part is None:
                    break
                self._order.append(part)
                if part.done is None:
                    self._submit(part)
            while self._order and self._order[0].done is not None:
                yield from self._of(self._order.popleft(), lines)
            if self._order:
                self._listen()

    def _of(self, part: _Part, lines: _Lines) -> Iterator[Told]:
        if isinstance(part.load, Range):
            self._advance(part.load.size)
        for block in part.done or ():
            if (told := lines.through(part, block)) is not None:
                yield part.job, told
        if part.load is None:
            yield part.job, None

    def _parts(self, jobs: Iterator[Job | None]) -> Iterator[_Part | None]:
        """What is to be done, read when it is asked for. None as often as the next log is not known yet."""
        for job in jobs:
            while job is None and self._order:
                yield None
            if job is not None:
                yield from self._ranges(job) if self._seen_by_all(job) else self._sent(job)
                yield _Part(job, None, [])

    def _ranges(self, job: Job) -> Iterator[_Part]:
        begins = places(job.start, job.log.size)
        log = job.log._replace(path=_place(job))
        for begin, end in pairwise([*begins, None]):
            assert begin is not None
            size = (end or job.log.size) - begin
            yield _Part(job, Range(log, job.kind, job.start, begin, end, size))

    def _sent(self, job: Job) -> Iterator[_Part]:
        blocks: list[Block] = []
        for found in read(job.log, job.start, job.line, self._advance):
            if isinstance(found, Unreadable):
                yield _Part(job, Sent(job.kind, blocks))
                yield _Part(job, Sent(job.kind, []), [found])
                return
            blocks.append(found)
            if found.end - blocks[0].start >= PIECE:
                yield _Part(job, Sent(job.kind, blocks))
                blocks = []
        if blocks:
            yield _Part(job, Sent(job.kind, blocks))

    def _seen_by_all(self, job: Job) -> bool:
        """Is it worth while that the workers read it, and do all of them see what is seen here?"""
        log = job.log
        if log.packed or log.export or log.size - job.start < WORTH or not can_travel(log.path):
            return False
        seen = self._client.run(packer.sight, _place(job), on_error="return").values()
        return all(isinstance(one, packer.Sight) and one.size >= log.size and one.sample == log.sample for one in seen)

    def _submit(self, part: _Part) -> None:
        self._count += 1
        self._tasks.submit(part, packer.pack, __version__, encode(part.load), key=f"log-{self._count}",
                           priority=part.tries)  # fmt: skip

    def _listen(self) -> None:
        for part, outcome in self._tasks.ended():
            self._take(part, outcome)

    def _take(self, part: _Part, outcome: Outcome) -> None:
        """What became of a task. One whose result died with its worker is done again."""
        said = decode_reply(outcome) if isinstance(outcome, bytes) else None
        if isinstance(said, Refused):
            raise self._tasks.watch.lost(another_version(said.worker, said.version))
        if isinstance(said, Packs):
            part.done = list(said.blocks)
        elif outcome is None and part.tries < AHEAD:
            part.tries += 1
            self._submit(part)
        else:
            assert part.load is not None
            part.done = part.load.read()


class _Lines:
    """Numbers the lines of a log's pieces through, and sees to it that its blocks are one behind the other."""

    def __init__(self) -> None:
        self._file: int | None = None
        self._end = self._line = 0
        self._broken = False

    def through(self, part: _Part, block: Packed | Unreadable) -> Packed | Unreadable | None:
        """The block with its line; None for whatever follows an error."""
        job = part.job
        if job.file != self._file:
            self._file, self._end, self._line, self._broken = job.file, job.start, job.line, False
        if self._broken:
            return None
        if not isinstance(block, Packed):
            self._broken = True
            return block
        if block.start != self._end:
            self._broken = True
            return Unreadable(job.log.source, REPLACED)
        line = self._line if isinstance(part.load, Range) else block.line
        self._line, self._end = line + block.lines, block.end
        return block._replace(line=line)


def _place(job: Job) -> str:
    """Where workers look for it."""
    return job.log.path if job.log.remote else os.path.abspath(job.log.path)  # noqa: PTH100 (stays a string)
