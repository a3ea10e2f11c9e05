from __future__ import annotations

import pytest

from whosent.incident.sketch import Distinct, K, note, united


def filled(values: range) -> Distinct:
    sketch = Distinct()
    for value in values:
        mark = sketch.add(f"v{value}")
        if mark is not None and value % 4 == 0:
            sketch.flag(mark)
    return sketch


def test_exact_while_small() -> None:
    sketch = filled(range(K))
    for value in range(0, K, 3):
        assert sketch.add(f"v{value}") is None
    assert (sketch.count(), sketch.flagged()) == (K, K // 4)


@pytest.mark.parametrize("number", [K + 1, 3 * K, 20_000, 100_000])
def test_estimate_within_three_standard_errors(number: int) -> None:
    sketch = filled(range(number))
    assert sketch.count() == pytest.approx(number, rel=3 / (K - 2) ** 0.5)
    assert sketch.flagged() == pytest.approx(number / 4, rel=0.2)


def test_memory_is_flat() -> None:
    assert len(filled(range(50_000)).marks) < 2 * K


def test_union_is_what_one_sketch_would_hold() -> None:
    whole, left, right = filled(range(9000)), filled(range(5000)), filled(range(4000, 9000))
    left.update(right)
    assert (left.count(), left.flagged()) == (whole.count(), whole.flagged())


def test_union_with_the_same_changes_nothing() -> None:
    one = filled(range(5000))
    before = one.count(), one.flagged()
    one.update(filled(range(5000)))
    assert (one.count(), one.flagged()) == before


def test_sample_keeps_the_first_distinct() -> None:
    sample: dict[str, int] = {}
    for number, value in enumerate("abacbd"):
        note(sample, value, number, 3)
    assert sample == {"a": 0, "b": 1, "c": 3}


def test_united_orders_by_first_sight() -> None:
    assert united({"a": 1, "c": 9}, {"b": 2, "c": 3}, 2) == {"a": 1, "b": 2}
    assert list(united({"a": 1, "c": 9}, {"b": 2, "c": 3}, 9).items()) == [("a", 1), ("b", 2), ("c", 3)]
    assert united({"a": 1}, {"a": 0, "b": 5}, 9, shift=10) == {"a": 1, "b": 15}
