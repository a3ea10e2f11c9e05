"""Each answer is in one class."""

from __future__ import annotations

from whosent.adapters.guard.latency import BOUNDS, Latency


def test_classes() -> None:
    seen = Latency()
    for seconds in (0.0, BOUNDS[0], BOUNDS[0] * 1.01, 5.0):
        seen.took(seconds)
    assert (seen.classes[0], seen.classes[1], seen.classes[-1], sum(seen.classes)) == (2, 1, 1, 4)
    assert seen.total > 5.0
