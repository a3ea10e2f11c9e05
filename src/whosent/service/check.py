"""The main job: messages in, cases out. The only door for the apps.

The answer loop is few rounds: examine all messages of a batch, answer their open questions concurrently, examine those
messages again, until none is open. Answers are kept for the whole run.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from whosent.examine import examine
from whosent.model.case import Case
from whosent.model.item import Item, Unreadable
from whosent.model.ownside import OwnSide
from whosent.model.question import Answers, Question
from whosent.service.permission import Asking, Book, View
from whosent.verdict.rule import Ruleset

Answerer = Callable[[Sequence[Question], float], Answers]
"""Answers all of the questions within so many seconds; every question gets an answer, NotObserved included."""

Checked = Case | Unreadable

MAX_ROUNDS = 12
"""SPF may follow ten names one after the other (RFC 7208 section 4.6.4), then looks up the addresses of a host."""

SECONDS = 10.0
"""Time for all lookups of one batch."""


class Settings(Struct, frozen=True):
    """What is the same for all messages of a run. `show`: keep the raw header lines that a human report prints."""

    own: OwnSide
    asking: Asking = "nothing"
    ruleset: Ruleset | None = None
    show: bool = False


class Checker:
    """Examines batches of messages; what one batch learned of the world serves the next."""

    def __init__(self, settings: Settings, answerer: Answerer) -> None:
        self._settings = settings
        self._answerer = answerer
        self._book = Book(settings.asking, settings.own)

    def check(self, batch: Sequence[Item | Unreadable]) -> Iterator[Checked]:
        """The cases of a batch in its order. One item gives several cases where notices are forwarded in it."""
        messages = [_Message(item, self._settings, View(self._book)) for item in batch]
        deadline = time.monotonic() + SECONDS
        for message in messages:
            message.examine()
        for _ in range(MAX_ROUNDS):
            waiting = [message for message in messages if message.open]
            if not waiting:
                break
            asked = [question for message in waiting for question in message.open]
            unknown = self._book.unknown(dict.fromkeys(asked))
            if unknown:
                self._book.learn(self._answerer(unknown, max(0.0, deadline - time.monotonic())))
            for message in waiting:
                message.examine()
        for message in messages:
            yield from message.results


class _Message:
    """One message between the rounds."""

    __slots__ = ("_item", "_settings", "_view", "open", "results")

    def __init__(self, item: Item | Unreadable, settings: Settings, view: View) -> None:
        self._item = item
        self._settings = settings
        self._view = view
        self.open: list[Question] = []
        self.results: Sequence[Checked] = ()

    def examine(self) -> None:
        """Find the results with what is known now. A message that trips the program up must not stop the run."""
        item, settings = self._item, self._settings
        if isinstance(item, Unreadable):
            self.results = (item,)
            return
        try:
            cases = examine(item, settings.own, self._view, settings.ruleset, show=settings.show)
        except Exception as bug:
            why = f"{type(bug).__name__}: {bug}".replace("\n", " ")[:200]
            self.results = (Unreadable(item.source, f"a bug in whosent stopped the examination ({why}); please report it"),)
            self.open = []
            return
        self.results = cases
        for case in cases:
            self._view.belongs_to(case.addressee)
        self.open = [question for case in cases for question in case.open_questions]
