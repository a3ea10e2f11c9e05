"""One run of `check`: every message to its case, every case to its wave, and what the whole comes to."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, NamedTuple, Protocol, Self

from whosent.incident import Partial, Waves
from whosent.model.case import Case
from whosent.model.incident import Incident
from whosent.model.item import Unreadable
from whosent.model.question import Answer, Answers, Question
from whosent.report.machine import Line, Result
from whosent.service.check import AT_ONCE, BATCH, Answerer, Checked, Checker, Entry, Settings, batches

ENOUGH = 1_000
"""Messages after which more processes are worth their start."""
ACT = frozenset({"script", "mailbox", "forwarded"})
"""Causes that somebody on our side has to do something about."""

NOTHING_READ = 2
STATUS_ACT = 1
STATUS_OPEN = 3


class Memory:
    """Asks each question once in a run. `answers` is everything that became known, "not observed" included."""

    def __init__(self, answerer: Answerer) -> None:
        self._answerer = answerer
        self.answers: dict[Question, Answer] = {}

    def __call__(self, questions: Sequence[Question], seconds: float) -> Answers:
        unknown = [question for question in questions if question not in self.answers]
        if unknown:
            self.answers.update(self._answerer(unknown, seconds))
        return {question: self.answers[question] for question in questions}


class Rendered(NamedTuple):
    """The results of a batch as lines of the report, the piece of its incidents, and the causes in it."""

    results: Sequence[Line | Unreadable]
    partial: Partial
    causes: frozenset[str]


Batch = Sequence[Checked] | Rendered


class Pool(Protocol):
    """Others who examine, until `stop`."""

    def check(self, batches: Iterator[Sequence[Entry]], /) -> Iterator[Batch]:
        """The results of each batch, in order."""

    def stop(self) -> None:
        """End, whatever they are at."""


class Elsewhere(Protocol):
    """Machines that can examine."""

    def batches(self, entries: Iterator[Entry], /) -> Iterator[Any]:
        """What travels there at a time."""

    def cut(self, argument: str, limit: int, /) -> Iterator[Any] | None:
        """Pieces of a source that they read themselves, to be handed on among the entries; None: they cannot."""

    def pool(self, settings: Settings, answerer: Answerer, /) -> Pool:
        """Ready to examine."""

    def stop(self) -> None:
        """Leave them."""


class Run:
    """`jobs` processes examine; None: one, and as many as there are processors once it turns out to be much. They end
    with the `with` block. `elsewhere`: other machines examine instead."""

    def __init__(
        self, settings: Settings, answerer: Answerer, jobs: int | None = None, elsewhere: Elsewhere | None = None
    ) -> None:
        self._settings = settings
        self._jobs = jobs
        self._elsewhere = elsewhere
        self._waves = Waves()
        self._read = 0
        self._causes: set[str] = set()
        self._pool: Pool | None = None
        self.memory = Memory(answerer)
        self.first_trouble: Unreadable | None = None
        """the first source or message that could not be read"""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *trouble: object) -> None:
        for others in (self._pool, self._elsewhere):
            if others is not None:
                others.stop()

    def results(self, entries: Iterable[Entry]) -> Iterator[Result]:
        """The results in input order, each with the id of its incident."""
        for batch in self._check(entries):
            if isinstance(batch, Rendered):
                ids = iter(self._waves.take(batch.partial))
                self._causes |= batch.causes
            for result in batch.results if isinstance(batch, Rendered) else batch:
                incident = None
                if isinstance(result, Case):
                    self._read += 1
                    incident = self._waves.add(result)
                    if result.verdict is not None:
                        self._causes.add(result.verdict.cause)
                elif isinstance(result, Line):
                    self._read += 1
                    incident = next(ids)
                elif self.first_trouble is None:
                    self.first_trouble = result
                yield result, incident

    def incidents(self, now: str) -> tuple[Incident, ...]:
        """The waves as they stand at `now` (RFC 3339)."""
        return tuple(self._waves.incidents(now))

    @property
    def cut(self) -> Callable[[str, int], Iterator[Any] | None] | None:
        """What cuts sources into pieces that are read elsewhere."""
        return self._elsewhere.cut if self._elsewhere is not None else None

    @property
    def status(self) -> int:
        """The exit status that says what the run found."""
        if not self._read:
            return NOTHING_READ
        if self._causes & ACT:
            return STATUS_ACT
        return STATUS_OPEN if "undetermined" in self._causes else 0

    def _check(self, entries: Iterable[Entry]) -> Iterator[Batch]:
        entries = iter(entries)
        if self._elsewhere is not None:
            self._pool = self._elsewhere.pool(self._settings, self.memory)
            yield from self._pool.check(self._elsewhere.batches(entries))
            return
        if self._jobs is None or self._jobs == 1:
            # Small groups where nothing is asked: what was found is written while it is in the processor's caches.
            count = AT_ONCE if self._settings.asking == "nothing" else BATCH
            yield from self._here(batches(entries, count), None if self._jobs == 1 or processors() == 1 else ENOUGH)
        groups = batches(entries)
        first = next(groups, None)
        if first is not None:
            from whosent.service.jobs import Pool as Processes

            self._pool = Processes(self._settings, self.memory, self._jobs or processors())
            yield from self._pool.check(chain([first], groups))

    def _here(self, groups: Iterator[list[Entry]], enough: int | None) -> Iterator[Batch]:
        """Examine in this process, until `enough` messages were seen."""
        checker = Checker(self._settings, self.memory)
        seen = 0
        for batch in groups:
            yield checker.check(batch)
            seen += len(batch)
            if enough is not None and seen >= enough:
                return


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
