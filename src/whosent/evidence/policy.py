"""What the victim's domain itself says of the client that handed the message over: SPF, as of now."""

from __future__ import annotations

from collections.abc import Iterator

from whosent.auth.dmarc import evaluate, handling
from whosent.auth.spf import Outcome, check, default_result, permission, published
from whosent.auth.spf.record import Term, terms
from whosent.evidence.scene import Scene
from whosent.evidence.signed import kind, signatures
from whosent.mail.address import domain_of
from whosent.mail.ip import is_loopback
from whosent.model.evidence import Evidence
from whosent.model.question import Question, Topic, seen
from whosent.walk.side import is_inside

_KIND = {"softfail": "spf-softfail", "neutral": "spf-neutral", "none": "spf-none", "fail": "spf-fail"}
_STRICT = {"fail": "spf-fail-all"}


def collect(scene: Scene) -> Iterator[Evidence]:
    """Asked only where the client is none of our hosts: of ours, permission says nothing."""
    walk = scene.walk
    line = walk.hand_over.line
    if line is None or walk.handed not in ("no", "network", "maybe"):
        return
    ip, domain = line.hop.from_ip, domain_of(walk.victim)
    if ip is None or domain is None or is_loopback(ip) or is_inside(ip) or not _ours(scene, domain):
        return
    outcome = check(ip, walk.victim, line.hop.from_helo, scene.ask)
    yield from _said(scene, outcome, ip)
    if outcome.result not in ("open", "temperror"):
        yield from _refused(scene, outcome)
    if outcome.record is not None and walk.side.complete and _declares_ours_only(scene, domain):
        yield Evidence("spf-names-ours-only", "observed", f"dns:TXT {domain}", {"domain": domain})


def _refused(scene: Scene, outcome: Outcome) -> Iterator[Evidence]:
    """Would a receiver that follows the author domain's policy have refused it? (RFC 9989 section 5.4)"""
    author = domain_of(scene.notice.original.from_addr) or domain_of(scene.walk.victim) or ""
    if not _ours(scene, author):
        return
    found = signatures(scene)
    signers = [one.domain for one in (*found.ours, *found.others) if kind(one) in ("dkim-valid", "dkim-header-only")]
    passed = outcome.domain if outcome.result == "pass" else None
    judged = evaluate(author, scene.ask, dkim=signers, spf=passed)
    said = handling(judged)
    if judged.result == "fail" and said is not None:
        policy = judged.discovery.applied or "none"
        source = f"dns:TXT _dmarc.{judged.discovery.record_at}"
        yield Evidence("dmarc-refused" if said == "refuse" else "dmarc-let-in", "observed", source,
                       {"domain": author, "policy": policy})  # fmt: skip


def _ours(scene: Scene, domain: str) -> bool:
    own = scene.walk.side.own
    return not own.domains or domain in own.domains or (scene.walk.victim or "").lower() in own.addresses


def _said(scene: Scene, outcome: Outcome, ip: str) -> Iterator[Evidence]:
    """What the domain says of this client, and with `-all` that there is nobody else."""
    domain, source = outcome.domain, f"dns:TXT {outcome.domain}"
    allowed = permission(outcome)
    if outcome.why and outcome.result in ("temperror", "permerror"):
        yield Evidence("spf-not-observed", "observed", source, {"why": outcome.why, "domain": domain})
    elif allowed is not None and allowed.own:
        yield Evidence("spf-pass", "observed", source, {"ip": ip, "domain": domain})
    elif allowed is not None:
        yield Evidence("spf-pass-shared", "observed", source, {"ip": ip, "through": allowed.through or domain})
    elif outcome.result in _KIND:
        closed = outcome.result == "fail" and default_result(domain, scene.ask) == "fail"
        yield Evidence((_STRICT if closed else _KIND)[outcome.result], "observed", source, {"ip": ip, "domain": domain})


def _declares_ours_only(scene: Scene, domain: str) -> bool:
    """Is every sender that the record permits a host of ours? Then complete logs of ours are those of all declared
    senders."""
    record = published(domain, scene.ask).record
    found = [term for term in terms(record or "") if term.name not in ("all", "exp")]
    return bool(found) and all(_is_ours(scene, term, domain) for term in found)


def _is_ours(scene: Scene, term: Term, domain: str) -> bool:
    side, name = scene.walk.side, term.target or domain
    if "%" in name or "/" in term.text:
        return False
    if term.name in ("ip4", "ip6"):
        return side.is_own_address(term.target)
    if term.name == "a":
        return _all_ours(scene, [name])
    if term.name == "mx":
        return _all_ours(scene, [value.split()[-1] for value in seen(scene.ask(Question("MX", name))) if value])
    return False


def _all_ours(scene: Scene, names: list[str]) -> bool:
    topics: tuple[Topic, ...] = ("A", "AAAA")
    addresses = [value for name in names[:10] for topic in topics for value in seen(scene.ask(Question(topic, name)))]
    return bool(addresses) and all(scene.walk.side.is_own_address(address) for address in addresses)
