"""The incidents of a piece of a run, to be reduced to those of the whole.

To which wave a message belongs, and what its id is, depends on all messages before it; but only on a few words about
each, its `Mark`. Those are kept in order. All else is counted where the message is examined: messages of one key that
hang together in time (`Stretch`) hang together in every larger piece, so their sums can be added as a whole.

`merge` puts one piece behind the other. It is associative, and `Waves.take` of what comes of it gives the same ids and
incidents as one run over all messages, however they were grouped.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from whosent.incident.clock import DAY, seconds
from whosent.incident.keys import Key, key_of
from whosent.incident.tally import Tally
from whosent.model.case import Case

_CLOCK_AHEAD = DAY
_CLOCK_BEHIND = 30 * DAY
"""A hand-over that is later than the notice about it, or a month older, was stamped by a wrong clock (queues give
up after about five days, RFC 5321 section 4.5.4.1)."""


class Mark(Struct, frozen=True, array_like=True):
    """What decides to which wave a message belongs; `key` is None where it has no verdict."""

    source: str
    key: Key | None = None
    when: int | None = None
    fingerprint: str | None = None


class Stretch(Struct, frozen=True, array_like=True):
    """The sums of messages of one key that hang together, one of them at `when` (None: they have no time)."""

    key: Key
    when: int | None
    tally: Tally


class Partial(Struct, frozen=True, array_like=True):
    """The marks of all messages of a piece in their order, and its stretches. Numbers in them count from 1."""

    marks: list[Mark]
    stretches: list[Stretch]

    def merge(self, other: Partial) -> Partial:
        """This piece, then the other; both are left as they are."""
        return Partial(self.marks + other.marks, self.stretches + list(other._behind(len(self.marks))))

    def _behind(self, shift: int) -> Iterable[Stretch]:
        for stretch in self.stretches:
            tally = Tally()
            tally.update(stretch.tally, shift)
            yield Stretch(stretch.key, stretch.when, tally)


def mark_of(case: Case) -> Mark:
    """The few words about a message."""
    if case.verdict is None:
        return Mark(case.source)
    return Mark(case.source, key_of(case, case.verdict), moment(case), case.fingerprint)


def moment(case: Case) -> int | None:
    """When the returned message was handed over (seconds), as well as can be known."""
    noticed = seconds(case.date)
    entered = None
    for traced in case.hops:
        place = traced.place
        if (place == "hand-over" or place == "entry") and traced.of == "returned":
            when = seconds(traced.hop.date)
            if when is None or (noticed and not -_CLOCK_BEHIND <= when - noticed <= _CLOCK_AHEAD):
                continue
            if place == "hand-over":
                return when
            entered = when
    return noticed if entered is None else entered
