"""How long answers took."""

from __future__ import annotations

from bisect import bisect_left

BOUNDS = (0.00005, 0.0001, 0.0002, 0.0005, 0.001, 0.005, 0.025, 0.1, 1.0)
"""Seconds; the upper ends of the classes. The last class has none."""


class Latency:
    """A histogram."""

    def __init__(self) -> None:
        self.classes = [0] * (len(BOUNDS) + 1)
        self.total = 0.0

    def took(self, seconds: float) -> None:
        """One more answer."""
        self.classes[bisect_left(BOUNDS, seconds)] += 1
        self.total += seconds
