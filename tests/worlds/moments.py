"""Time in a world: ten days of November 2026, and how each program prints it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone, tzinfo

CET = timezone(timedelta(hours=1), "CET")
FIRST, TODAY = 15, 24
"""The first day of the logs, and the one on which the notice comes."""
BEFORE = range(FIRST, TODAY)
"""The days before."""


def at(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """A moment of November 2026 in Central Europe. Minutes and seconds may be more than 59."""
    return datetime(2026, 11, day, tzinfo=CET) + timedelta(hours=hour, minutes=minute, seconds=second)


def later(moment: datetime, seconds: float) -> datetime:
    return moment + timedelta(seconds=seconds)


def syslog(moment: datetime, zone: tzinfo = CET) -> str:
    """`Nov  4 03:53:36`."""
    local = moment.astimezone(zone)
    return f"{local:%b} {local.day:2} {local:%H:%M:%S}"


def exim(moment: datetime, zone: tzinfo = CET) -> str:
    """`2026-11-24 03:53:36`."""
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M:%S}"


def php(moment: datetime, zone: tzinfo = CET) -> str:
    """`24-Nov-2026 03:53:36 Europe/Berlin`: `date.timezone` of the script."""
    name = "UTC" if zone is UTC else "Europe/Berlin"
    return f"{moment.astimezone(zone):%d-%b-%Y %H:%M:%S} {name}"


def access(moment: datetime, zone: tzinfo = CET) -> str:
    """`24/Nov/2026:03:53:36 +0100`."""
    return f"{moment.astimezone(zone):%d/%b/%Y:%H:%M:%S %z}"


def rfc5322(moment: datetime, zone: tzinfo = CET, *, comment: bool = False) -> str:
    """`Tue, 24 Nov 2026 03:53:36 +0100`; Postfix puts the zone's name behind it."""
    local = moment.astimezone(zone)
    name = f" ({local.tzname()})" if comment else ""
    return f"{local:%a}, {local.day} {local:%b %Y %H:%M:%S %z}{name}"
