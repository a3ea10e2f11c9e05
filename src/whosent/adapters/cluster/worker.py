"""What runs on a worker: one batch, from the beginning or from where it was suspended, to its questions or its end.

A task never waits: a batch with open questions is put aside and its task ends. Should another worker get the batch
then, or its worker die, it is examined again from the beginning. So nothing depends on what is remembered here.
"""

from __future__ import annotations

import socket
from collections import OrderedDict
from collections.abc import Sequence
from typing import NamedTuple

from whosent import __version__
from whosent.adapters.cluster.pieces import Part, read
from whosent.adapters.cluster.wire import Refused, Setup, Unread, decode_answers, decode_batch, encode
from whosent.adapters.texts import load as texts
from whosent.model.question import DNS_TOPICS, Answer, Question
from whosent.service.check import Checked, Rounds, in_rounds
from whosent.service.packing import Ask, Done, answers_in, entry_in, lines_of, work_of
from whosent.service.permission import Book

MAX_SUSPENDED = 1_000
"""Batches that are kept for their answers; of a client that went away nobody will ask again."""
MAX_RUNS = 4


class _Suspended(NamedTuple):
    """A batch that waits for the answers to `questions`."""

    rounds: Rounds
    questions: tuple[Question, ...]
    messages: int


_suspended: OrderedDict[tuple[str, int], _Suspended] = OrderedDict()
_known: OrderedDict[str, dict[Question, Answer]] = OrderedDict()
"""What name servers said, for each run: most messages ask the same of our own names."""


def setup(given: Setup) -> Setup:
    """A task of its own, so that workers get it from each other, and anew if the one that had it dies."""
    return given


def version() -> str:
    """Of whosent on this worker."""
    return __version__


def examine(given: Setup, number: int, batch: bytes, answers: bytes) -> bytes:
    """Examine batch `number` of a run with all `answers` that it got so far: `Ask`, `Done`, `Lines`…."""
    if given.version != __version__:
        return encode(Refused(socket.gethostname(), __version__))
    known = _answers_of(given.run)
    fresh = answers_in(decode_answers(answers))
    known.update((question, answer) for question, answer in fresh.items() if question.topic in DNS_TOPICS)
    key = given.run, number
    try:
        found = _suspended.pop(key) if key in _suspended else _begin(given, batch)
    except EOFError:
        return encode(Unread())
    rounds, questions, count = found
    try:
        while True:
            missing = [question for question in questions if question not in known and question not in fresh]
            if missing:
                _suspend(key, _Suspended(rounds, questions, count))
                return encode(Ask(missing))
            answers_now = {question: known.get(question) or fresh[question] for question in questions}
            questions = rounds.send(answers_now) if questions else next(rounds)
    except StopIteration as end:
        return _done(end.value, count, given)


def _begin(given: Setup, batch: bytes) -> _Suspended:
    load = decode_batch(batch)
    entries = read(load) if isinstance(load, Part) else [entry_in(work) for work in load]
    rounds = in_rounds(entries, given.settings, Book(given.settings.asking, given.settings.own))
    return _Suspended(rounds, (), len(entries))


def _suspend(key: tuple[str, int], batch: _Suspended) -> None:
    _suspended[key] = batch
    if len(_suspended) > MAX_SUSPENDED:
        _suspended.popitem(last=False)


def _done(results: Sequence[Checked], count: int, given: Setup) -> bytes:
    if given.lines is not None:
        return encode(lines_of(results, count, texts(given.lines)))
    return encode(Done([work_of(result) for result in results], count))


def _answers_of(run: str) -> dict[Question, Answer]:
    found = _known.setdefault(run, {})
    while len(_known) > MAX_RUNS:
        _known.popitem(last=False)
    return found
