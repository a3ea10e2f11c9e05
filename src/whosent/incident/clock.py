"""RFC 3339 to whole seconds since 1970 and back; always UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

HOUR = 3600
DAY = 24 * HOUR

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EARLIEST = int((datetime(1990, 1, 1, tzinfo=UTC) - _EPOCH).total_seconds())
_LATEST = int((datetime(2100, 1, 1, tzinfo=UTC) - _EPOCH).total_seconds())


def seconds(text: str | None) -> int | None:
    """None for what is no date, and for years that only a broken clock gives (before 1990, from 2100 on)."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    since = moment - _EPOCH
    value = since.days * DAY + since.seconds
    return value if _EARLIEST <= value < _LATEST else None


def rfc3339(value: int) -> str:
    return (_EPOCH + timedelta(seconds=value)).isoformat()[:19] + "Z"


def day(value: int) -> str:
    return rfc3339(value)[:10]
