"""The guard's report and check, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from msgspec import Struct

from whosent.auth.days import written
from whosent.guard.judging import BAD
from whosent.report.dates import Clock
from whosent.report.template import Said
from whosent.report.texts import Texts
from whosent.report.trouble import told

_UNJUDGED = ("client", "no-bounce")
_WEEKDAYS = {
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}

Counted = Mapping[tuple[int, str], int]
"""(day since 1970, decision) -> how often."""


class Standing(Struct, frozen=True):
    """How the guard is set. `refuses_from`: the first day of refusing, None where it only observes."""

    refuses_from: int | None
    today: int


class Point(Struct, frozen=True):
    """One thing that was checked: the key of its words, and what they speak of."""

    key: str
    good: bool
    params: dict[str, str] = {}


def lines(counted: Counted, since: int, standing: Standing, texts: Texts) -> Iterator[str]:
    """What happened since that day."""
    total = total_of(counted)
    would, refused = _kinds(total, "would-refuse", texts), _kinds(total, "refused", texts)
    yield texts.say("guard-since", {"day": _day(since, texts)})
    first = standing.refuses_from
    if total["refused"] or (first is not None and standing.today >= first):
        yield texts.say("guard-refused", {"n": str(total["refused"]), "kinds": refused})
    if total["would-refuse"]:
        yield texts.say("guard-would-refuse", {"n": str(total["would-refuse"]), "kinds": would})
    yield texts.say("guard-arrived", {"n": str(total["arrived-valid"])})
    if total["unjudged"]:
        yield texts.say("guard-exempt", {"n": str(total["unjudged"])})
    yield texts.say("guard-signed", {"n": str(total["signed"])})
    for decision in ("guessing", "unsignable", "error"):
        if total[decision]:
            yield texts.say(f"guard-{decision}", {"n": str(total[decision])})
    if first is None:
        yield texts.say("guard-mode-observe")
    else:
        yield texts.say(f"guard-mode-{'later' if standing.today < first else 'refuse'}", {"day": _day(first, texts)})


def checked(points: Sequence[Point], texts: Texts) -> Iterator[str]:
    """A line for each point, with its sign."""
    for point in points:
        yield f"{'✓' if point.good else '✗'} {said(point, texts)}"


def said(point: Point, texts: Texts) -> str:
    """Its words; why something cannot be done is told in the same language."""
    return texts.say(
        point.key, {name: told(value, texts) if name == "why" else value for name, value in point.params.items()}
    )


def total_of(counted: Counted) -> Counter[str]:
    """Over all days, with the sums `refused`, `would-refuse` and `unjudged`."""
    total: Counter[str] = Counter()
    for (_, decision), n in counted.items():
        total[decision] += n
        for outcome in ("refused", "would-refuse"):
            if decision.startswith(f"{outcome}-"):
                total[outcome] += n
        if decision in _UNJUDGED or (decision.startswith("arrived-") and decision != "arrived-valid"):
            total["unjudged"] += n
    return total


def _kinds(total: Counter[str], outcome: str, texts: Texts) -> Said:
    found = [(kind, total[f"{outcome}-{kind}"]) for kind in BAD]
    return Said(", ".join(texts.say(f"guard-kind-{kind}", {"n": str(n)}) for kind, n in found if n))


def _day(number: int, texts: Texts) -> Said:
    """Monday, 23 November 2026"""
    when = datetime.fromisoformat(written(number)).replace(tzinfo=UTC)
    return Said(f"{_WEEKDAYS[texts.language][when.weekday()]}, {Clock(texts.language).day_of(when)}")
