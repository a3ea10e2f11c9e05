"""The main job: sources in, cases out. The only door for the apps.

The answer loop is few rounds: examine, answer all open questions concurrently, examine again, until none is open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from whosent.examine import examine
from whosent.model.case import Case
from whosent.model.item import Item, Unreadable
from whosent.model.ownside import OwnSide
from whosent.model.question import Answers, Question
from whosent.verdict.rule import Ruleset

Answerer = Callable[[tuple[Question, ...]], Answers]
"""Answers all of the questions, within its own time limits; every question gets an answer, NotObserved included."""

MAX_ROUNDS = 4


class Checker:
    """Settings of one run. `answers` are shared by all messages of the run (a cache)."""

    def __init__(self, own: OwnSide, answerer: Answerer, ruleset: Ruleset | None = None, *, show: bool = False) -> None:
        self.own = own
        self.answerer = answerer
        self.ruleset = ruleset
        self.show = show
        self.answers: Answers = {}

    def check(self, item: Item) -> tuple[Case, ...]:
        """All cases of one message."""
        for _ in range(MAX_ROUNDS):
            cases = examine(item, self.own, self.answers, self.ruleset, show=self.show)
            questions = tuple(dict.fromkeys(q for case in cases for q in case.open_questions))
            if not questions:
                break
            self.answers.update(self.answerer(questions))
        return cases


def check_all(items: Iterable[Item | Unreadable], checker: Checker) -> Iterator[Case | Unreadable]:
    """Cases in input order; what could not be read passes through."""
    for item in items:
        if isinstance(item, Unreadable):
            yield item
        else:
            yield from checker.check(item)
