"""Counted by day, and given away once."""

from __future__ import annotations

from typing import get_args

from whosent.guard.counts import DECISIONS, Counts, decided
from whosent.guard.judging import BAD, Worth


def test_taken_once() -> None:
    counts = Counts()
    counts.add("signed", 1)
    counts.add("signed", 1)
    counts.add("signed", 2)
    assert counts.take() == {(1, "signed"): 2, (2, "signed"): 1}
    assert counts.take() == {}
    assert counts.total == {"signed": 3}


def test_given_back_where_it_could_not_be_kept() -> None:
    counts = Counts()
    counts.add("signed", 1)
    taken = counts.take()
    counts.add("signed", 1)
    counts.give_back(taken)
    assert counts.take() == {(1, "signed"): 2}


def test_every_decision_has_a_name() -> None:
    assert len(set(DECISIONS)) == len(DECISIONS)
    for worth in get_args(Worth):
        for outcome in ("refused", "would-refuse") if worth in BAD else ("arrived",):
            assert decided(outcome, worth) in DECISIONS  # type: ignore[arg-type]
