"""The JSON of `whosent logs find` (docs/logs.md). Stable like that of `machine`: names are added, never changed."""

from __future__ import annotations

import msgspec

from whosent.logs.finding import Finding, Sent
from whosent.mail.ip import is_loopback
from whosent.model.log import LogEvent
from whosent.report.machine import SCHEMA, Json, laid_out


def finding(found: Finding) -> bytes:
    """One document."""
    return laid_out({
        "schema": SCHEMA,
        "by": found.by,
        "value": found.value,
        "messages": [_message(sent) for sent in found.messages],
        "more": found.more,
        "lines": [_event(event) for event in found.loose],
        "covered": [msgspec.to_builtins(span) for span in found.spans],
        "trouble": found.trouble,
    })  # fmt: skip


def _message(sent: Sent) -> Json:
    first, last = sent.journey.first, sent.journey.last
    entry = first.entry
    return {
        "message_id": last.message_id,
        "from": first.sender,
        "recipients": sorted(last.recipients),
        "entry": entry_of(entry),
        "login": entry.login if entry is not None else None,
        "ip": entry.client_ip if entry is not None else None,
        "uid": entry.uid if entry is not None else None,
        "user": entry.user if entry is not None else None,
        "script": sent.call.script if sent.call is not None else None,
        "line": sent.call.line if sent.call is not None else None,
        "request": _event(sent.request) if sent.request is not None else None,
        "dir": sent.ran.directory if sent.ran is not None else None,
        "way": [
            {"host": one.host, "queue_id": one.queue_id, "lines": [_event(event) for event in one.events]}
            for one in sent.journey.passages
        ],
        "redirects": [_event(event) for event in sent.journey.loose],
    }


def entry_of(entry: LogEvent | None) -> str | None:
    """How a message came to us, by the line that says so; None where the server itself wrote it, or no line says it."""
    if entry is None:
        return None
    if entry.act == "submitted":
        return "local"
    if entry.login is not None:
        return "login"
    return "loopback" if is_loopback(entry.client_ip) else "relayed"


def _event(event: LogEvent) -> Json:
    """What the line says; of what it does not say, nothing."""
    raw: Json = msgspec.to_builtins(event)
    return raw
