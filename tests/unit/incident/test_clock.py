from __future__ import annotations

import pytest

from whosent.incident.clock import day, rfc3339, seconds


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-11-24T03:54:56+01:00", "2026-11-24T02:54:56Z"),
        ("2026-11-24T03:54:56Z", "2026-11-24T03:54:56Z"),
        ("2026-11-24T03:54:56.789-05:00", "2026-11-24T08:54:56Z"),
        ("2026-11-24T03:54:56", "2026-11-24T03:54:56Z"),
    ],
)
def test_round_trip(text: str, utc: str) -> None:
    value = seconds(text)
    assert value is not None
    assert rfc3339(value) == utc
    assert day(value) == utc[:10]


@pytest.mark.parametrize(
    "text", [None, "", "yesterday", "1970-01-01T00:00:00Z", "2100-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "\x00"]
)
def test_no_date(text: str | None) -> None:
    assert seconds(text) is None
