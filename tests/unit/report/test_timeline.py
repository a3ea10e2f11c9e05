from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from tests.unit.report.cases import forged, incident, said, texts

from whosent.report.dates import Clock
from whosent.report.parts import Timeline
from whosent.report.timeline import MAX_BARS, timeline

START = datetime(2026, 11, 21, 3, tzinfo=UTC)


def drawn(hours: dict[int, int], zone: timezone = UTC) -> Timeline | None:
    listed = tuple(((START + timedelta(hours=hour)).isoformat(), count) for hour, count in sorted(hours.items()))
    wave = incident(forged(), messages=sum(hours.values()), hourly=listed)
    return timeline(wave, texts("en"), Clock("en", zone))


def test_one_hour_is_no_timeline() -> None:
    assert drawn({0: 5}) is None
    assert drawn({}) is None


def test_a_column_per_hour_with_the_empty_ones_between() -> None:
    found = drawn({0: 110, 2: 640, 4: 1})
    assert found is not None
    assert [bar.count for bar in found.bars] == [110, 0, 640, 0, 1]
    assert [bar.label for bar in found.bars] == ["21 Nov 03h", "04h", "05h", "06h", "07h"]
    assert said(found.title) == "Messages per hour: 751 messages, most of them 640 from 21 November 2026, 05:00"
    assert "21 November 2026, 03:00: 110" in said(found.description)


def test_a_new_day_is_named() -> None:
    found = drawn({20: 1, 22: 1})
    assert found is not None
    assert [bar.label for bar in found.bars] == ["21 Nov 23h", "22 Nov 00h", "01h"]


@pytest.mark.parametrize("span", [47, 48, 100, 500, 24 * 365, 24 * 365 * 40])
def test_never_more_columns_than_can_be_read_and_nothing_is_lost(span: int) -> None:
    hours = dict.fromkeys(range(0, span, max(1, span // 300)), 2) | {span: 3}
    found = drawn(hours)
    assert found is not None
    assert len(found.bars) <= MAX_BARS
    assert sum(bar.count for bar in found.bars) == sum(hours.values())


def test_hours_are_those_of_the_reader() -> None:
    found = drawn({0: 1, 1: 1}, timezone(timedelta(hours=9, minutes=30)))
    assert found is not None
    assert found.bars[0].label == "21 Nov 12h"
