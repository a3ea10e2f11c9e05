"""Steps about everything else: domains without mail, DKIM keys, mail hosts, what mail shows."""

from __future__ import annotations

from collections.abc import Iterator

from whosent.posture.advice.step import Step, Weight
from whosent.posture.facts import Key, Posture
from whosent.posture.publish import Publish

SMALL_KEY = 1024
GOOD_KEY = 2048
"""Bits: below the first, receivers must refuse (RFC 8301 section 3.2); the second is what signers should have."""
ENOUGH = 2
"""Made-up addresses from which on no chance explains them."""


def parked(posture: Posture) -> Iterator[Step]:
    """No mail comes from here: say so, in four records, and nothing can be sent in its name."""
    if not posture.parked:
        return
    domain, reach = posture.domain, posture.reach
    closed = reach.sender == reach.new_subdomain == "refuse"
    records = []
    if posture.spf.result != "fail":
        records.append(Publish(domain, "TXT", "v=spf1 -all"))
    if not closed:
        records.append(Publish(f"_dmarc.{domain}", "TXT", "v=DMARC1; p=reject"))
    if not posture.transport.null_mx:
        records.append(Publish(domain, "MX", "0 ."))
    if not records:
        return
    records.append(Publish(f"*._domainkey.{domain}", "TXT", "v=DKIM1; p="))
    weight: Weight = "useful" if closed and posture.spf.result == "fail" else "important"
    yield Step("posture-parked", weight, {}, tuple(records))


def keys(posture: Posture) -> Iterator[Step]:
    """DKIM keys that do not do what they should, or none at all."""
    if posture.parked:
        return
    for key in posture.keys:
        yield from _key(key)
    if not any(key.state in ("key", "unseen") for key in posture.keys):
        record = Publish(f"mail._domainkey.{posture.domain}", "TXT", "v=DKIM1; k=rsa; p=…")
        yield Step("posture-dkim-none", "useful", {}, (record,))


def _key(key: Key) -> Iterator[Step]:
    name = f"{key.selector}._domainkey.{key.domain}"
    if key.state == "broken":
        yield Step("posture-dkim-broken", "useful", {"name": name})
    elif key.state == "none":
        yield Step("posture-dkim-gone", "useful", {"name": name})
    elif key.state == "key" and key.bits is not None and key.bits < GOOD_KEY:
        weight: Weight = "important" if key.bits < SMALL_KEY else "useful"
        yield Step("posture-dkim-weak", weight, {"name": name, "bits": str(key.bits)})
    if key.state == "key" and key.testing:
        yield Step("posture-dkim-testing", "note", {"name": name})


def catch_all(posture: Posture) -> Iterator[Step]:
    """Every made-up address gets its bounces delivered."""
    seen = posture.seen
    if seen.made_up:
        weight: Weight = "important" if len(seen.made_up) >= ENOUGH else "useful"
        yield Step("posture-catch-all", weight, {"n": str(len(seen.made_up)), "address": seen.made_up[0]})
    elif not seen.messages and not posture.parked and not posture.transport.null_mx:
        yield Step("posture-give-mail", "note")


def bounce_tags(posture: Posture) -> Iterator[Step]:
    """Bounces can only be told apart by a tag on one's own mail."""
    if posture.seen.untagged and not posture.seen.tagged:
        yield Step("posture-batv", "note", {"n": str(posture.seen.untagged)})


def hosts(posture: Posture) -> Iterator[Step]:
    """Mail hosts, and TLS on the way to them."""
    transport, domain = posture.transport, posture.domain
    if transport.dead:
        yield Step("posture-mx-dead", "useful", {"names": ", ".join(transport.dead), "n": str(len(transport.dead))})
    if transport.state == "none" and transport.addresses and not posture.parked:
        yield Step("posture-mx-none", "note", {}, (Publish(domain, "MX", "0 ."),))
    if transport.mx and transport.tls_rpt in ("none", "several"):
        value = f"v=TLSRPTv1; rua=mailto:tls-reports@{domain}"
        yield Step("posture-tls-rpt", "note", {}, (Publish(f"_smtp._tls.{domain}", "TXT", value),))
    if transport.mx and transport.mta_sts in ("none", "several"):
        record = Publish(f"_mta-sts.{domain}", "TXT", "v=STSv1; id=1", "then")
        yield Step("posture-mta-sts", "note", {"domain": domain}, (record,))
