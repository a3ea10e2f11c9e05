"""What our own logs say: did this message pass through our servers, and how did it come in?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from whosent.evidence.client import place_of_client
from whosent.evidence.scene import Scene
from whosent.evidence.signed import holds
from whosent.logs.calls import at_once
from whosent.logs.clock import nearest
from whosent.logs.journey import Journey, read_value
from whosent.mail.address import domain_of
from whosent.mail.ip import is_loopback
from whosent.model.evidence import Evidence
from whosent.model.log import LogEvent
from whosent.model.question import NotObserved, Question, seen
from whosent.walk.account import is_system_name, is_web_name
from whosent.walk.logged import Logged

_WEBMAIL = re.compile(r"webmail|roundcube|rainloop|snappymail|squirrelmail|horde|sogo|/rc/", re.IGNORECASE)
"""Paths under which programs live that send for whoever has logged in to them."""

_WEB_ROOT = re.compile(r"/(?:www|wwwroot|htdocs|httpdocs|public_html|cgi-bin|vhosts)(?:/|\Z)", re.IGNORECASE)
"""Folders in which web servers find what they run (Debian, Plesk, cPanel, XAMPP)."""


def collect(scene: Scene) -> Iterator[Evidence]:
    """Whether the logs know the message, and the entry of the one that they know."""
    logged = scene.logged
    if logged is None or logged.waiting:
        return
    if logged.trouble is not None:
        yield Evidence("log-not-read", "observed", "log", {"why": logged.trouble})
    elif logged.binding == "none":
        yield from _absent(logged)
    elif logged.binding in ("ambiguous", "known-id"):
        yield Evidence("log-ambiguous" if logged.binding == "ambiguous" else "log-id-known", "observed", "log")
    elif logged.journey is not None:
        yield from _known(scene, logged.journey)


def _known(scene: Scene, journey: Journey) -> Iterator[Evidence]:
    assert scene.logged is not None
    last = journey.last
    if scene.logged.binding == "elsewhere":
        to = ", ".join(sorted(last.recipients)[:3])
        yield _seen("log-other-recipient", last.events[0], queue_id=last.queue_id, recipients=to)
        entry = journey.first.entry
        if entry is None or entry.login is None:
            yield _seen("log-other-no-login", last.events[0], queue_id=journey.first.queue_id)
        return
    event = last.outcomes[-1] if last.outcomes else last.events[0]
    relay = event.relay or event.host
    if scene.logged.binding == "passed":
        yield _seen("log-passed", event, queue_id=last.queue_id, relay=relay)
    elif holds(scene):
        yield _seen("log-handed-on-signed", event, queue_id=last.queue_id, relay=relay)
    else:
        yield _seen("log-handed-on", event, queue_id=last.queue_id, relay=relay)
    yield from _signature_lost(scene, journey)
    yield from _entry(scene, journey)


def _signature_lost(scene: Scene, journey: Journey) -> Iterator[Evidence]:
    """We signed it, and what came back bears no signature of that domain: not even a broken one."""
    added = [event for passage in journey.passages for event in passage.events if event.act == "signed"]
    head = scene.returned
    if not added or head is None or not head.numbers(b"received"):
        return
    domain = added[-1].domain or ""
    if not any(domain.lower() in shown.lower() for shown in head.all(b"dkim-signature")):
        yield _seen("log-signature-lost", added[-1], domain=domain)


def _entry(scene: Scene, journey: Journey) -> Iterator[Evidence]:
    """How the first passage came in. A redirect of ours hands in again what came from outside."""
    entry = journey.first.entry
    redirect = _redirect(scene, journey, entry)
    if redirect is not None and scene.logged is not None and scene.logged.handed_in > len(journey.loose):
        yield Evidence("log-ambiguous", "observed", "log")
    elif redirect is not None:
        yield _seen("log-redirect", redirect, mailbox=redirect.login or redirect.user, to=redirect.recipient)
        yield from _changed(scene, redirect)
    elif entry is None:
        yield _seen("log-no-entry", journey.first.events[0], queue_id=journey.first.queue_id)
    elif entry.act == "submitted":
        yield from _submitted(scene, journey, entry)
    elif entry.login is not None:
        yield _seen("log-login", entry, login=entry.login, client=_client(entry))
        if domain_of(entry.login) is not None and domain_of(entry.login) != domain_of(scene.walk.victim):
            yield _seen("log-other-tenant", entry, login=entry.login)
        yield from _place(scene, entry)
    elif is_loopback(entry.client_ip):
        yield _seen("log-loopback", entry, queue_id=journey.first.queue_id)
    elif scene.walk.side.may_be_own(entry.client, entry.client_ip):
        yield _seen("log-from-own-host", entry, client=_client(entry))
    else:
        yield _seen("log-relayed", entry, client=_client(entry))
        yield from _place(scene, entry)
        yield from _passed_on(scene, journey)


def _submitted(scene: Scene, journey: Journey, entry: LogEvent) -> Iterator[Evidence]:
    account = _account(entry)
    assert scene.logged is not None
    call, ran, request = scene.logged.call, scene.logged.ran, scene.logged.request
    if call is not None:
        yield _seen("log-script", call, script=call.script, line=str(call.line))
        if _WEBMAIL.search(call.script or ""):
            yield _seen("log-webmail", call, script=call.script)
    if request is not None:
        yield _seen("log-request", request, client=request.client_ip or request.client, path=request.path,
                    time=request.clock)  # fmt: skip
    if ran:
        kind = "log-web-directory" if all(_WEB_ROOT.search(one.directory or "") for one in ran) else "log-directory"
        yield _seen(kind, ran[-1], directory=ran[-1].directory)
    yield _seen("log-local", entry, account=account, host=entry.host)
    if is_web_name(account):
        yield _seen("log-web-account", entry, account=account)
    elif is_system_name(account):
        yield _seen("log-system-account", entry, account=account)


def _redirect(scene: Scene, journey: Journey, entry: LogEvent | None) -> LogEvent | None:
    """The line of a Sieve script or filter that sent this very message on: at the moment at which the account of the
    mail store handed it in again, out of a mailbox to which it had been delivered. One who logged in did not redirect,
    nor does a web server."""
    if entry is None or entry.act != "submitted" or is_web_name(_account(entry)):
        return None
    for event in journey.loose:
        if event.recipient is None or event.recipient.lower() not in journey.last.recipients:
            continue
        mailbox = (event.login or event.user or "").lower()
        if at_once(event, entry) and scene.logged is not None and mailbox in scene.logged.delivered_to:
            return event
    return None


def _changed(scene: Scene, redirect: LogEvent) -> Iterator[Evidence]:
    """Who was at the filter rules of that mailbox last (ManageSieve)?"""
    mailbox = redirect.login or redirect.user
    events = [read_value(value) for value in seen(scene.ask(Question("logins", mailbox)))] if mailbox else []
    changes = [event for event in events if event is not None and event.act == "login" and event.service == "sieve"]
    if changes:
        last = max(changes, key=lambda event: nearest(event.clock, "2001-01-01T00:00:00"))
        yield _seen("log-redirect-changed", last, client=_client(last) or "?", time=last.clock)


def _passed_on(scene: Scene, journey: Journey) -> Iterator[Evidence]:
    """Taken for one address, handed on to another: as another message of ours, or within the last. (Aliases of
    mailboxes of ours pass nothing on.)"""
    for passage, after in pairwise(journey.passages):
        for event in passage.outcomes:
            if event.act == "requeued" and event.next_id == after.queue_id:
                before = event.original_recipient or event.recipient
                went = ", ".join(sorted(after.recipients)[:3])
                yield _seen("log-passed-on", event, accepted_for=before, to=went)
                return
    failed = {recipient.address.lower() for recipient in scene.notice.recipients}
    for event in (event for passage in journey.passages for event in passage.outcomes):
        alias, to = event.original_recipient, event.recipient
        if not alias or not to or alias.lower() == to.lower() or _stays(scene, event):
            continue
        if to.lower() in failed or alias.lower() in failed:
            yield _seen("log-passed-on", event, accepted_for=alias, to=to)
            return


def _stays(scene: Scene, event: LogEvent) -> bool:
    """Is it for an address of ours, and did no other host have it?"""
    return event.relay_ip is None and domain_of(event.recipient) in scene.walk.side.own.domains


def _account(entry: LogEvent) -> str | None:
    return entry.user or (None if entry.uid is None else str(entry.uid))


def _place(scene: Scene, entry: LogEvent) -> Iterator[Evidence]:
    found = place_of_client(scene, entry.client_ip)
    if found:
        network, kind = found.get("asn"), found.get("type")
        yield _seen("client-place", entry, country=found.get("country", "?"), network=network, type=kind)


def _absent(logged: Logged) -> Iterator[Evidence]:
    """No trace of it: that says something only where the logs cover the time on all hosts of ours."""
    window = logged.window
    if window is None:
        return
    why = window.why or logged.hole
    if why is not None:
        yield Evidence("log-not-covering", "observed", "log", {"why": why})
    else:
        last = window.last if window.last != window.first else ""
        yield Evidence("log-absent", "observed", "log", {"first": window.first, "last": last})
    if isinstance(logged.gave, NotObserved):
        yield Evidence("log-gave-unknown", "observed", "log", {"why": logged.gave.why})
    elif logged.gave is not None:
        yield _seen("log-gave-there", logged.gave, queue_id=logged.gave.queue_id, relay=logged.gave.relay,
                    time=logged.gave.clock)  # fmt: skip


def _client(entry: LogEvent) -> str | None:
    if entry.client_ip is None:
        return entry.client
    return f"{entry.client} [{entry.client_ip}]" if entry.client else f"[{entry.client_ip}]"


def _seen(kind: str, event: LogEvent, **params: str | None) -> Evidence:
    return Evidence(kind, "observed", f"log:{event.source}", {k: v for k, v in params.items() if v is not None})
