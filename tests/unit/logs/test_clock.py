from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whosent.logs.clock import end_of, resolve, seconds


@pytest.mark.parametrize(
    ("clock", "latest", "expected"),
    [
        ("0000-11-24T03:53:30", "2026-11-24T03:53:30", "2026-11-24T03:53:30"),
        ("0000-11-24T03:53:31", "2026-11-24T03:53:30", "2025-11-24T03:53:31"),
        ("0000-12-31T23:59:59", "2027-01-01T00:00:05", "2026-12-31T23:59:59"),
        ("0000-12-31T23:59:59", end_of(2026), "2026-12-31T23:59:59"),
        ("0000-01-01T00:00:00", end_of(2026), "2026-01-01T00:00:00"),
        ("0000-02-29T12:00:00", "2026-11-24T00:00:00", "2024-02-29T12:00:00"),
        ("0000-02-29T12:00:00", "2028-02-29T11:00:00", "2024-02-29T12:00:00"),
        ("0000-02-29T12:00:00", "1903-01-01T00:00:00", "1896-02-29T12:00:00"),
        ("2019-11-24T03:53:30", "2026-01-01T00:00:00", "2019-11-24T03:53:30"),
        ("0000-12-01T00:00:00", "0001-01-01T00:00:00", "0000-12-01T00:00:00"),
    ],
)
def test_the_year_is_the_last_possible(clock, latest, expected):
    assert resolve(clock, latest) == expected


@given(st.datetimes(min_value=datetime.fromisoformat("1971-01-01")), st.integers(0, 360 * 86_400))
def test_a_stamp_of_the_year_before_is_read_back(moment, ago):
    clock = (moment - timedelta(seconds=ago)).isoformat(timespec="seconds")
    if "-02-29T" not in clock:
        assert resolve("0000" + clock[4:], moment.isoformat(timespec="seconds")) == clock


def test_distances():
    late, early = seconds("2027-01-01T00:00:05"), seconds("2026-12-31T23:59:59")
    assert late is not None
    assert early is not None
    assert late - early == 6
    assert seconds("2026-02-30T00:00:00") is None
    assert seconds("nonsense") is None
    assert seconds("0000-02-29T00:00:00") is not None
