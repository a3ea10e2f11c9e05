"""Client, login and message that stand in lines of their own (Sendmail, OpenSMTPD), put together by their connection.

OpenSMTPD numbers connections; Sendmail's is known by its process alone, whose number comes again: on another day, after
a restart, at another host. So a line counts for a message only if it is of the same host, stands before it, not long
before, and names no other client.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from whosent.logs.clock import seconds
from whosent.model.log import LogEvent

SESSION = 3_600
"""Seconds between two lines of one connection, at most."""


class _Session(Struct):
    """What is known of a connection: its client and login by the lines so far, and when the last was written."""

    client: LogEvent
    login: LogEvent | None
    clock: str


def whole(events: Iterable[LogEvent]) -> list[LogEvent]:
    """The events, in the order of the log; logins with their client, messages with client and login."""
    open_: dict[tuple[str | None, str], _Session] = {}
    return [_whole(event, open_) if event.session is not None else event for event in events]


def _whole(event: LogEvent, open_: dict[tuple[str | None, str], _Session]) -> LogEvent:
    key = event.host, event.session or ""
    before = open_.get(key)
    if before is not None and not _goes_on(before, event):
        before = None
        del open_[key]
    if event.act == "accepted":
        event = _with(event, before, before.login.login if before is not None and before.login is not None else None)
    elif event.act in ("login", "login-failed"):
        event = _with(event, before, event.login)
    if event.act in ("connected", "login"):
        open_[key] = _Session(event, event if event.act == "login" else None, event.clock or "")
    elif before is not None and event.act == "accepted":
        before.clock = event.clock or ""
    return event


def _goes_on(session: _Session, event: LogEvent) -> bool:
    one, other = seconds(session.clock), seconds(event.clock or "")
    if one is None or other is None or not 0 <= other - one <= SESSION:
        return False
    if (event.session or "").startswith("["):  # a process: what a client says may have hidden its address
        return event.client_ip is not None and event.client_ip == session.client.client_ip
    return event.client_ip is None or session.client.client_ip in (None, event.client_ip)


def _with(event: LogEvent, before: _Session | None, login: str | None) -> LogEvent:
    if before is None or (event.login and event.client_ip):
        return event
    client = before.client
    return replace(event, client_ip=event.client_ip or client.client_ip, client=event.client or client.client,
                   login=event.login or login)  # fmt: skip
