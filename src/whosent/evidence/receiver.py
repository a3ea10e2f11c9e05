"""What the reporter itself checked when it took the message: Authentication-Results and Received-SPF in its own part of
the trace. Its word outranks ours about that moment: records of that day are not in the DNS any more."""

from __future__ import annotations

from collections.abc import Iterator

from whosent.auth import received_spf, results
from whosent.evidence.scene import Scene
from whosent.mail.address import domain_of
from whosent.mail.domain import same_organisation
from whosent.mail.head import Head
from whosent.model.evidence import Evidence

MAX_FIELDS = 10
_FIELDS = (b"authentication-results", b"received-spf")
_SPF = {"fail": "receiver-spf-fail", "hardfail": "receiver-spf-fail", "softfail": "receiver-spf-softfail",
        "pass": "receiver-spf-pass"}  # fmt: skip


def collect(scene: Scene) -> Iterator[Evidence]:
    """The results for the victim's domain, each method once. Fields below the hand-over came with the message."""
    walk, head = scene.walk, scene.returned
    over = walk.hand_over.line
    if head is None or over is None or scene.plain or not any(map(head.numbers, _FIELDS)):
        return
    domain = domain_of(walk.victim)
    if domain is None:
        return
    standing = walk.standing.get((over.of, over.index), "claimed")
    for kind, number, params in _once(_found(head, over.number, domain)):
        yield scene.field(kind, number, standing, **params)


Found = tuple[str, int, dict[str, str]]


def _once(found: Iterator[Found]) -> Iterator[Found]:
    seen: set[str] = set()
    for one in found:
        method = one[0].rpartition("-")[0]
        if method not in seen:
            seen.add(method)
            yield one


def _found(head: Head, below: int, domain: str) -> Iterator[Found]:
    for number in head.numbers(b"authentication-results")[:MAX_FIELDS]:
        if number < below:
            yield from _results(head.value(number), number, domain)
    for number in head.numbers(b"received-spf")[:MAX_FIELDS]:
        said = received_spf.read(head.value(number))
        sender = domain_of(said.envelope_from) or said.domain
        if number < below and said.result in _SPF and same_organisation(sender, domain):
            yield _SPF[said.result], number, {"client": said.client_ip or "?", "domain": domain}


def _results(value: str, number: int, domain: str) -> Iterator[Found]:
    said = results.read(value)
    params = {"server": said.authserv_id or "?", "domain": domain}
    for one in said.of("spf"):
        sender = one.get("smtp.mailfrom", "smtp.mail", "smtp.helo") or ""
        if one.result in _SPF and same_organisation(domain_of(sender) or sender, domain):
            yield _SPF[one.result], number, params
    for one in said.of("dkim"):
        signer = one.get("header.d") or domain_of(one.get("header.i")) or ""
        if one.result == "pass" and same_organisation(signer, domain):
            yield "receiver-dkim-pass", number, params
    for one in said.of("dmarc"):
        if one.result in ("pass", "fail") and same_organisation(one.get("header.from") or domain, domain):
            yield f"receiver-dmarc-{one.result}", number, params
