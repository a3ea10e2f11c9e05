"""Steps about DMARC (RFC 9989)."""

from __future__ import annotations

from collections.abc import Iterator

from whosent.posture import publish
from whosent.posture.advice.step import Step, Weight
from whosent.posture.facts import Posture
from whosent.posture.publish import Publish, When


def missing(posture: Posture) -> Iterator[Step]:
    """No policy, or none that receivers can read."""
    found = posture.dmarc
    if posture.several_dmarc:
        yield Step("posture-dmarc-several", "important", {}, _now(posture))
    elif _is_broken(posture) and found.record is not None:
        yield Step("posture-dmarc-broken", "important", {"record": found.record.text}, _now(posture))
    elif found.state == "none" and not posture.parked:
        yield Step("posture-dmarc-missing", "important", {}, (*_now(posture), *_later(posture)))


def weak(posture: Posture) -> Iterator[Step]:
    """A policy that does not refuse."""
    found = posture.dmarc
    if not _is_valid(posture) or found.record is None:
        return
    if found.policy == "none":
        params = {"tag": found.tag or "p", "at": found.record_at or ""}
        yield Step("posture-dmarc-none", "important", params, (*_now(posture), *_later(posture)))
    elif found.record.testing:
        weight: Weight = "important" if found.applied == "none" else "useful"
        yield Step("posture-dmarc-testing", weight, {"policy": found.policy or ""}, _now(posture))
    elif found.policy == "quarantine":
        yield Step("posture-dmarc-quarantine", "useful", {}, _later(posture))


def below(posture: Posture) -> Iterator[Step]:
    """Names below the domain are not protected as the domain itself is."""
    reach = posture.reach
    if reach.sender not in ("refuse", "suspect") or "accept" not in (reach.subdomain, reach.new_subdomain):
        return
    if not _is_organizational(posture):
        yield Step("posture-dmarc-inherited", "note", {"at": posture.dmarc.organizational_domain or ""})
    elif reach.new_subdomain == "accept":
        yield Step("posture-dmarc-below", "important", {}, _now(posture))
    else:
        yield Step("posture-dmarc-existing", "useful", {}, _later(posture))


def remarks(posture: Posture) -> Iterator[Step]:
    """Reports, and what the record has of the older standard."""
    found, record = posture.dmarc, posture.dmarc.record
    if not _is_valid(posture) or record is None or found.record_at != posture.domain:
        return
    if not record.rua and found.policy != "none":
        yield Step("posture-dmarc-no-reports", "useful", {}, _now(posture))
    if record.pct is not None and record.pct < 100:
        yield Step("posture-dmarc-pct", "useful", {"n": str(record.pct)}, _now(posture))
    if found.registered_domain:
        params = {"organizational": found.organizational_domain or "", "registered": found.registered_domain}
        yield Step("posture-dmarc-old-way", "note", params)


def _now(posture: Posture) -> tuple[Publish, ...]:
    """The record that can be published at once: all that is safe, whichever step shows it."""
    changes = {"t": ""}
    if not _is_valid(posture) or posture.dmarc.policy == "none":
        changes |= {"p": _next(posture), "sp": ""}
    elif posture.dmarc.record_at != posture.domain:
        changes |= {"p": posture.dmarc.policy or "none", "sp": "", "np": ""}
    if _is_organizational(posture) and (posture.reach.new_subdomain == "accept" or changes.get("p") == "none"):
        changes["np"] = "reject"  # from names that do not exist, nobody sends
    return _published(posture, "now", changes)


def _later(posture: Posture) -> tuple[Publish, ...]:
    """The record to come to, for the domain and all below it."""
    return _published(posture, "later", {"p": "reject", "sp": "", "np": "", "t": ""})


def _published(posture: Posture, when: When, changes: dict[str, str]) -> tuple[Publish, ...]:
    """The domain's own record, made from the one that applies, unless it stands there already."""
    record = posture.dmarc.record
    value = publish.dmarc(record, posture.domain, changes)
    if posture.dmarc.record_at == posture.domain and record is not None and record.text == value:
        return ()
    return (Publish(f"_dmarc.{posture.domain}", "TXT", value, when),)


def _next(posture: Posture) -> str:
    """The policy that can be published now: not before reports tell, and not before there is something to pass by."""
    record = posture.dmarc.record
    return "quarantine" if record is not None and record.rua and posture.ready else "none"


def _is_valid(posture: Posture) -> bool:
    found = posture.dmarc
    return found.state == "found" and found.record is not None and found.record.valid and not posture.parked


def _is_broken(posture: Posture) -> bool:
    return posture.dmarc.record is not None and not posture.dmarc.record.valid


def _is_organizational(posture: Posture) -> bool:
    """Is it the domain whose record speaks for all names below it?"""
    return posture.dmarc.organizational_domain in (None, posture.domain)
