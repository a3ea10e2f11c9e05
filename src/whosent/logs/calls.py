"""Which script handed a message in: PHP's own log of mail() calls, and Exim's note of where a program ran.

PHP logs the recipients, the author and the subject of each call, not the queue id. So a call is this message's if they
are the same and the clocks agree; where two scripts fit, none is named.
"""

from __future__ import annotations

from collections.abc import Iterable

from whosent.logs.clock import NO_YEAR, seconds
from whosent.logs.journey import Ask, Passage, Search, read_value
from whosent.mail.decode import decode_words
from whosent.model.log import LogEvent
from whosent.model.question import Question, seen

NEAR = 15
"""Seconds between the call and the entry into the queue: a busy server's sendmail waits."""
VERY_NEAR = 1
"""Seconds between a request and the call that it leads to: stamps are cut to seconds, a server notes begin or end."""
_ZONES = 900
"""All zones differ by quarters of an hour: two clocks that show the same instant agree on the rest."""
MAX_RECIPIENTS = 10
MAX_DEPTH = 8


def call_of(search: Search, passage: Passage, author: str | None, subject: str | None) -> LogEvent | None:
    """The call of mail() that handed `passage` in: its author and subject as the message says them, None if unknown."""
    entry = passage.entry
    if entry is None or entry.act != "submitted" or entry.clock is None:
        return None
    calls: dict[str, LogEvent] = {}
    for recipient in sorted(passage.recipients)[:MAX_RECIPIENTS]:
        for event in search.lines(recipient):
            if event.act == "called" and recipient in map(str.lower, event.recipients) and at_once(event, entry):
                calls[event.source] = event
    return _one_script(_fitting(calls.values(), author, subject))


def _fitting(calls: Iterable[LogEvent], author: str | None, subject: str | None) -> list[LogEvent]:
    """Those with the same author and subject, where both sides say one."""
    return [call for call in calls if _same(call.header_from, author) and _same(_words(call.subject), subject)]


def _words(text: str | None) -> str | None:
    return decode_words(text) if text else None


def _same(one: str | None, other: str | None) -> bool:
    if not one or not other:
        return True
    return " ".join(one.split()).lower() == " ".join(other.split()).lower()


def _one_script(calls: list[LogEvent]) -> LogEvent | None:
    scripts = {(call.script, call.line) for call in calls}
    return calls[0] if len(scripts) == 1 else None


def at_once(call: LogEvent, entry: LogEvent, near: int = NEAR) -> bool:
    """Did both happen within `near` seconds, as far as their clocks agree, whatever their zones?"""
    if call.clock is None or entry.clock is None:
        return False
    dated = not call.clock.startswith(NO_YEAR) and not entry.clock.startswith(NO_YEAR)
    one = seconds(call.clock if dated else NO_YEAR + call.clock[4:])
    other = seconds(entry.clock if dated else NO_YEAR + entry.clock[4:])
    if one is None or other is None:
        return False
    apart = one - other
    if call.offset is not None and entry.offset is not None:
        return abs(apart - 60 * (call.offset - entry.offset)) <= near
    rest = (apart + _ZONES // 2) % _ZONES - _ZONES // 2
    return abs(rest) <= near and abs(apart) <= 14 * 3600


def request_of(ask: Ask, call: LogEvent) -> LogEvent | None:
    """The web request that ran the script: its path ends the script's, its site is named in it, and the clocks agree.
    Where several clients fit, it is the only one that sent something, at that time or else within a second of the call:
    a script that many use would otherwise never be anybody's. Else it is nobody's."""
    found: dict[str, LogEvent] = {}
    for path in _paths(call.script or ""):
        for event in map(read_value, seen(ask(Question("requests", path)))):
            if event is not None and event.path == path and at_once(event, call) and _on_site(event, call):
                found[event.source] = event
    posts = [event for event in found.values() if event.method == "POST"]
    return _only(found.values()) or _only(posts) or _only(event for event in posts if at_once(event, call, VERY_NEAR))


def _only(events: Iterable[LogEvent]) -> LogEvent | None:
    """The last of them, if all are one client's."""
    found = sorted(events, key=lambda event: event.clock or "")
    return found[-1] if len({event.client_ip or event.client for event in found}) == 1 else None


def _on_site(request: LogEvent, call: LogEvent) -> bool:
    return not request.site or request.site.lower() in (call.script or "").lower()


def _paths(script: str) -> list[str]:
    """What a site may call the file: the ends of its path, the longest first. Code that eval() ran is in that file."""
    parts = script.partition("(")[0].strip("/").split("/")[-MAX_DEPTH:]
    return ["/" + "/".join(parts[n:]) for n in range(len(parts))]


def directories_of(search: Search, passage: Passage) -> tuple[LogEvent, ...]:
    """Where the program may have run that handed `passage` in, the likeliest last: Exim writes `cwd=` just before the
    message comes in. Others that ran in the same second leave such lines too, and queue runners, from its spool."""
    entry = passage.entry
    if entry is None or entry.act != "submitted":
        return ()
    found: list[LogEvent] = []
    for event in search.lines(passage.queue_id):
        if event.source == entry.source:
            break
        if event.act == "ran" and at_once(event, entry, VERY_NEAR):
            found.append(event)
    return tuple(found)
