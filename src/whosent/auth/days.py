"""Days as tags count them: since 1970-01-01, in UTC."""

from __future__ import annotations

from datetime import date

_FIRST = date(1970, 1, 1).toordinal()


def day_of(text: str) -> int:
    """The number of a day that is written like 2026-11-24. `ValueError` where it is none."""
    day = date.fromisoformat(text)
    if day.isoformat() != text:
        raise ValueError(f"'{text}' is not a day: write it like 2026-11-24")
    return day.toordinal() - _FIRST


def written(day: int) -> str:
    """2026-11-24"""
    return date.fromordinal(day + _FIRST).isoformat()
