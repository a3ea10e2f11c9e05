"""Is one message like a crowd of others? The letters of one wave of spam are about as long, and every mail server logs
lengths (Postfix qmgr `size=`, Exim `S=`, Sendmail `size=`)."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from whosent.logs.habits import Sending

ENOUGH = 4
"""So many others, before they are a crowd."""
ALIKE = 1.25
"""Lengths that differ by less than this factor are alike: names and random words differ."""
MOST = 0.8
"""This share of the others must be alike: else they are no one wave."""


def unlike(one: Sending, others: Sequence[Sending]) -> bool:
    """Are they alike, and is it not? Never where lengths are not known."""
    sizes = [other.size for other in others if other.size]
    if not one.size or len(sizes) < ENOUGH:
        return False
    usual = median(sizes)
    alike = sum(_are_alike(size, usual) for size in sizes)
    return alike >= MOST * len(sizes) and not _are_alike(one.size, usual)


def _are_alike(size: float, other: float) -> bool:
    return other / ALIKE <= size <= other * ALIKE
