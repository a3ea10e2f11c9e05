"""Which time lines cover: the stamps of their first and last line, host by host, cut where a hole is between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from whosent.logs import host_of, stamp_of
from whosent.logs.clock import resolve, seconds

HOLE = 2 * 3600
"""Seconds without a line that are a hole in a log with traffic."""
QUIET = 50
"""… which a log has whose lines are that many times closer together on average."""
_NEAR = 20
"""Lines at either end of a block that are tried for a stamp: not every line has one."""


class Span(NamedTuple):
    """Lines of `host` between two clocks; `offset` is that of the zone in minutes, None where none is printed."""

    host: str | None
    offset: int | None
    first: str
    last: str


def spans_of(format_name: str, block: bytes, latest: str) -> list[Span]:
    """What a block covers. Clocks without a year get the last one in which they are not after `latest`."""
    lines = block.split(b"\n")[:-1]
    first = next(_stamped(format_name, lines[:_NEAR], latest), None)
    last = next(_stamped(format_name, reversed(lines[-_NEAR:]), latest), None)
    if first is not None and last is not None and first[:2] == last[:2] and _near(first.last, last.first):
        host = first.host
        if host is None or block.count(b" " + host.encode() + b" ") >= len(lines):
            return [first._replace(first=min(first.first, last.first), last=max(first.last, last.last))]
    return list(joined(_stamped(format_name, lines, latest)))


def _stamped(format_name: str, lines: Iterable[bytes], latest: str) -> Iterator[Span]:
    """Each line that has a stamp."""
    for line in lines:
        text = line.decode("utf-8", "replace")
        stamp = stamp_of(format_name, text)
        if stamp is not None:
            clock = resolve(stamp[0], latest)
            yield Span(host_of(format_name, text), stamp[1], clock, clock)


def joined(spans: Iterable[Span], hole: int = HOLE) -> Iterator[Span]:
    """Spans in the order of the log as few longer ones, a host at a time: those between which no hole is are one, with
    the offset of the first: summer time may begin or end."""
    open_: dict[str | None, Span] = {}
    for part in spans:
        before = open_.get(part.host)
        span = part if before is None else _moved(part, before.offset)
        if before is None:
            open_[span.host] = span
        elif before.offset == span.offset and _near(before.last, span.first, hole):
            open_[span.host] = before._replace(first=min(before.first, span.first), last=max(before.last, span.last))
        else:
            yield before
            open_[span.host] = part
    yield from open_.values()


def _moved(span: Span, offset: int | None) -> Span:
    """The span by a clock with another offset, where both are known."""
    if span.offset is None or offset is None or span.offset == offset:
        return span
    try:
        first, last = (
            (datetime.fromisoformat(clock) + timedelta(minutes=offset - span.offset)).isoformat()
            for clock in (span.first, span.last)
        )
    except (ValueError, OverflowError):
        return span
    return Span(span.host, offset, first, last)


def _near(before: str, after: str, hole: int = HOLE) -> bool:
    """No hole between two clocks? They may be in the wrong order for a moment: servers write side by side."""
    if before[:13] == after[:13]:  # the same hour
        return True
    one, other = seconds(before), seconds(after)
    return one is not None and other is not None and abs(other - one) <= hole


def hole_of(span: int, lines: int) -> int:
    """Seconds without a line that are a hole in a log of so many `lines` over `span` seconds."""
    return max(HOLE, QUIET * span // max(lines, 1))
