"""Several processes examine batches; results come back in input order.

The processes only examine. What they ask of the world goes to the parent, so that there is one memory of answers, one
limit on lookups, and nothing else that talks to the network. A process that dies takes its batch along, not the run.

Messages travel as MessagePack. A worker gets its next batch when it has delivered the last one, so neither side ever
waits to write while the other does.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess

from msgspec import msgpack

from whosent.model.question import Answers, Question
from whosent.service.check import SECONDS, Answerer, Checked, Checker, Entry, Settings
from whosent.service.packing import (
    Answered,
    Ask,
    Done,
    Work,
    answered,
    answers_in,
    entry_in,
    given_up,
    result_in,
    work_of,
)  # fmt: skip

FAILED = 70
"""EX_SOFTWARE of sysexits.h."""
AHEAD = 4
"""Batches per process that may be read before the oldest one is finished: bounds the memory."""


_encode = msgpack.Encoder().encode
_batch = msgpack.Decoder(list[Work])
_report = msgpack.Decoder(Ask | Done)
_answers = msgpack.Decoder(list[Answered])


class _Worker:
    """A process and the batch it is at: `number` in the input, None while it has nothing to do."""

    def __init__(self, context: BaseContext, settings: Settings, others: Iterable[_Worker]) -> None:
        self.connection, theirs = context.Pipe()
        forked = context.get_start_method() == "fork"
        inherited = [self.connection, *(other.connection for other in others)] if forked else []
        self.process: BaseProcess = context.Process(  # type: ignore[attr-defined]
            target=_work, args=(theirs, settings, inherited), name="whosent-check", daemon=True
        )
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # until the child ignores it
        try:
            self.process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        theirs.close()
        self.number: int | None = None
        self.batch: Sequence[Entry] = ()

    def give(self, number: int, batch: Sequence[Entry]) -> None:
        self.number, self.batch = number, batch
        self.connection.send_bytes(_encode([work_of(entry) for entry in batch]))

    def stop(self) -> None:
        self.connection.close()
        self.process.terminate()
        self.process.join()


class Pool:
    """`jobs` processes, from here until `stop`."""

    def __init__(self, settings: Settings, answerer: Answerer, jobs: int) -> None:
        self._settings = settings
        self._answerer = answerer
        self._context = _context()
        self._workers: list[_Worker] = []
        for _ in range(jobs):
            self._workers.append(_Worker(self._context, settings, self._workers))
        self._finished: dict[int, list[Checked]] = {}

    def check(self, batches: Iterator[Sequence[Entry]]) -> Iterator[list[Checked]]:
        """The results of each batch, in order."""
        given = delivered = 0
        more = True
        while True:
            for worker in self._workers:
                if more and worker.number is None and given - delivered < AHEAD * len(self._workers):
                    batch = next(batches, None)
                    if batch is None:
                        more = False
                    else:
                        self._give(worker, given, batch)
                        given += 1
            while delivered in self._finished:
                yield self._finished.pop(delivered)
                delivered += 1
            busy = {worker.connection: worker for worker in self._workers if worker.number is not None}
            if not busy and not more:
                return
            for ready in wait(list(busy)) if busy else ():
                assert isinstance(ready, Connection)
                self._listen(busy[ready])

    def _give(self, worker: _Worker, number: int, batch: Sequence[Entry]) -> None:
        try:
            worker.give(number, batch)
        except (BrokenPipeError, ConnectionError):
            self._bury(worker)

    def _listen(self, worker: _Worker) -> None:
        """Take what a worker has to say: a question, results, or nothing because it is dead."""
        try:
            said = _report.decode(worker.connection.recv_bytes())
            if isinstance(said, Done):
                assert worker.number is not None
                self._finished[worker.number] = [result_in(work) for work in said.results]
                worker.number = None
            else:
                worker.connection.send_bytes(_encode(answered(self._answerer(said.questions, SECONDS))))
        except (EOFError, ConnectionError):
            self._bury(worker)

    def _bury(self, worker: _Worker) -> None:
        """Report the batch of a dead worker as unreadable and put another one in its place."""
        worker.process.join()
        assert worker.number is not None
        self._finished[worker.number] = given_up(worker.batch, _cause_of_death(worker.process.exitcode))
        worker.stop()
        self._workers.remove(worker)
        self._workers.append(_Worker(self._context, self._settings, self._workers))

    def stop(self) -> None:
        """End all processes, whatever they are at."""
        while self._workers:
            self._workers.pop().stop()


def _cause_of_death(code: int | None) -> str:
    if code is not None and code < 0:
        with suppress(ValueError):
            name = signal.Signals(-code).name
            return f"its process was ended from outside ({name}{', out of memory?' if name == 'SIGKILL' else ''})"
    return f"its process ended unexpectedly (status {code})"


def _context() -> BaseContext:
    """fork where it is safe (it is at once ready), else spawn."""
    able = "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1
    return multiprocessing.get_context("fork" if able else "spawn")


def _work(connection: Connection, settings: Settings, inherited: Iterable[Connection]) -> None:
    """The life of a worker. Ctrl-C reaches the whole process group; the parent decides what then happens. When the
    parent is gone, the connection ends: but only if no copy of its other end, `inherited` by a fork, is left open."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        for end in inherited:
            end.close()
        checker = Checker(settings, _Remote(connection))
        while True:
            results = checker.check([entry_in(work) for work in _batch.decode(connection.recv_bytes())])
            connection.send_bytes(_encode(Done([work_of(result) for result in results])))
    except (EOFError, ConnectionError, KeyboardInterrupt):
        return
    except Exception:
        if os.environ.get("WHOSENT_DEBUG"):
            raise
        sys.exit(FAILED)  # the parent says it in one line


class _Remote:
    """Answers from the parent process."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def __call__(self, questions: Sequence[Question], seconds: float) -> Answers:
        self._connection.send_bytes(_encode(Ask(list(questions))))
        return answers_in(_answers.decode(self._connection.recv_bytes()))
