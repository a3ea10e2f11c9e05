"""Is one message like a crowd of others? The letters of one wave of spam are about as long, and every mail server logs
lengths (Postfix qmgr `size=`, Exim `S=`, Sendmail `size=`)."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import Literal

from whosent.logs.habits import Sending

Likeness = Literal["like", "unlike"]

ENOUGH = 4
"""So many others, before they are a crowd."""
ALIKE = 1.25
"""Lengths that differ by less than this factor are alike: names and random words differ."""
MOST = 0.8
"""This share of the others must be alike: else they are no one wave."""


def likeness(one: Sending, others: Sequence[Sending]) -> Likeness | None:
    """Are they alike, and is it like them? None where they are no crowd, or lengths are not known."""
    sizes = [other.size for other in others if other.size]
    if not one.size or len(sizes) < ENOUGH:
        return None
    usual = median(sizes)
    if sum(_are_alike(size, usual) for size in sizes) < MOST * len(sizes):
        return None
    return "like" if _are_alike(one.size, usual) else "unlike"


def _are_alike(size: float, other: float) -> bool:
    return other / ALIKE <= size <= other * ALIKE
