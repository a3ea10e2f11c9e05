"""Which time the logs of an index cover: a rotated set is one log.

A log that never says what becomes of a message (of logins, of rejected mail, of the system) is told as one of another
format, `syslog without mail`: that nothing stands in it says nothing about a message.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta, tzinfo

from whosent.adapters.logs.index import File, Index
from whosent.adapters.logs.spans import hole_of, joined
from whosent.logs.clock import seconds
from whosent.model.log import LogSpan

WITHOUT_MAIL = " without mail"
_ROTATED = re.compile(r"(?:[.-]\d{1,8}(?:[.-]\d{1,8}){0,3})?(?:\.gz)?(?:@[\d-]{1,10})?\Z")
"""What logrotate (`.1`, `-20261124`, `.gz`), newsyslog and `writer.py` (`@2026-11-24`) hang on a name."""


def log_spans(index: Index, names: Mapping[int, str], zone: tzinfo | None) -> Iterator[LogSpan]:
    """What each log covers, host by host, cut where it has a hole; by the name of its newest file. A clock without a
    zone is one of `zone`."""
    for files in _sets(index):
        name = files[-1].format if any(file.mail for file in files) else files[-1].format + WITHOUT_MAIL
        hole = hole_of(sum(map(_length, files)), sum(index.lines(file) for file in files))
        parts = [span for file in files for span in index.spans(file)]
        for span in joined(parts, hole):
            offset = _offset(span.first, zone) if span.offset is None and zone is not None else span.offset
            last = span.last if span.offset is not None or zone is None else _moved(span.last, zone, offset)
            yield LogSpan(names[files[-1].id], name, span.host, span.first, last, offset)


def _sets(index: Index) -> list[list[File]]:
    """Files that were one log before they were rotated, the oldest first."""
    sets: dict[tuple[str, str], list[File]] = {}
    for file in index.files:
        stem = _ROTATED.sub("", file.path, 1)
        sets.setdefault((stem, file.format), []).append(file)
    return list(sets.values())


def _length(file: File) -> int:
    """Seconds from the first to the last line."""
    first, last = seconds(file.first or ""), seconds(file.last or "")
    return last - first if first is not None and last is not None else 0


def _offset(clock: str, zone: tzinfo) -> int | None:
    """Minutes east of UTC at that moment."""
    try:
        offset = datetime.fromisoformat(clock).replace(tzinfo=zone).utcoffset()
    except ValueError:
        return None
    return round(offset / timedelta(minutes=1)) if offset is not None else None


def _moved(clock: str, zone: tzinfo, offset: int | None) -> str:
    """The clock as it would show with `offset`: summer time may have begun since."""
    if offset is None:
        return clock
    try:
        moment = datetime.fromisoformat(clock).replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return clock
    return (moment + timedelta(minutes=offset)).strftime("%Y-%m-%dT%H:%M:%S")
