"""Batches out to the workers of a cluster, results back in input order.

Dask gives the batch of a worker that dies to another one. A batch over which workers die again and again need not be
the one that kills them: it may just have been beside that. So it is taken apart, and each message is tried while
nothing else is under way; the one over which workers still die is reported as unreadable.

The workers only examine. What they ask of the world is answered here, so that there is one memory of answers and one
limit on lookups.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import reduce
from itertools import groupby
from typing import Any, cast

from whosent import __version__
from whosent.adapters.cluster import worker
from whosent.adapters.cluster.connection import another_version, connect
from whosent.adapters.cluster.cutting import cut
from whosent.adapters.cluster.pieces import Numbers, Part, Piece, read_here
from whosent.adapters.cluster.tasks import Outcome, Tasks
from whosent.adapters.cluster.wire import Refused, Setup, Unread, decode_reply, encode
from whosent.incident import Partial
from whosent.mail.head import squeeze
from whosent.model.item import Item, Unreadable
from whosent.model.question import Answer, Question
from whosent.report.machine import Line
from whosent.report.texts import Language
from whosent.service.check import SECONDS, Answerer, Checked, Entry, Settings, batches
from whosent.service.packing import Ask, Lines, answered, given_up, rendered_in, result_in, work_of
from whosent.service.run import Batch, Rendered

Load = Sequence[Entry] | Part
Client = Any
"""Of `distributed`, which is typed in part only."""

BATCH = 500
"""Messages that travel together."""
AHEAD = 4
"""Batches per thread of the workers that may be under way: bounds the memory."""
MAX_ROUNDS = 100
"""A batch that asks more often is not making progress."""
MAX_APART = 20
"""Batches of a run that are taken apart: each costs the lives of several workers."""
DIED = "the processes that tried it died, out of memory?"
FOLLOWED_UP = 10
"""Priority of batches that have got their answers: they are the oldest."""


class _Unit:
    """What one task is about, and what it was answered so far. `load`: messages of batch `number` from its `start`-th
    on, or the piece of a mailbox that this batch is. `alone`: nothing else is under way."""

    __slots__ = ("alone", "answers", "id", "load", "number", "packed", "rounds", "start")

    def __init__(self, number: int, start: int, load: Load, unit: int) -> None:
        self.number = number
        self.start = start
        self.load = load
        self.id = unit
        self.packed = encode(load if isinstance(load, Part) else [work_of(entry) for entry in load])
        self.answers: dict[Question, Answer] = {}
        self.rounds = 0
        self.alone = False


class _Batch:
    """A batch under way: its results by where they begin, and how many of its messages have none yet. A piece counts as
    one until it is known how many are in it."""

    def __init__(self, load: Load) -> None:
        self.piece = load if isinstance(load, Piece) else None
        self.count = self.missing = 1 if isinstance(load, Part) else len(load)
        self._results: dict[int, list[Checked]] = {}
        self._rendered: dict[int, Rendered] = {}

    def add(self, unit: _Unit, results: list[Checked] | Rendered) -> None:
        self.missing -= 1 if isinstance(unit.load, Part) else len(unit.load)
        if isinstance(results, Rendered):
            self._rendered[unit.start] = results
        else:
            self._results[unit.start] = results

    def all(self) -> Batch:
        if not self._rendered:
            return [result for start in sorted(self._results) for result in self._results[start]]
        for start, lost in self._results.items():
            self._rendered[start] = Rendered(_lines(lost), Partial([], []), frozenset())
        first, *others = (self._rendered[start] for start in sorted(self._rendered))
        return reduce(_behind, others, first)


def _behind(one: Rendered, other: Rendered) -> Rendered:
    return Rendered([*one.results, *other.results], one.partial.merge(other.partial), one.causes | other.causes)


def _lines(lost: Sequence[Checked]) -> list[Line | Unreadable]:
    return [result for result in lost if isinstance(result, Unreadable)]


class Cluster:
    """The cluster at `address`, connected. `ValueError` with one line for the user if it cannot be used. `lines`: make
    nothing but lines of `jsonl`, in this language."""

    def __init__(self, address: str, lines: Language | None = None) -> None:
        self._address = address
        self._lines = lines
        self._client: Client = connect(address)

    def pool(self, settings: Settings, answerer: Answerer) -> Pool:
        """Ready to examine."""
        return Pool(self._client, self._address, settings, answerer, self._lines)

    def batches(self, entries: Iterator[Entry]) -> Iterator[Load]:
        """Messages in groups, each piece by itself."""
        for is_piece, several in groupby(entries, lambda entry: isinstance(entry, Part)):
            if is_piece:
                yield from cast("Iterator[Part]", several)
            else:
                yield from batches(several, BATCH)

    def cut(self, argument: str, limit: int) -> Iterator[Part | Item | Unreadable] | None:
        """The parts of what the workers better read themselves, if they can: a large mailbox, a folder."""
        return cut(self._client, argument, limit)

    def stop(self) -> None:
        """Leave it."""
        with suppress(Exception):  # it may be gone already
            self._client.close(timeout=2)


class Pool:
    """The workers of a cluster, from here until `stop`. `ConnectionError` where it goes away meanwhile."""

    def __init__(
        self, client: Client, address: str, settings: Settings, answerer: Answerer, lines: Language | None = None
    ) -> None:
        self._answerer = answerer
        self._tasks: Tasks[_Unit] = Tasks(client, address, "the rest was not examined")
        setup = Setup(self._tasks.run, __version__, settings, lines)
        self._setup = client.submit(worker.setup, setup, pure=False)
        self._batches: dict[int, _Batch] = {}
        self._count = 0
        self._apart = 0
        self._suspects: deque[_Unit] = deque()

    def check(self, batches: Iterator[Load]) -> Iterator[Batch]:
        """The results of each batch, in order."""
        given = delivered = 0
        more, numbers = True, Numbers()
        watch = self._tasks.watch
        watch.look()
        while True:
            while more and not self._suspects and given - delivered < AHEAD * watch.threads:
                load = next(batches, None)
                if load is None:
                    more = False
                    break
                self._batches[given] = _Batch(load)
                self._submit(self._unit(given, 0, load))
                given += 1
            while delivered in self._batches and not self._batches[delivered].missing:
                batch = self._batches.pop(delivered)
                yield batch.all() if batch.piece is None else numbers.through(batch.piece, batch.all(), batch.count)
                delivered += 1
            if given > delivered:
                self._listen()
            elif not more:
                return

    def stop(self) -> None:
        """Give up whatever is under way."""
        self._tasks.stop()

    def _unit(self, number: int, start: int, load: Load) -> _Unit:
        self._count += 1
        return _Unit(number, start, load, self._count)

    def _submit(self, unit: _Unit) -> None:
        self._tasks.submit(
            unit, worker.examine, self._setup, unit.id, unit.packed, encode(answered(unit.answers)),
            key=f"{unit.id}-{unit.rounds}", priority=FOLLOWED_UP if unit.rounds else 0,
        )  # fmt: skip

    def _listen(self) -> None:
        """Take whatever has come, or wait for it; answer all questions in it together."""
        asking: list[tuple[_Unit, list[Question]]] = []
        for unit, outcome in self._tasks.ended():
            questions = self._take(unit, outcome)
            if questions:
                asking.append((unit, questions))
        if asking:
            self._answer(asking)
        if self._suspects and not self._tasks:
            self._submit(self._suspects.popleft())

    def _take(self, unit: _Unit, outcome: Outcome) -> list[Question]:
        """What became of a task; gives the questions that it has."""
        if outcome is None:
            return self._again(unit)
        if isinstance(outcome, BaseException):
            self._failed(unit, outcome)
            return []
        said = decode_reply(outcome)
        if isinstance(said, Ask):
            return self._again(unit, said.questions)
        if isinstance(said, Refused):
            raise self._tasks.watch.lost(another_version(said.worker, said.version))
        if isinstance(said, Unread):
            unit = self._read_here(unit)
            if unit.load:
                self._submit(unit)
            else:
                self._finish(unit, [])
            return []
        if isinstance(unit.load, Piece):
            self._batches[unit.number].count = said.count
        self._finish(unit, rendered_in(said) if isinstance(said, Lines) else [result_in(work) for work in said.results])
        return []

    def _read_here(self, unit: _Unit) -> _Unit:
        """The messages themselves instead of the piece that they are in."""
        if not isinstance(unit.load, Part):
            return unit
        entries, batch = read_here(unit.load), self._batches[unit.number]
        batch.missing, batch.count = len(entries), sum(isinstance(entry, Item) for entry in entries)
        return self._unit(unit.number, 0, entries)

    def _again(self, unit: _Unit, questions: list[Question] | None = None) -> list[Question]:
        """Another task for it is needed, at once or with answers."""
        unit.rounds += 1
        if unit.rounds > MAX_ROUNDS:
            self._give_up(unit, "there was no end of it")
        elif not questions:
            self._submit(unit)
        else:
            return questions
        return []

    def _answer(self, asking: Sequence[tuple[_Unit, list[Question]]]) -> None:
        answers = self._answerer([question for _, questions in asking for question in questions], SECONDS)
        for unit, questions in asking:
            unit.answers.update((question, answers[question]) for question in questions)
            self._submit(unit)

    def _finish(self, unit: _Unit, results: list[Checked] | Rendered) -> None:
        self._batches[unit.number].add(unit, results)

    def _failed(self, unit: _Unit, trouble: BaseException) -> None:
        """A task that has no result: its workers died, or there is a bug."""
        from distributed import KilledWorker

        if not isinstance(trouble, KilledWorker):
            what = squeeze(f"{type(trouble).__name__}: {trouble}")[:200]
            self._give_up(unit, f"a bug in whosent ({what}): report it")
            return
        unit = self._read_here(unit)
        assert not isinstance(unit.load, Part)
        if not unit.alone and self._apart < MAX_APART:
            self._apart += 1
            for offset, entry in enumerate(unit.load):
                suspect = self._unit(unit.number, unit.start + offset, [entry])
                suspect.alone = True
                self._suspects.append(suspect)
        else:
            self._give_up(unit, DIED)

    def _give_up(self, unit: _Unit, cause: str) -> None:
        unit = self._read_here(unit)
        assert not isinstance(unit.load, Part)
        self._finish(unit, given_up(unit.load, cause))
