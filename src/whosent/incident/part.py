"""Statistics of messages that hang together in time: flat in memory, the same for every partition of the input."""

from __future__ import annotations

from whosent.content.localpart import bare, looks_random
from whosent.incident.clock import HOUR
from whosent.incident.keys import OURS, origin_text
from whosent.incident.sketch import Distinct, Sample, note, united
from whosent.model.case import Case
from whosent.model.verdict import Certainty, Verdict

SOURCES = 500
SAMPLE = 100
PRINTS = 64
HOURS = 24 * 60
"""More hours than these are counted by day."""

_TWICE = 2
"""Messages per text, on average, from which on texts are recognisable."""
_ESTABLISHED = 3
_VARIED = 6


class Part:
    """One stretch of a wave. `name` is the incident id under which it was first seen.

    `add` and `update` only count, take minimum and maximum, unite sketches, or keep the first so many distinct
    values: all associative. `mailboxes` are flagged if they look made up. `hours` count from 1970 UTC; `daily`:
    they are the first hours of days. `inside`: at least one message entered through a server of ours.
    """

    __slots__ = (
        "addressed", "addresses", "certainties", "collected", "contents", "daily", "first", "hours", "inside", "last",
        "mailboxes", "messages", "name", "named", "origins", "origins_seen", "printed", "prints",
        "sources",
    )  # fmt: skip

    def __init__(self, name: str) -> None:
        self.name = name
        self.messages = 0
        self.certainties: dict[Certainty, int] = {"certain": 0, "likely": 0, "unclear": 0}
        self.first: int | None = None
        self.last: int | None = None
        self.hours: dict[int, int] = {}
        self.daily = False
        self.sources: Sample = {}
        self.addressed = 0
        self.addresses: Sample = {}
        self.mailboxes = Distinct()
        self.collected = False
        self.named = 0
        self.inside = False
        self.origins: Sample = {}
        self.origins_seen = Distinct()
        self.printed = 0
        self.prints: Sample = {}
        self.contents = Distinct()

    def add(self, case: Case, verdict: Verdict, when: int | None, number: int) -> None:
        """Count the run's `number`-th message, handed over at `when` (seconds)."""
        self.messages += 1
        self.certainties[verdict.certainty] += 1
        note(self.sources, case.source, number, SOURCES)
        if when is not None:
            self._add_time(when)
        if case.victim:
            self._add_victim(case.victim, case.addressee, number)
        origin = origin_text(case, verdict)
        if origin and origin not in self.origins:
            note(self.origins, origin, number, SAMPLE)
            self.origins_seen.add(origin)
        if case.fingerprint:
            self._add_print(case.fingerprint, number)
        if case.mentions_victim:
            self.named += 1
        if verdict.origin.entry in OURS:
            self.inside = True

    def _add_time(self, when: int) -> None:
        if self.first is None or when < self.first:
            self.first = when
        if self.last is None or when > self.last:
            self.last = when
        hour = when // HOUR
        if self.daily:
            hour -= hour % 24
        self.hours[hour] = self.hours.get(hour, 0) + 1
        if len(self.hours) > HOURS and not self.daily:
            self._count_by_day()

    def _add_victim(self, victim: str, addressee: str | None, number: int) -> None:
        self.addressed += 1
        local_part, _, domain = victim.rpartition("@")
        if victim not in self.addresses:
            note(self.addresses, victim, number, SAMPLE)
            mark = self.mailboxes.add(f"{bare(local_part)}@{domain.lower()}")
            if mark is not None and looks_random(local_part):
                self.mailboxes.flag(mark)
        if addressee and addressee != victim and not self.collected and looks_random(local_part):
            self.collected = addressee.lower() != victim.lower()

    def _add_print(self, fingerprint: str, number: int) -> None:
        self.printed += 1
        if fingerprint not in self.prints:
            note(self.prints, fingerprint, number, PRINTS)
            self.contents.add(fingerprint)

    def _count_by_day(self) -> None:
        days: dict[int, int] = {}
        for hour, count in self.hours.items():
            start = hour - hour % 24
            days[start] = days.get(start, 0) + count
        self.hours = days
        self.daily = True

    def update(self, other: Part, shift: int = 0) -> None:
        """Take in `other`; `shift` is added to the numbers of its messages."""
        self.messages += other.messages
        for certainty, count in other.certainties.items():
            self.certainties[certainty] += count
        self.first = min((t for t in (self.first, other.first) if t is not None), default=None)
        self.last = max((t for t in (self.last, other.last) if t is not None), default=None)
        self._update_hours(other)
        self.sources = united(self.sources, other.sources, SOURCES, shift)
        self.addressed += other.addressed
        self.addresses = united(self.addresses, other.addresses, SAMPLE, shift)
        self.mailboxes.update(other.mailboxes)
        self.collected = self.collected or other.collected
        self.named += other.named
        self.inside = self.inside or other.inside
        self.origins = united(self.origins, other.origins, SAMPLE, shift)
        self.origins_seen.update(other.origins_seen)
        self.printed += other.printed
        self.prints = united(self.prints, other.prints, PRINTS, shift)
        self.contents.update(other.contents)

    def _update_hours(self, other: Part) -> None:
        if other.daily and not self.daily:
            self._count_by_day()
        for hour, count in other.hours.items():
            start = hour - hour % 24 if self.daily else hour
            self.hours[start] = self.hours.get(start, 0) + count
        if len(self.hours) > HOURS and not self.daily:
            self._count_by_day()

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
