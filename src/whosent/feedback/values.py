"""What reporters write into their fields, made usable: names, numbers, dates. Free text of strangers, all of it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

MAX_NAME = 255
MAX_COUNT = 10**9
"""Messages of one row. More than a big provider sees of one domain in a day is an invention."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_SECONDS = re.compile(r"\d{9,11}", re.ASCII)
_NUMBER = re.compile(r"\d{1,10}", re.ASCII)
_DOMAIN = re.compile(r"[^\s\x00-\x20<>()\[\]:;@\\,\"'/]{1,253}")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def name(text: str | None, limit: int = MAX_NAME) -> str | None:
    """One line of text, None where there is none."""
    clean = _CONTROL.sub(" ", (text or "")[:limit]).strip()
    return clean or None


def domain(text: str | None) -> str | None:
    """A domain name in lower case, None where it is none. Some reporters give an address instead."""
    found = (text or "")[: 2 * MAX_NAME].strip().rpartition("@")[2].rstrip(".").lower()
    return found if _DOMAIN.fullmatch(found) else None


def count(text: str | None) -> int:
    """A number of messages, 0 where it is none."""
    found = (text or "")[:40].strip()
    return min(int(found), MAX_COUNT) if _NUMBER.fullmatch(found) else 0


def moment(text: str | None) -> str | None:
    """Seconds since 1970 as RFC 3339."""
    found = (text or "")[:40].strip().partition(".")[0]
    if not _SECONDS.fullmatch(found):
        return None
    return (_EPOCH + timedelta(seconds=int(found))).strftime("%Y-%m-%dT%H:%M:%SZ")


def word(text: str | None) -> str:
    """A keyword in lower case."""
    return (text or "")[:40].strip().lower()
