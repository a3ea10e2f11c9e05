"""Stamps of log lines as text: `YYYY-MM-DDTHH:MM:SS` by the writer's clock, year `0000` where the line names none."""

from __future__ import annotations

from calendar import isleap
from datetime import datetime

NO_YEAR = "0000"


def resolve(clock: str, latest: str) -> str:
    """`clock` with a year: the last one in which it is not after `latest`, a clock with a year (when the file was last
    written, when the notice came, or `end_of` a year). What has a year, stays; so does what no year makes true."""
    if not clock.startswith(NO_YEAR):
        return clock
    rest = clock[4:]
    year = int(latest[:4]) - (rest > latest[4:])
    if rest.startswith("-02-29"):
        year = next((leap for leap in range(year, max(year - 8, 0), -1) if isleap(leap)), 0)
    return f"{year:04}{rest}" if year > 0 else clock


def end_of(year: int) -> str:
    """The last second of a year."""
    return f"{year:04}-12-31T23:59:59"


def nearest(clock: str | None, near: str) -> str:
    """`clock` with the year that brings it nearest to `near`, a clock with a year. What has a year, stays."""
    if clock is None or not clock.startswith(NO_YEAR):
        return clock or near
    at = seconds(near) or 0
    years = [f"{year:04}{clock[4:]}" for year in range(max(int(near[:4]) - 1, 1), int(near[:4]) + 2)]
    return min(years, key=lambda one: abs((seconds(one) or 0) - at))


def seconds(clock: str) -> int | None:
    """Seconds since the beginning of year 1 by that clock, to tell the distance of two; None where there is no such day
    or hour. A clock without a year counts as one of 2000, a leap year."""
    try:
        moment = datetime.fromisoformat("2000" + clock[4:] if clock.startswith(NO_YEAR) else clock)
    except ValueError:
        return None
    return moment.toordinal() * 86_400 + moment.hour * 3_600 + moment.minute * 60 + moment.second
