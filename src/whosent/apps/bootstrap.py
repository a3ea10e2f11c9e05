"""The only file that wires adapters into the use cases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from whosent.adapters import dns_file
from whosent.adapters.sources import read
from whosent.adapters.texts import load as texts
from whosent.model.ownside import OwnSide
from whosent.model.question import Answers, NotObserved, Question
from whosent.service.check import Checked, Checker, Settings

__all__ = ["check", "read", "texts"]


def check(sources: Sequence[str], own: OwnSide, dns: str) -> Iterator[Checked]:
    if dns in ("off", "own", "full"):
        answerer = lambda questions, seconds: {q: NotObserved("off") for q in questions}
        asking = "nothing"
    else:
        answerer = dns_file.load(dns)
        asking = "everything"
    checker = Checker(Settings(own, asking), answerer)
    for item in read(sources):
        yield from checker.check([item])
