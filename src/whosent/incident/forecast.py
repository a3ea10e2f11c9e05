"""When does a wave of forged mail end? Nobody knows; this says between when and when, and when nothing can be said.

Such waves rise within hours and fade over days: the botnet works off its list, and the address is used up. From the
peak on they are taken as random arrivals (Poisson) at a rate that falls exponentially.

- *How fast*: for arrivals in a window of T hours the likelihood of a decay rate depends on their number and mean
  time alone. Half-lives from an hour to six weeks are weighed by it and by what is usual (around a day and a half,
  two thirds between half a day and four days), which matters only while little was seen. Mail comes in bursts and
  by day and night, not one by one: the likelihood is flattened by the dispersion around the fitted curve.
- *What is left* after the window is then known for each half-life, and with it the distribution of the time of the
  last message; over all half-lives by weight, its 5 % and 95 % points are `earliest` and `latest`.
- *Bounces come late*: a queue gives up after about five days (RFC 5321 section 4.5.4.1: "at least 4-5 days"), so
  five days are added to `latest`, which is therefore never before `last` plus five days.

A decline must be seen: one that pure chance would produce in a level wave more often than in 1 of 20 does not count.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from whosent.incident.clock import DAY, HOUR, rfc3339
from whosent.incident.keys import SPANS
from whosent.model.incident import Aim, Forecast
from whosent.model.verdict import Cause

QUEUE_LIFETIME = 5 * DAY

_FADES: frozenset[Cause] = frozenset({"forged", "fake"})
_STAYS: frozenset[Cause] = frozenset({"script", "mailbox", "forwarded", "own"})
_MIN_MESSAGES = 20
_MIN_PERIODS = 3
_STEPS = (1, 2, 3, 6, 12, 24)
_MAX_PERIODS = 24
_MESSAGES_PER_PERIOD = 3
_HORIZON = 45 * 24
"""Hours. A promise further ahead than this is none."""

_RATES = tuple(math.log(2) / 2 ** (i / 6) for i in range(61))
"""Decay rates per hour: half-lives of 1 to 1,024 hours."""
_USUAL_HALF_LIFE = math.log(36)
_USUAL_SPREAD = 1.0
_VISIBLE = 2.7
"""Twice the log-likelihood gained over a level rate: chi-square with one degree of freedom, one-sided 5 %."""
_UNKNOWN_DISPERSION = 1.5


class _Tail(NamedTuple):
    """The wave from its peak on. Times in hours since the start of the peak's period."""

    periods: tuple[int, ...]
    step: int
    length: int
    messages: int
    mean: float


def forecast(
    hours: Mapping[int, int], *, cause: Cause, aim: Aim, last: int | None, now: int | None, daily: bool = False
) -> Forecast:
    """`hours`: messages by hour since 1970 (`daily`: by the first hour of the day). `last`, `now`: seconds.

    A wave that was silent for longer than the queues' lifetime and the pause that ends a wave is over: its interval
    lies in the past. Of an undetermined wave nothing is promised, since it may come from a hole of ours.
    """
    if cause in _STAYS:
        return Forecast("not-by-itself")
    if aim == "targeted":
        return Forecast("targeted")
    if cause not in _FADES or last is None:
        return Forecast("too-few")
    if now is not None and now - last > QUEUE_LIFETIME + SPANS[cause].reach:
        return _fading(last, last)
    if sum(hours.values()) < _MIN_MESSAGES:
        return Forecast("too-few")
    end = max(last, now or last) // HOUR + 1
    tail = _tail(hours, end, daily)
    if isinstance(tail, str):
        return Forecast(tail)
    return _from_tail(tail, end, last)


def _fading(earliest: int, latest: int) -> Forecast:
    return Forecast("fading", rfc3339(earliest), rfc3339(latest + QUEUE_LIFETIME))


def _tail(hours: Mapping[int, int], end: int, daily: bool) -> _Tail | str:
    """What follows the peak, or why there is nothing to fit. Periods are whole, counted back from the end."""
    span = end - min(hours)
    fitting = min(_MAX_PERIODS, sum(hours.values()) / _MESSAGES_PER_PERIOD)
    step = 24 if daily else next((s for s in _STEPS if span <= s * fitting), _STEPS[-1])
    number = -(-span // step)
    start = end - number * step
    periods = [0] * number
    for hour, count in hours.items():
        periods[(hour - start) // step] += count
    peak = max(range(number), key=lambda i: (periods[i], i))
    after = number - 1 - peak
    if after < _MIN_PERIODS:
        return "too-few" if after else "still-growing"
    begin = start + peak * step
    messages = sum(periods[peak:])
    middle = 12 if daily else 0.5
    mean = sum(count * (hour + middle - begin) for hour, count in hours.items() if hour >= begin) / messages
    return _Tail(tuple(periods[peak:]), step, end - begin, messages, mean)


def _from_tail(tail: _Tail, end: int, last: int) -> Forecast:
    fits = [math.log(rate / -math.expm1(-rate * tail.length)) - rate * tail.mean for rate in _RATES]
    best = max(range(len(_RATES)), key=fits.__getitem__)
    weight = tail.messages / _dispersion(tail, _RATES[best])
    if 2 * weight * (fits[best] + math.log(tail.length)) < _VISIBLE:
        return Forecast("still-growing" if 2 * tail.mean >= tail.length else "too-few")
    weights = [math.exp(weight * (fit - fits[best]) - _unusual(rate)) for fit, rate in zip(fits, _RATES, strict=True)]
    over_by = _chance_of_end(tail, weights)
    earliest, latest = _quantile(over_by, 0.05), _quantile(over_by, 0.95)
    if latest is None or earliest is None:
        return Forecast("too-few")
    return _fading(
        max(last, round((end + earliest) * HOUR)) if earliest else last, max(last, round((end + latest) * HOUR))
    )


def _unusual(rate: float) -> float:
    return ((math.log(math.log(2) / rate) - _USUAL_HALF_LIFE) / _USUAL_SPREAD) ** 2 / 2


def _dispersion(tail: _Tail, rate: float) -> float:
    """Variance of the periods' counts over what single arrivals would have (Pearson), at least 1. Periods are
    pooled to at least three expected messages."""
    scale = tail.messages / -math.expm1(-rate * tail.length)
    edges = [scale * math.exp(-rate * i * tail.step) for i in range(len(tail.periods) + 1)]
    squares, cells, seen, expected = 0.0, 0, 0.0, 0.0
    for count, (high, low) in zip(tail.periods, pairwise(edges), strict=True):
        seen, expected = seen + count, expected + high - low
        if expected >= _MESSAGES_PER_PERIOD:
            squares, cells = squares + (seen - expected) ** 2 / expected, cells + 1
            seen, expected = 0.0, 0.0
    return max(1.0, squares / (cells - 2)) if cells > 2 else _UNKNOWN_DISPERSION


def _chance_of_end(tail: _Tail, weights: Sequence[float]) -> Callable[[float], float]:
    """The probability that no message comes later than so many hours after the window."""
    total = sum(weights)
    left = [tail.messages / math.expm1(min(rate * tail.length, 700.0)) for rate in _RATES]

    def over_by(hours: float) -> float:
        chances = (
            weight * math.exp(-remaining * math.exp(-rate * hours))
            for weight, remaining, rate in zip(weights, left, _RATES, strict=True)
        )
        return sum(chances) / total

    return over_by


def _quantile(over_by: Callable[[float], float], chance: float) -> float | None:
    """Hours after the window by which the wave is over with this probability; None beyond the horizon."""
    if over_by(0.0) >= chance:
        return 0.0
    low, high = 0.0, float(_HORIZON)
    if over_by(high) < chance:
        return None
    while high - low > 0.25:
        middle = (low + high) / 2
        low, high = (low, middle) if over_by(middle) >= chance else (middle, high)
    return high
