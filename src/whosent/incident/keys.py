"""By what messages belong together: the grouping key of a case, and how far apart in time a wave still holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from whosent.incident.clock import DAY, HOUR
from whosent.model.case import Case
from whosent.model.verdict import Cause, Origin, Verdict

Key = tuple[str, ...]


class Span(NamedTuple):
    """Seconds. Up to `link` between two messages they are one wave whatever they say; beyond `reach` they never
    are; in between the content decides (see `waves`)."""

    link: int
    reach: int


_CAMPAIGN = Span(24 * HOUR, 72 * HOUR)
_BREACH = Span(30 * DAY, 30 * DAY)
"""A hole stays open until somebody closes it: the same script or login after some quiet weeks is still the same
incident, half a year later it is a new one."""

SPANS: dict[Cause, Span] = {
    "forged": _CAMPAIGN,
    "undetermined": _CAMPAIGN,
    "fake": _CAMPAIGN,
    "script": _BREACH,
    "mailbox": _BREACH,
    "own": _BREACH,
    "forwarded": _BREACH,
}


def domain_of(address: str | None) -> str:
    return address.rpartition("@")[2].lower() if address else ""


def victim_domain(case: Case) -> str:
    return domain_of(case.victim or case.addressee)


def key_of(case: Case, verdict: Verdict) -> Key:
    """The cause, the kind of thing that the messages have in common, and that thing."""
    return (verdict.cause, *_KEYS[verdict.cause](case, verdict))


def _script(case: Case, verdict: Verdict) -> Key:
    origin = verdict.origin
    if origin.script:
        return ("script", origin.script)
    if origin.dir:
        return ("dir", origin.dir, _server(case))
    if origin.uid is not None:
        return ("uid", str(origin.uid), _server(case))
    return ("server", _server(case), victim_domain(case))


def _mailbox(case: Case, verdict: Verdict) -> Key:
    login = verdict.origin.mailbox or verdict.subject.address or case.victim or case.addressee or ""
    return ("mailbox", login.lower())


def _forwarded(case: Case, verdict: Verdict) -> Key:
    """The address that passes on. Not the victim: that is whoever wrote from outside, each time another."""
    address = verdict.origin.mailbox or verdict.subject.address
    if not address:
        address = next((r.original_address for r in case.notice.recipients if r.original_address), None)
    return ("address", address.lower()) if address else ("server", _server(case))


def _forged(case: Case, verdict: Verdict) -> Key:
    return ("domain", victim_domain(case))


def _fake(case: Case, verdict: Verdict) -> Key:
    if case.fingerprint:
        return ("content", case.fingerprint)
    return ("reporter", (case.notice.reporting_mta or case.notice.dialect).lower())


def _undetermined(case: Case, verdict: Verdict) -> Key:
    if verdict.origin.entry == "login":
        return _mailbox(case, verdict)
    return (verdict.origin.entry or "unknown", victim_domain(case))


_KEYS: dict[Cause, Callable[[Case, Verdict], Key]] = {
    "script": _script,
    "mailbox": _mailbox,
    "own": _mailbox,
    "forwarded": _forwarded,
    "forged": _forged,
    "fake": _fake,
    "undetermined": _undetermined,
}


def _server(case: Case) -> str:
    """The host of ours on which it entered: two servers have each a uid 33."""
    for traced in case.hops:
        if traced.place == "entry" and traced.hop.by:
            return traced.hop.by.lower()
    return case.hand_over_ip or ""


def origin_text(origin: Origin, hand_over_ip: str | None) -> str:
    """The most telling thing that is known about where one message came from."""
    if origin.script or origin.dir or origin.mailbox:
        return origin.script or origin.dir or origin.mailbox or ""
    if origin.uid is not None:
        return f"uid {origin.uid}"
    return hand_over_ip or origin.ip or ""
