from __future__ import annotations

from datetime import UTC, timedelta, timezone

import pytest

from whosent.report.dates import Clock

BERLIN = timezone(timedelta(hours=1), "MEZ")


def test_dates_in_words_and_in_the_zone_of_the_reader() -> None:
    assert Clock("de", BERLIN).moment("2026-11-21T08:14:09Z") == "21. November 2026, 09:14 Uhr"
    assert Clock("en", UTC).moment("2026-11-21T09:14:09+01:00") == "21 November 2026, 08:14"
    assert Clock("de", BERLIN).day("2026-02-28T23:30:00Z") == "1. März 2026"
    assert Clock("de", BERLIN).zone_name("2026-02-28T23:30:00Z") == "MEZ"


def test_the_offset_unknown_counts_as_utc() -> None:
    assert Clock("en", UTC).moment("2026-11-21T09:14:09-00:00") == "21 November 2026, 09:14"


@pytest.mark.parametrize("broken", [None, "", "yesterday", "2026-13-45T99:00:00Z", "0001-01-01T00:00:00+23:00"])
def test_no_date_no_words(broken: str | None) -> None:
    assert Clock("en", BERLIN).moment(broken) == ""
    assert Clock("en", BERLIN).day(broken) == ""
