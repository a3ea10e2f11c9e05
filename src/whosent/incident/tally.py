"""Statistics of messages that belong together: flat in memory, the same for every partition of the input.

`Tally` only counts, takes minimum and maximum, unites sketches, or keeps the first so many distinct values: all of it
associative, and without a say in what belongs together.
"""

from __future__ import annotations

from msgspec import Struct, field

from whosent.content.localpart import bare, looks_random
from whosent.incident.clock import HOUR
from whosent.incident.keys import OURS, origin_text
from whosent.incident.sketch import Distinct, Sample, note, united
from whosent.model.case import Case
from whosent.model.verdict import Certainty, Verdict

SAMPLE = 100
HOURS = 24 * 60
"""More hours than these are counted by day."""


def _no_certainties() -> dict[Certainty, int]:
    return {"certain": 0, "likely": 0, "unclear": 0}


class Tally(Struct, gc=False):
    """`mailboxes` are flagged if they look made up. `hours` count from 1970 UTC; `daily`: they are the first hours of
    days. `inside`: at least one message entered through a server of ours."""

    certainties: dict[Certainty, int] = field(default_factory=_no_certainties)
    hours: dict[int, int] = field(default_factory=dict)
    daily: bool = False
    addressed: int = 0
    addresses: Sample = field(default_factory=dict)
    mailboxes: Distinct = field(default_factory=Distinct)
    collected: bool = False
    named: int = 0
    inside: bool = False
    origins: Sample = field(default_factory=dict)
    origins_seen: Distinct = field(default_factory=Distinct)

    def add(self, case: Case, verdict: Verdict, when: int | None, number: int) -> None:
        """Count the run's `number`-th message, handed over at `when` (seconds)."""
        self.certainties[verdict.certainty] += 1
        if when is not None:
            self._add_time(when)
        if case.victim:
            self._add_victim(case.victim, case.addressee, number)
        origin = origin_text(case, verdict)
        if origin and origin not in self.origins:
            note(self.origins, origin, number, SAMPLE)
            self.origins_seen.add(origin)
        if case.mentions_victim:
            self.named += 1
        if verdict.origin.entry in OURS:
            self.inside = True

    def _add_time(self, when: int) -> None:
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

    def _count_by_day(self) -> None:
        days: dict[int, int] = {}
        for hour, count in self.hours.items():
            start = hour - hour % 24
            days[start] = days.get(start, 0) + count
        self.hours = days
        self.daily = True

    def update(self, other: Tally, shift: int = 0) -> None:
        """Take in `other`; `shift` is added to the numbers of its messages."""
        for certainty, count in other.certainties.items():
            self.certainties[certainty] += count
        self._update_hours(other)
        self.addressed += other.addressed
        self.addresses = united(self.addresses, other.addresses, SAMPLE, shift)
        self.mailboxes.update(other.mailboxes)
        self.collected = self.collected or other.collected
        self.named += other.named
        self.inside = self.inside or other.inside
        self.origins = united(self.origins, other.origins, SAMPLE, shift)
        self.origins_seen.update(other.origins_seen)

    def _update_hours(self, other: Tally) -> None:
        if other.daily and not self.daily:
            self._count_by_day()
        for hour, count in other.hours.items():
            start = hour - hour % 24 if self.daily else hour
            self.hours[start] = self.hours.get(start, 0) + count
        if len(self.hours) > HOURS and not self.daily:
            self._count_by_day()
