"""What the user names as logs: files, which are indexed, and indexes that were made before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import tzinfo
from pathlib import Path

from whosent.adapters.folder import printable
from whosent.adapters.logs.answers import MAX_LINES, LogAnswers
from whosent.adapters.logs.files import Log, expand, is_database, look
from whosent.adapters.logs.forget import forget
from whosent.adapters.logs.index import Index, open_index
from whosent.adapters.logs.spans import spans_of
from whosent.adapters.logs.store import telling, temporary, writing
from whosent.adapters.logs.writer import Writer, latest_of
from whosent.adapters.sources import Meter, Progress
from whosent.logs import sniff
from whosent.model.item import Unreadable
from whosent.service.logs import Given, Updated

MESSAGE_ENDS = (b": removed\n", b" Completed\n", b", nrcpts=", b" smtp message ")
"""What Postfix, Exim, Sendmail and OpenSMTPD write once for each message: to tell how many there are, roughly."""

Count = Callable[[int], None]
"""Told how many more lines were read."""


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


def update(
    path: str | Path, arguments: Sequence[str], *, year: int | None = None, before: str | None = None,
    progress: Progress | None = None, count: Count | None = None,
) -> Updated:  # fmt: skip
    """Add logs to the index at `path`, and delete from it what is older than the clock `before`. `ValueError` with one
    line for the user if the index cannot be used."""
    with writing(path) as connection:
        added = _Adding(Writer(connection, year), year, progress, count).add(list(expand(arguments)))
        if before is not None:
            forget(connection, before)
    return added


class _Adding:
    """Adds logs to an index and counts."""

    def __init__(self, writer: Writer, year: int | None, progress: Progress | None, count: Count | None) -> None:
        self._writer, self._year, self._progress, self._count = writer, year, progress, count
        self._lines = self._messages = 0
        self._troubles: list[Unreadable] = []

    def add(self, paths: Sequence[str | Unreadable]) -> Updated:
        """All of them, the earliest log first, so that a rotated set is in its order."""
        found = [path if isinstance(path, Unreadable) else look(path) for path in paths]
        logs = [log for log in found if isinstance(log, Log)]
        self._troubles += [log for log in found if isinstance(log, Unreadable)]
        meter = Meter(self._progress, sum(log.size for log in logs))
        files = sum(self._add(log, meter) for log in sorted(logs, key=self._begin))
        self._writer.finish()
        meter.finish()
        return Updated(files, self._lines, self._messages, tuple(self._troubles))

    def _add(self, log: Log, meter: Meter) -> bool:
        """Is it a log?"""
        for found in self._writer.add(log, meter.advance):
            if isinstance(found, Unreadable):
                self._troubles.append(found)
                continue
            lines = found.data.count(b"\n")
            self._lines += lines
            self._messages += sum(map(found.data.count, MESSAGE_ENDS))
            if self._count is not None:
                self._count(lines)
        return sniff(log.sample) is not None

    def _begin(self, log: Log) -> str:
        """The clock of its first lines."""
        found = sniff(log.sample)
        lines = log.sample.rpartition(b"\n")[0] + b"\n"
        spans = spans_of(found.name, lines, latest_of(log, self._year)) if found is not None else []
        return min((span.first for span in spans), default="")
