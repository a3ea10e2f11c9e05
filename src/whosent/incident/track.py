"""The stretches of one grouping key in order of time."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct, field

from whosent.incident.keys import SPANS, Key, Span
from whosent.incident.names import Names
from whosent.incident.part import Part
from whosent.model.verdict import Cause


class Track(Struct, gc=False):
    """`parts` are more than `Span.link` apart, ascending; `undated` holds the messages without any time."""

    key: Key
    cause: Cause
    parts: list[Part] = field(default_factory=list)
    undated: Part | None = None
    _starts: list[int] = field(default_factory=list)

    @property
    def span(self) -> Span:
        return SPANS[self.cause]

    def all(self) -> Iterator[Part]:
        yield from self.parts
        if self.undated is not None:
            yield self.undated

    def at(self, when: int, names: Names) -> Part | None:
        """The stretch that a message of this time belongs to, stretched to it; None if a new one begins."""
        link = self.span.link
        i = bisect_right(self._starts, when)
        follows = i > 0 and when - _last(self.parts[i - 1]) <= link
        precedes = i < len(self.parts) and self._starts[i] - when <= link
        if follows and precedes:
            names.tie(self.parts[i - 1].name, self.parts[i].name)
            self.parts[i - 1].update(self.parts[i])
            del self.parts[i], self._starts[i]
        if follows:
            return self.parts[i - 1]
        if precedes:
            self._starts[i] = when
            return self.parts[i]
        return None

    def holding(self, when: int | None) -> Part:
        """The stretch that a message of this time has been entered in."""
        part = self.undated if when is None else self.parts[bisect_right(self._starts, when) - 1]
        assert part is not None
        return part

    def begin(self, part: Part, when: int) -> None:
        """Enter a new, still empty stretch that will hold a message of this time."""
        i = bisect_right(self._starts, when)
        self.parts.insert(i, part)
        self._starts.insert(i, when)

    def near(self, when: int) -> list[Part]:
        """The neighbours of a message between two stretches that are in reach, nearest first."""
        i = bisect_right(self._starts, when)
        gaps = [(when - _last(part), part) for part in self.parts[max(0, i - 1) : i]]
        gaps += [(_first(part) - when, part) for part in self.parts[i : i + 1]]
        return [part for gap, part in sorted(gaps, key=_gap) if gap <= self.span.reach]

    def nearest(self, when: int) -> Part:
        """The nearest stretch however far, stretched to this time; there must be one."""
        i = bisect_right(self._starts, when)
        if i == len(self.parts) or (i and when - _last(self.parts[i - 1]) <= self._starts[i] - when):
            return self.parts[i - 1]
        self._starts[i] = when
        return self.parts[i]

    def tie_alike(self, names: Names) -> None:
        """Tie neighbours that a pause parts but nothing else, and what has no time to the largest stretch."""
        for one, other in pairwise(self.parts):
            if _first(other) - _last(one) <= self.span.reach and not one.clearly_differs(other):
                names.tie(one.name, other.name)
        if self.undated is not None and self.parts:
            names.tie(max(self.parts, key=lambda part: part.messages).name, self.undated.name)


def _gap(pair: tuple[int, Part]) -> int:
    return pair[0]


def _first(part: Part) -> int:
    return part.first or 0


def _last(part: Part) -> int:
    return part.last or 0
