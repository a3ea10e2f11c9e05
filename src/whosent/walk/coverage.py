"""Would our logs know the message, had it passed through our servers? Only then does their silence say something."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta, tzinfo

from msgspec import DecodeError, Struct, json

from whosent.logs.clock import nearest, resolve, seconds
from whosent.logs.journey import Ask, named_after
from whosent.mail.date import moment_of
from whosent.model.log import LogSpan
from whosent.model.notice import Notice
from whosent.model.question import NotObserved, Question, seen
from whosent.walk.lines import Line
from whosent.walk.side import Side

MAIL_LOGS = frozenset({"syslog", "exim", "journal"})
QUEUE_LIFETIME = timedelta(days=5)
"""Postfix maximal_queue_lifetime, Sendmail Timeout.queuereturn; Exim and others give up earlier."""
HELD_BACK = timedelta(hours=1)
"""Longer than mail takes on its way, if nobody holds it."""
MINUTE = timedelta(minutes=1)
ANYWHERE = (-12 * 60, 14 * 60)
"""Minutes east of UTC, the least and the most that there are."""
SEASONS, FRIDAY, LATE = frozenset({3, 4, 9, 10, 11}), 4, 4
"""Months and weekday, and the hour at which it is over."""
MOST_DAYS = 10
TOGETHER = 1_800
"""Seconds: less than zones differ by, most often."""
A_DAY = 86_400
SUMMER = 3_600
"""Seconds by which an earlier stamp may differ without saying so: summer time has begun or ended since."""
COVERAGE = Question("coverage", "")
_decode = json.Decoder(LogSpan).decode


class Window(Struct, frozen=True):
    """What must be covered: from the first moment at which the message can have been with us to the one at which the
    reporter took it, by a clock that is `offset` minutes east of UTC; or `why` this cannot be said. `by`: the host of
    ours whose clock this is; None where no line of ours is topmost."""

    first: str = ""
    last: str = ""
    why: str | None = None
    offset: int = 0
    by: str | None = None


def window(
    notice: Notice, lines: tuple[Line, ...], returned: tuple[Line, ...], over: Line | None, side: Side, ask: Ask
) -> Window | None:
    """The time that our logs cover of the message's life, None while this is not known yet.

    What the message says of its own age anybody may have written; but had it passed through us, it would be true. So a
    false date can only make us ask for more than needed. Its Date counts where one of its lines names us, for whatever
    passed through our servers bears their line; or where it is old, for who holds mail back may have taken lines out.
    """
    answer = ask(COVERAGE)
    if answer is None:
        return None
    if isinstance(answer, NotObserved):
        return Window(why=answer.why)
    taken = moment_of(over.hop.date) if over is not None else next(_moments(lines), None)
    if taken is None:
        return Window(why="no line says when it was")
    if over is None:
        return _window(taken - QUEUE_LIFETIME, taken, lines, side)
    below = returned[over.index + 1 :]
    dates = [line.hop.date for line in below]
    written = moment_of(notice.original.date)
    held = written is not None and taken - written > HELD_BACK
    if held or any(side.of_our_organisation(line.hop.by) for line in below):
        dates.append(notice.original.date)
    moments = [moment for date in dates if (moment := moment_of(date)) is not None]
    return _window(min([*moments, taken]), taken, lines, side)


def _window(first: datetime, last: datetime, lines: tuple[Line, ...], side: Side) -> Window:
    """By the clock of whoever wrote the topmost line: nobody else can have written that one, so it tells our zone."""
    top = next(_moments(lines[:1]), None)
    zone = top.tzinfo if top is not None else next((moment.tzinfo for moment in _moments(lines)), last.tzinfo)
    by = lines[0].hop.by if top is not None and side.of_our_organisation(lines[0].hop.by) else None
    offset = last.astimezone(zone).utcoffset() or timedelta()
    return Window(_clock(first, zone), _clock(last, zone), offset=round(offset / MINUTE), by=by)


def hole(want: Window, side: Side, ask: Ask) -> str | None:
    """Which of our hosts' logs does not cover the window? None if all do."""
    told = (_span(value) for value in seen(ask(COVERAGE)))
    spans = [span for span in told if span is not None and span.format in MAIL_LOGS]
    hosts = list(side.own.own_hosts)
    if not hosts:
        return "no host of ours is named: --own HOST"
    for host in hosts:
        found = _of_host(host, hosts, spans)
        zones = _zones(want, host, found, _of_host(want.by or "", hosts, spans))
        if not _covered(want, found, zones):
            if _covered(want, found, (want.offset,)):
                return f"the logs of {host} name no time zone: say theirs with --tz"
            return f"the logs of {host} do not cover {want.first} to {want.last}"
    return None


def _zones(want: Window, host: str, found: list[LogSpan], known: list[LogSpan]) -> tuple[int, ...]:
    """Offsets that the clock of a host may have if its log (`found`) names none: that of its own line, or of the host
    whose zone is `known` if both logs were copied together; else as the others of ours, or UTC, as many servers have
    it; else any."""
    if want.by is None:
        return ANYWHERE
    if named_after(want.by, host) or named_after(host, want.by) or _together(want, found, known):
        return (want.offset,)
    return (want.offset, 0)


def _together(want: Window, found: list[LogSpan], known: list[LogSpan]) -> bool:
    """Do logs that were copied together end at one time by the same clock? (Logs are rotated by each host's own: all
    begin and end at midnight.)"""
    ends = [_end(span, want.last) for span in known if span.offset in (None, want.offset)]
    return any(_near(_end(span, want.last), one) for span in found for one in ends)


def _end(span: LogSpan, near: str) -> str | None:
    """Its last stamp, unless it was rotated then: days after it begins, at that time of day."""
    first, last = _dated(span, near)
    begin, end = seconds(first), seconds(last)
    if begin is None or end is None or end - begin < TOGETHER:
        return last
    return last if TOGETHER < (end - begin) % A_DAY < A_DAY - TOGETHER else None


def _near(one: str | None, other: str | None) -> bool:
    first, second = seconds(one or ""), seconds(other or "")
    return first is not None and second is not None and abs(first - second) <= TOGETHER


def _of_host(host: str, hosts: list[str], spans: list[LogSpan]) -> list[LogSpan]:
    """Spans of that host; a format that names no host speaks of our only one. syslog prints the first label alone: it
    means nobody where two of ours begin alike."""
    alike = [other for other in hosts if other.partition(".")[0] == host.partition(".")[0]]
    named = [span for span in spans if (span.host == host if len(alike) > 1 else named_after(host, span.host))]
    return named or ([span for span in spans if span.host is None] if len(hosts) == 1 else [])


def _covered(want: Window, spans: Iterable[LogSpan], zones: tuple[int, ...]) -> bool:
    """Does one of the spans cover it, whichever of the zones is that of those that name none?"""
    return any(
        all(_within(want, span, offset) for offset in (zones if span.offset is None else (span.offset,)))
        for span in spans
    )


def _within(want: Window, span: LogSpan, offset: int) -> bool:
    """Does the span cover it, if its clock is so many minutes east of UTC?"""
    moved = 60 * (offset - want.offset)
    begin, end = (seconds(clock) for clock in _dated(span, want.last))
    first, last = seconds(want.first), seconds(want.last)
    if begin is None or end is None or first is None or last is None:
        return False
    summer = SUMMER if span.offset is None and _may_have_changed(want) else 0
    return begin <= first + moved - summer and last + moved <= end


def _may_have_changed(want: Window) -> bool:
    """May clocks have been changed in between? That is done in spring and autumn, on a night before Friday, Saturday or
    (nearly everywhere) Sunday."""
    first, last = datetime.fromisoformat(want.first), datetime.fromisoformat(want.last)
    if first.hour >= LATE:
        first += timedelta(days=1)
    days = range(first.toordinal(), last.toordinal() + 1)
    nights = (datetime.fromordinal(day) for day in days[:MOST_DAYS])
    return any(night.weekday() >= FRIDAY and night.month in SEASONS for night in nights)


def _dated(span: LogSpan, near: str) -> tuple[str, str]:
    """Both ends with a year. Where the stamps have none, it is the one that brings the last nearest to `near`."""
    last = nearest(span.last, near)
    return resolve(span.first, last), last


def _span(value: str) -> LogSpan | None:
    try:
        return _decode(value)
    except DecodeError:
        return None


def _moments(lines: tuple[Line, ...]) -> Iterator[datetime]:
    return (moment for line in lines if (moment := moment_of(line.hop.date)) is not None)


def _clock(moment: datetime, zone: tzinfo | None) -> str:
    return moment.astimezone(zone).strftime("%Y-%m-%dT%H:%M:%S")
