"""What our own logs say: did this message pass through our servers, and how did it come in?"""

from __future__ import annotations

from collections.abc import Iterator

from whosent.evidence.client import place_of_client
from whosent.evidence.scene import Scene
from whosent.logs.journey import Journey, is_loopback, named_after
from whosent.model.evidence import Evidence
from whosent.model.log import LogEvent
from whosent.walk.account import is_system_name, is_web_name
from whosent.walk.logged import Logged


def collect(scene: Scene) -> Iterator[Evidence]:
    """Whether the logs know the message, and the entry of the one that they know."""
    logged = scene.logged
    if logged is None or logged.waiting:
        return
    if logged.trouble is not None:
        yield Evidence("log-not-read", "observed", "log", {"why": logged.trouble})
    elif logged.binding == "none":
        yield from _absent(logged)
    elif logged.journey is not None:
        yield from _known(scene, logged.journey)


def _known(scene: Scene, journey: Journey) -> Iterator[Evidence]:
    assert scene.logged is not None
    last = journey.last
    if scene.logged.binding == "elsewhere":
        to = ", ".join(sorted(last.recipients)[:3])
        yield _seen("log-other-recipient", last.events[0], queue_id=last.queue_id, recipients=to)
        return
    event = last.outcomes[-1] if last.outcomes else last.events[0]
    kind = "log-handed-on" if scene.logged.binding == "handed-on" else "log-passed"
    yield _seen(kind, event, queue_id=last.queue_id, relay=event.relay or event.host)
    yield from _entry(scene, journey)


def _entry(scene: Scene, journey: Journey) -> Iterator[Evidence]:
    """How the first passage came in. A redirect of ours hands in again what came from outside."""
    entry = journey.first.entry
    redirect = _redirect(journey)
    if redirect is not None:
        yield _seen("log-redirect", redirect, mailbox=redirect.login or redirect.user, to=redirect.recipient)
    elif entry is None:
        yield _seen("log-no-entry", journey.first.events[0], queue_id=journey.first.queue_id)
    elif entry.act == "submitted":
        yield from _submitted(scene, journey, entry)
    elif entry.login is not None:
        yield _seen("log-login", entry, login=entry.login, client=_client(entry))
        yield from _place(scene, entry)
    elif is_loopback(entry.client_ip):
        yield _seen("log-loopback", entry, queue_id=journey.first.queue_id)
    elif _is_ours(scene, entry):
        yield _seen("log-from-own-host", entry, client=_client(entry))
    else:
        yield _seen("log-relayed", entry, client=_client(entry))
        yield from _place(scene, entry)
        yield from _passed_on(journey)


def _submitted(scene: Scene, journey: Journey, entry: LogEvent) -> Iterator[Evidence]:
    account = entry.user or (None if entry.uid is None else str(entry.uid))
    assert scene.logged is not None
    call, ran, request = scene.logged.call, scene.logged.ran, scene.logged.request
    if call is not None:
        yield _seen("log-script", call, script=call.script, line=str(call.line))
    if request is not None:
        yield _seen("log-request", request, client=request.client_ip or request.client, path=request.path,
                    time=request.clock)  # fmt: skip
    if ran is not None:
        yield _seen("log-directory", ran, directory=ran.directory)
    yield _seen("log-local", entry, account=account, host=entry.host)
    if is_web_name(account):
        yield _seen("log-web-account", entry, account=account)
    elif is_system_name(account):
        yield _seen("log-system-account", entry, account=account)


def _redirect(journey: Journey) -> LogEvent | None:
    """The line of a Sieve script or filter that sent this very message on to a recipient of ours."""
    for event in journey.loose:
        if event.recipient is not None and event.recipient.lower() in journey.last.recipients:
            return event
    return None


def _passed_on(journey: Journey) -> Iterator[Evidence]:
    """Taken for one address, handed on to another: within one passage, or as another message of ours."""
    for passage in journey.passages:
        for event in passage.outcomes:
            before = event.original_recipient or event.recipient
            if event.act == "requeued" or (event.original_recipient and event.original_recipient != event.recipient):
                yield _seen("log-passed-on", event, accepted_for=before, to=event.recipient)
                return


def _place(scene: Scene, entry: LogEvent) -> Iterator[Evidence]:
    found = place_of_client(scene, entry.client_ip)
    if found:
        network, kind = found.get("asn"), found.get("type")
        yield _seen("client-place", entry, country=found.get("country", "?"), network=network, type=kind)


def _is_ours(scene: Scene, entry: LogEvent) -> bool:
    side = scene.walk.side
    return side.is_own_address(entry.client_ip) or any(named_after(entry.client, host) for host in side.own.own_hosts)


def _absent(logged: Logged) -> Iterator[Evidence]:
    """No trace of it: that says something only where the logs cover the time on all hosts of ours."""
    window = logged.window
    if window is None:
        return
    why = window.why or logged.hole
    if why is not None:
        yield Evidence("log-not-covering", "observed", "log", {"why": why})
    else:
        yield Evidence("log-absent", "observed", "log", {"first": window.first, "last": window.last})


def _client(entry: LogEvent) -> str | None:
    if entry.client_ip is None:
        return entry.client
    return f"{entry.client} [{entry.client_ip}]" if entry.client else f"[{entry.client_ip}]"


def _seen(kind: str, event: LogEvent, **params: str | None) -> Evidence:
    return Evidence(kind, "observed", f"log:{event.source}", {k: v for k, v in params.items() if v is not None})
