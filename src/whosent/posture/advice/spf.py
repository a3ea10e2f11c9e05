"""Steps about SPF (RFC 7208)."""

from __future__ import annotations

from collections.abc import Iterator

from whosent.posture import publish
from whosent.posture.advice.step import Step, Weight
from whosent.posture.facts import Posture
from whosent.posture.publish import MAX_LOOKUPS, Publish

NEAR_LOOKUPS = 9
MAX_VOID = 2
"""Names without an answer that receivers bear (RFC 7208 section 4.6.4)."""
LONG_RECORD = 450
"""Octets from which on an answer may not fit into 512 (RFC 7208 section 3.4)."""


def everybody(posture: Posture) -> Iterator[Step]:
    """Whoever sends passes SPF, and DMARC with it."""
    if posture.reach.everybody:
        params = {"terms": " ".join(posture.spf.everybody), "n": str(len(posture.spf.everybody))}
        yield Step("posture-spf-everybody", "important", params, _record(posture, _improved(posture)))


def invalid(posture: Posture) -> Iterator[Step]:
    """Receivers give up on the record: it says nothing."""
    spf = posture.spf
    if spf.state == "several":
        value = publish.merged_spf(spf.texts)
        yield Step("posture-spf-several", "important", {"n": str(len(spf.texts))}, _record(posture, value))
    elif spf.result == "permerror" and spf.lookups > MAX_LOOKUPS:
        records = _record(posture, _improved(posture)) if publish.fits(spf) else ()
        yield Step("posture-spf-lookups", "important", {"n": str(spf.lookups), "most": _costliest(posture)}, records)
    elif spf.result == "permerror" and len(spf.dead) > MAX_VOID:
        params = {"names": ", ".join(spf.dead), "n": str(len(spf.dead))}
        yield Step("posture-spf-void", "important", params, _record(posture, _improved(posture)))
    elif spf.result == "permerror":
        terms = " ".join(part.text for part in spf.parts if part.invalid)
        yield Step(
            "posture-spf-broken", "important", {"why": spf.why, "terms": terms}, _record(posture, _improved(posture))
        )


def missing(posture: Posture) -> Iterator[Step]:
    """No record."""
    if posture.spf.state == "none" and not posture.parked:
        soft, hard = (publish.new_spf(posture.transport, final) for final in ("~all", "-all"))
        records = (*_record(posture, soft), *_record(posture, hard, later=True))
        yield Step("posture-spf-missing", "important", {}, records)


def open_end(posture: Posture) -> Iterator[Step]:
    """A record that does not say plainly that all others must not send."""
    result = posture.spf.result
    if posture.spf.state != "found" or result not in ("neutral", "softfail"):
        return
    weight: Weight = "note" if result == "softfail" and posture.reach.sender == "refuse" else "useful"
    soft = () if result == "softfail" else _record(posture, _improved(posture))
    hard = _record(posture, publish.improved_spf(posture.spf, "-all"), later=True)
    key = "posture-spf-soft" if result == "softfail" else "posture-spf-neutral"
    yield Step(key, weight, {}, () if posture.spf.redirected else (*soft, *hard))


def services(posture: Posture) -> Iterator[Step]:
    """Through another organisation's hosts, its other customers may be able to send."""
    spf = posture.spf
    if spf.state != "found" or not spf.services or posture.reach.everybody:
        return
    signed = any(key.state == "key" for key in posture.keys)
    neutral, as_it_is = (publish.improved_spf(spf, "-all", neutral=neutral) for neutral in (True, False))
    useful = signed and neutral != as_it_is and publish.fits(spf)
    params = {"names": ", ".join(spf.services), "n": str(len(spf.services))}
    yield Step("posture-spf-services", "note", params, _record(posture, neutral, later=True) if useful else ())


def remarks(posture: Posture) -> Iterator[Step]:
    """What is not wrong yet, or harmless."""
    spf = posture.spf
    if spf.state != "found":
        return
    improved = _record(posture, _improved(posture))
    if spf.dead and spf.result != "permerror":
        yield Step("posture-spf-dead", "useful", {"names": ", ".join(spf.dead), "n": str(len(spf.dead))}, improved)
    if NEAR_LOOKUPS <= spf.lookups <= MAX_LOOKUPS:
        yield Step("posture-spf-near", "note", {"n": str(spf.lookups), "most": _costliest(posture)})
    if any(part.text.lower().lstrip("+-~?").partition(":")[0] == "ptr" for part in spf.parts):
        yield Step("posture-spf-ptr", "note", {}, improved)
    if spf.after_all:
        params = {"terms": " ".join(spf.after_all), "n": str(len(spf.after_all))}
        yield Step("posture-spf-after-all", "note", params, improved)
    if len(spf.texts[0]) > LONG_RECORD:
        yield Step("posture-spf-long", "note", {"n": str(len(spf.texts[0]))})


def _record(posture: Posture, value: str, *, later: bool = False) -> tuple[Publish, ...]:
    """The SPF record, unless it says what is published already."""
    if posture.spf.texts == (value,):
        return ()
    return (Publish(posture.domain, "TXT", value, "later" if later else "now"),)


def _improved(posture: Posture) -> str:
    """The record that can be published at once, whichever step shows it."""
    return publish.improved_spf(posture.spf, "~all" if posture.spf.result == "neutral" else None)


def _costliest(posture: Posture) -> str:
    """The terms that cost most."""
    parts = sorted(posture.spf.parts, key=lambda part: -part.lookups)[:3]
    return ", ".join(f"{part.text} ({part.lookups})" for part in parts if part.lookups)
