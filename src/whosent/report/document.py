"""The door to human reports: cases in as they pass, a `Report` out.

What a page says is composed here, in words; `terminal` and `html` only decide how it looks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from whosent.model.case import Case
from whosent.model.incident import Incident
from whosent.model.item import Unreadable
from whosent.report.compose import Composer
from whosent.report.dates import Clock
from whosent.report.kept import Kept
from whosent.report.parts import Report
from whosent.report.summary import Counts
from whosent.report.texts import Texts

_KEPT_PER_CAUSE = 200
"""Incidents of one cause for which samples are kept."""


class Collector:
    """Cases in, a report out. `hide_others`: the account of somebody else is named nowhere in the report: the
    addressee is told "another account at your provider"."""

    def __init__(self, texts: Texts, clock: Clock | None = None, *, hide_others: bool = True, redacted: bool = False):
        self._texts = texts
        self._clock = clock or Clock(texts.language)
        self._hide = hide_others
        self._redacted = redacted
        self._counts = Counts()
        self._kept: dict[str, Kept] = {}
        self._per_cause: Counter[str] = Counter()

    def add(self, case: Case, incident: str | None) -> None:
        """A case and the id of its incident."""
        self._counts.add(case)
        if incident is None or case.verdict is None:
            return
        kept = self._kept.get(incident)
        if kept is None:
            if self._per_cause[case.verdict.cause] >= _KEPT_PER_CAUSE:
                return
            self._per_cause[case.verdict.cause] += 1
            kept = self._kept[incident] = Kept()
        kept.add(case)

    def add_unreadable(self, item: Unreadable) -> None:
        """What could not be read."""
        self._counts.add_unreadable(item)

    def finish(self, incidents: Iterable[Incident], made: str | None = None) -> Report:
        """The report. `made`: when (RFC 3339), to be printed on it."""
        waves = []
        for incident in incidents:
            if incident.merged_into is None:
                waves.append(incident)
            elif incident.id in self._kept:
                self._kept.setdefault(incident.merged_into, Kept()).update(self._kept[incident.id])
        composer = Composer(self._texts, self._clock, hide_others=self._hide)
        return composer.report(waves, self._kept, self._counts.summary(), made, redacted=self._redacted)
