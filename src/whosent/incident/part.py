"""A stretch of a wave: messages that hang together in time."""

from __future__ import annotations

from msgspec import Struct, field

from whosent.incident.sketch import Distinct, Sample, note, united
from whosent.incident.tally import Tally

SOURCES = 500
PRINTS = 64

_TWICE = 2
"""Messages per text, on average, from which on texts are recognisable."""
_ESTABLISHED = 3
_VARIED = 6


class Part(Struct, gc=False):
    """`name` is the incident id under which the stretch was first seen; what decides what else belongs to it is here,
    all that is merely told of it in `tally`."""

    name: str
    messages: int = 0
    first: int | None = None
    last: int | None = None
    sources: Sample = field(default_factory=dict)
    printed: int = 0
    prints: Sample = field(default_factory=dict)
    contents: Distinct = field(default_factory=Distinct)
    tally: Tally = field(default_factory=Tally)

    def enter(self, source: str, when: int | None, fingerprint: str | None, number: int) -> None:
        """The run's `number`-th message, handed over at `when` (seconds), belongs to it."""
        self.messages += 1
        note(self.sources, source, number, SOURCES)
        if when is not None:
            if self.first is None or when < self.first:
                self.first = when
            if self.last is None or when > self.last:
                self.last = when
        if fingerprint:
            self.printed += 1
            if fingerprint not in self.prints:
                note(self.prints, fingerprint, number, PRINTS)
                self.contents.add(fingerprint)

    def update(self, other: Part) -> None:
        """Take in `other`, of the same run."""
        self.messages += other.messages
        self.first = min((t for t in (self.first, other.first) if t is not None), default=None)
        self.last = max((t for t in (self.last, other.last) if t is not None), default=None)
        self.sources = united(self.sources, other.sources, SOURCES)
        self.printed += other.printed
        self.prints = united(self.prints, other.prints, PRINTS)
        self.contents.update(other.contents)
        self.tally.update(other.tally)

    def continued_by(self, fingerprint: str | None) -> bool:
        """True unless it is a text that the stretch does not know, although its own come again and again."""
        if fingerprint is None or not self.printed or fingerprint in self.prints:
            return True
        return self.printed >= _VARIED and self.printed < _TWICE * self.contents.count()

    def clearly_differs(self, other: Part) -> bool:
        """Both have recognisable texts, and share none."""
        return self._recognisable() and other._recognisable() and self.prints.keys().isdisjoint(other.prints)

    def _recognisable(self) -> bool:
        return self.printed >= max(_ESTABLISHED, _TWICE * self.contents.count())
