"""What is kept of the cases of one incident, so that memory stays flat however many there are."""

from __future__ import annotations

from collections import Counter

from whosent.model.case import Case
from whosent.model.verdict import Certainty

SAMPLES = 3
"""Cases of an incident that are shown in full."""
_ROWS = 4
"""Rows of the ruleset of which samples are kept."""

Row = tuple[str, Certainty]


class Kept:
    """What is kept of the cases of one incident."""

    __slots__ = ("kinds", "reasons", "rules", "samples")

    def __init__(self) -> None:
        self.kinds: Counter[str] = Counter()
        self.reasons: Counter[str] = Counter()
        self.rules: Counter[Row] = Counter()
        self.samples: dict[Row, list[Case]] = {}

    def add(self, case: Case) -> None:
        """Count the case, and keep it if there are few like it yet."""
        verdict = case.verdict
        if verdict is None:
            return
        row = verdict.rule, verdict.certainty
        self.kinds[case.notice.kind] += 1
        self.rules[row] += 1
        reasons = (recipient.reason for recipient in case.notice.recipients if recipient.reason)
        self.reasons.update(dict.fromkeys(reasons, 1))  # each once, and in an order that is the same in every run
        if row in self.samples or len(self.samples) < _ROWS:
            same = self.samples.setdefault(row, [])
            if len(same) < SAMPLES:
                same.append(case)

    def update(self, other: Kept) -> None:
        """Take in what was kept under an id that turned out to be the same wave."""
        self.kinds += other.kinds
        self.reasons += other.reasons
        self.rules += other.rules
        for row, cases in other.samples.items():
            if row in self.samples or len(self.samples) < _ROWS:
                self.samples[row] = (self.samples.get(row, []) + cases)[:SAMPLES]

    def chosen(self, certainty: Certainty) -> list[Case]:
        """The samples to show: first those that carry the incident's own certainty, then one of each other row."""
        rows = sorted(self.samples, key=lambda row: (row[1] != certainty, -self.rules[row], row))
        rounds = [cases[turn] for turn in range(SAMPLES) for row in rows if turn < len(cases := self.samples[row])]
        return rounds[:SAMPLES]
