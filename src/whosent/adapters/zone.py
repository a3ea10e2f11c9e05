"""Time zones of this computer."""

from __future__ import annotations

import os
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

LOCALTIME = "/etc/localtime"


def named(name: str) -> tzinfo:
    """The time zone of that name. `ValueError` with one line for the user."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"no time zone '{name}': write it like Europe/Berlin or UTC") from None


def local() -> tzinfo:
    """The zone of whoever sits here, summer time included: $TZ, else what the system is set to (tzset(3))."""
    try:
        if name := os.environ.get("TZ", "").removeprefix(":"):
            return ZoneInfo(name)
        with open(LOCALTIME, "rb") as file:  # noqa: PTH123 (a fixed place)
            return ZoneInfo.from_file(file, key="local")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        here = datetime.now().astimezone().tzinfo  # without rules: today's offset
        assert here is not None
        return here
