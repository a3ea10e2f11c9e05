"""By what messages belong together: the grouping key of a case, and how far apart in time a wave still holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from whosent.content.localpart import looks_random
from whosent.incident.clock import DAY, HOUR
from whosent.model.case import Case
from whosent.model.hop import Hop
from whosent.model.verdict import Cause, Verdict

Key = tuple[str, ...]

_UNSEEN = Hop()
OURS = frozenset({"login", "local", "loopback", "relayed"})
"""Ways of entering that lead through a server of ours."""


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


def cause_of(key: Key) -> Cause:
    """What `key_of` has put first."""
    cause: Cause = key[0]  # type: ignore[assignment]
    return cause


def _script(case: Case, verdict: Verdict) -> Key:
    origin = verdict.origin
    if origin.script:
        return ("script", origin.script)
    if origin.dir:
        return ("dir", origin.dir, _server(case))
    if origin.uid is not None:
        return ("uid", str(origin.uid), _server(case))
    user = _entry(case).local_user
    return ("user", user, _server(case)) if user else ("server", _server(case), victim_domain(case))


def _mailbox(case: Case, verdict: Verdict) -> Key:
    """The login where one is known, else the sender address it was used with; many MTAs print no login, and then
    made-up senders of one domain are taken for one thief."""
    login = verdict.origin.mailbox or verdict.subject.address
    if login:
        return ("mailbox", login.lower())
    address = (case.victim or case.addressee or "").lower()
    if looks_random(address.rpartition("@")[0]):
        return ("made-up", domain_of(address))
    return ("mailbox", address)


def _forwarded(case: Case, verdict: Verdict) -> Key:
    address = _forwarder(case, verdict)
    return ("address", address.lower()) if address else ("server", _server(case))


def _forwarder(case: Case, verdict: Verdict) -> str | None:
    """The address that passes on. Not the victim: that is whoever wrote from outside, each time another."""
    address = verdict.origin.mailbox or verdict.subject.address or _entry(case).for_addr
    return address or next((r.original_address for r in case.notice.recipients if r.original_address), None)


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


def _entry(case: Case) -> Hop:
    """The line with which it entered our server; an empty one where that was not seen."""
    return next((traced.hop for traced in case.hops if traced.place == "entry"), _UNSEEN)


def _server(case: Case) -> str:
    """The host of ours on which it entered: two servers have each a uid 33."""
    return (_entry(case).by or case.hand_over_ip or "").lower()


def origin_text(case: Case, verdict: Verdict) -> str:
    """The most telling thing that is known about where one message came from; "" if nothing is."""
    origin = verdict.origin
    named = origin.script or origin.dir or origin.mailbox
    if named:
        return named
    if origin.uid is not None:
        return f"uid {origin.uid}"
    if verdict.cause == "forwarded":
        named = _forwarder(case, verdict)
    elif origin.entry == "local":
        named = _entry(case).local_user
    if named:
        return named
    if origin.entry in OURS:  # our own server handed it over: tell who came to it
        return origin.ip or ""
    return case.hand_over_ip or origin.ip or ""
