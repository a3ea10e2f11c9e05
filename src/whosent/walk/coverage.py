"""Would our logs know the message, had it passed through our servers? Only then does their silence say something."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta, tzinfo

from msgspec import DecodeError, Struct, json

from whosent.logs.journey import Ask, named_after
from whosent.model.log import LogSpan
from whosent.model.notice import Notice
from whosent.model.question import NotObserved, Observed, Question
from whosent.walk.lines import Line
from whosent.walk.side import Side

MAIL_LOGS = frozenset({"syslog", "exim", "journal"})
QUEUE_LIFETIME = timedelta(days=5)
"""Postfix maximal_queue_lifetime, Sendmail Timeout.queuereturn; Exim and others give up earlier."""
HELD_BACK = timedelta(hours=1)
"""Longer than mail takes on its way, if nobody holds it."""
COVERAGE = Question("coverage", "")
_decode = json.Decoder(LogSpan).decode


class Window(Struct, frozen=True):
    """What must be covered: from the first moment at which the message can have been with us to the one at which the
    reporter took it (both on our clocks), or `why` this cannot be said."""

    first: str = ""
    last: str = ""
    why: str | None = None


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
    taken = _moment(over.hop.date) if over is not None else next(_moments(lines), None)
    if taken is None:
        return Window(why="no line says when it was")
    if over is None:
        return Window(_clock(taken - QUEUE_LIFETIME, taken.tzinfo), _clock(taken, taken.tzinfo))
    below = returned[over.index + 1 :]
    dates = [line.hop.date for line in below]
    written = _moment(notice.original.date)
    held = written is not None and taken - written > HELD_BACK
    if held or any(side.of_our_organisation(line.hop.by) for line in below):
        dates.append(notice.original.date)
    moments = [moment for date in dates if (moment := _moment(date)) is not None]
    zone = next((moment.tzinfo for moment in _moments(lines)), taken.tzinfo)
    first, last = min([*moments, taken]), taken
    return Window(_clock(first, zone), _clock(last, zone))


def hole(want: Window, side: Side, ask: Ask) -> str | None:
    """Which of our hosts' logs does not cover the window? None if all do."""
    answer = ask(COVERAGE)
    spans = (
        [span for value in answer.values if (span := _span(value)) is not None] if isinstance(answer, Observed) else []
    )
    spans = [span for span in spans if span.format in MAIL_LOGS]
    hosts = list(side.own.own_hosts)
    if not hosts:
        return "no host of ours is named: --own HOST"
    for host in hosts:
        if not _covered(want, _of_host(host, hosts, spans)):
            return f"the logs of {host} do not cover {want.first} to {want.last}"
    return None


def _of_host(host: str, hosts: list[str], spans: list[LogSpan]) -> list[LogSpan]:
    """Spans of that host; a format that names no host speaks of our only one. syslog prints the first label alone: it
    means nobody where two of ours begin alike."""
    alike = [other for other in hosts if other.partition(".")[0] == host.partition(".")[0]]
    named = [span for span in spans if (span.host == host if len(alike) > 1 else named_after(host, span.host))]
    return named or ([span for span in spans if span.host is None] if len(hosts) == 1 else [])


def _covered(want: Window, spans: Iterable[LogSpan]) -> bool:
    return any(first <= want.first and want.last <= last for first, last in (_dated(span, want.last) for span in spans))


def _dated(span: LogSpan, near: str) -> tuple[str, str]:
    """Both ends with a year. Where the stamps have none, it is the one that brings the last nearest to `near`."""
    if not span.last.startswith("0000"):
        return span.first, span.last
    year = int(near[:4])
    last_year = year if span.last[4:] >= near[4:] or span.first[4:] <= near[4:] else year - 1
    first_year = last_year if span.first[4:] <= span.last[4:] else last_year - 1
    return f"{first_year:04}{span.first[4:]}", f"{last_year:04}{span.last[4:]}"


def _span(value: str) -> LogSpan | None:
    try:
        return _decode(value)
    except DecodeError:
        return None


def _moments(lines: tuple[Line, ...]) -> Iterator[datetime]:
    return (moment for line in lines if (moment := _moment(line.hop.date)) is not None)


def _moment(date: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(date) if date else None
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None


def _clock(moment: datetime, zone: tzinfo | None) -> str:
    return moment.astimezone(zone).strftime("%Y-%m-%dT%H:%M:%S")
