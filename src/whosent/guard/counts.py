"""How often what was decided, by day: the reports tell it and the metrics show it."""

from __future__ import annotations

from collections import Counter
from typing import Literal, get_args

from whosent.guard.judging import BAD, Worth

Outcome = Literal["arrived", "refused", "would-refuse"]
"""Of mail with an empty sender. would-refuse: so it would be if the mode were not observe."""
Decision = str
"""One of `DECISIONS`."""

OTHERS = ("signed", "unsignable", "unsigned", "client", "no-bounce", "guessing", "error")
"""signed: mail that left with a tag. unsignable: that had to wait, for there was no key. unsigned: recipients whose tag
was taken off. client: null-sender mail of an exempt client. no-bounce: an empty sender on something else, by its
content (milter). guessing: put off, for its client tried too many tags. error: a fault of the guard's own."""
DECISIONS: tuple[Decision, ...] = (
    *OTHERS,
    *(f"arrived-{worth}" for worth in get_args(Worth) if worth not in BAD),
    *(f"{outcome}-{worth}" for outcome in ("refused", "would-refuse") for worth in BAD),
)


def decided(outcome: Outcome, worth: Worth) -> Decision:
    """The name under which it is counted."""
    return f"{outcome}-{worth}"


class Counts:
    """`total`: since the start. What is new since it was last taken is kept by day."""

    def __init__(self) -> None:
        self.total: Counter[Decision] = Counter()
        self._new: Counter[tuple[int, Decision]] = Counter()

    def add(self, decision: Decision, day: int) -> None:
        """One more. `day`: since 1970."""
        self.total[decision] += 1
        self._new[day, decision] += 1

    def take(self) -> dict[tuple[int, Decision], int]:
        """What is new; it is not given again."""
        taken, self._new = self._new, Counter()
        return dict(taken)

    def give_back(self, taken: dict[tuple[int, Decision], int]) -> None:
        """It could not be kept: it is new again."""
        self._new.update(taken)
