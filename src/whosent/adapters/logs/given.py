"""What the user names as logs: files, which are indexed, and indexes that were made before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import tzinfo
from operator import itemgetter
from pathlib import Path

from whosent.adapters.folder import printable
from whosent.adapters.logs.answers import MAX_LINES, LogAnswers
from whosent.adapters.logs.files import Advance, Log, expand, is_database, look, read
from whosent.adapters.logs.forget import forget
from whosent.adapters.logs.index import Index, open_index
from whosent.adapters.logs.packing import Packed, packed
from whosent.adapters.logs.spans import spans_of
from whosent.adapters.logs.store import telling, temporary, writing
from whosent.adapters.logs.writer import Job, Writer, latest_of
from whosent.adapters.sources import Meter, Progress
from whosent.model.item import Unreadable
from whosent.service.logs import Given, Updated

Count = Callable[[int], None]
"""Told how many more lines were read."""
Told = tuple[Job, Packed | Unreadable | None]
"""What there is next of a log: a block, why the rest cannot be read, None at its end."""
Packing = Callable[[Iterator[Job | None], Advance], Iterator[Told]]
"""Reads logs and packs their blocks: gives them in the order of the logs and of their lines. None instead of a log: the
next one is known only when all before have been taken. `ConnectionError` where somebody else does it and went away."""


def load(
    arguments: Sequence[str], *, year: int | None = None, zone: tzinfo | None = None,
    progress: Progress | None = None, count: Count | None = None, most: int = MAX_LINES,
) -> Given:  # fmt: skip
    """Everything to be asked: indexes as they are, logs indexed for this run."""
    indexes: list[Index] = []
    paths: list[str | Unreadable] = []
    for found in expand(arguments):
        try:
            if isinstance(found, str) and is_database(found):
                indexes.append(open_index(found))
            else:
                paths.append(found)
        except ValueError as said:
            paths.append(Unreadable(printable(str(found)), str(said).removeprefix(f"{found}: ")))
    kept = len(indexes)
    with telling("logs"):
        connection = temporary()
        added = _Adding(Writer(connection, year), year, progress, count).add(paths)
        indexes.append(Index(connection))
    return Given(LogAnswers(indexes, zone, most), added.troubles, kept + added.files)


def here(jobs: Iterator[Job | None], advance: Advance) -> Iterator[Told]:
    """Done by this process, when it is asked for."""
    for job in jobs:
        if job is not None:
            for found in packed(read(job.log, job.start, job.line, advance), job.kind):
                yield job, found
            yield job, None


def update(
    path: str | Path, arguments: Sequence[str], *, year: int | None = None, before: str | None = None,
    progress: Progress | None = None, count: Count | None = None, packing: Packing = here,
) -> Updated:  # fmt: skip
    """Add logs to the index at `path`, and delete from it what is older than the clock `before`. `ValueError` with one
    line for the user if the index cannot be used; `ConnectionError` of `packing`: what came before is in the index."""
    with writing(path) as connection:
        added = _Adding(Writer(connection, year), year, progress, count, packing).add(list(expand(arguments)))
        if before is not None:
            forget(connection, before)
    return added


class _Adding:
    """Adds logs to an index and counts."""

    def __init__(
        self, writer: Writer, year: int | None, progress: Progress | None, count: Count | None, packing: Packing = here
    ) -> None:
        self._writer, self._year, self._progress, self._count = writer, year, progress, count
        self._packing = packing
        self._files = self._lines = self._messages = 0
        self._troubles: list[tuple[int, Unreadable]] = []
        self._open: dict[int, int] = {}
        """Files that were begun and not ended: by their numbers in the index, their places in the order of logs."""

    def add(self, paths: Sequence[str | Unreadable]) -> Updated:
        """All of them, the earliest log first, so that a rotated set is in its order."""
        found = [path if isinstance(path, Unreadable) else look(path) for path in paths]
        logs = sorted((log for log in found if isinstance(log, Log)), key=self._begin)
        meter = Meter(self._progress, sum(log.size for log in logs))
        try:
            for job, block in self._packing(self._jobs(logs), meter.advance):
                self._take(job, block)
        except ConnectionError:  # what came is in order, and is kept
            self._writer.finish()
            raise
        self._writer.finish()
        meter.finish()
        troubles = [trouble for trouble in found if isinstance(trouble, Unreadable)]
        troubles += [trouble for _, trouble in sorted(self._troubles, key=itemgetter(0))]
        return Updated(self._files, self._lines, self._messages, tuple(troubles))

    def _jobs(self, logs: Sequence[Log]) -> Iterator[Job | None]:
        """What has to be read, each begun when it is asked for. A log that begins like one that is not ended may be the
        same: what is new in it is known only then."""
        for place, log in enumerate(logs):
            if any(_alike(log, logs[other]) for other in self._open.values()):
                yield None
            self._files += log.format is not None
            job = self._writer.begin(log)
            if isinstance(job, Job):
                self._open[job.file] = place
                yield job
            elif job is not None:
                self._troubles.append((place, job))

    def _take(self, job: Job, block: Packed | Unreadable | None) -> None:
        """The next thing that is known of a log."""
        if isinstance(block, Packed):
            if lines := self._writer.add(job, block):
                self._lines += lines
                self._messages += block.messages
                if self._count is not None:
                    self._count(lines)
            return
        place = self._open.pop(job.file, None)
        if block is None and place is not None:
            self._writer.end(job)
        elif block is not None and place is not None:
            self._troubles.append((place, block))

    def _begin(self, log: Log) -> str:
        """The clock of its first lines."""
        spans = spans_of(log.format, log.head, latest_of(log, self._year)) if log.format is not None else []
        return min((span.first for span in spans), default="")


def _alike(log: Log, other: Log) -> bool:
    """Does one begin with what is known of the other?"""
    size = min(len(log.sample), len(other.sample))
    return log.sample[:size] == other.sample[:size]
