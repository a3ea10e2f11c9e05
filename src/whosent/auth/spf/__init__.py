"""SPF (RFC 7208): may this address send for that domain? As of now: yesterday's record is not in the DNS."""

from __future__ import annotations

from typing import NamedTuple

from whosent.auth.ask import Ask
from whosent.auth.spf.outcome import Identity, Outcome, Result
from whosent.auth.spf.permission import Permission, permission
from whosent.auth.spf.record import records, terms
from whosent.mail.address import domain_of, local_part_of
from whosent.mail.domain import a_labels
from whosent.mail.ip import normalise_ip
from whosent.model.question import NotObserved, Question

__all__ = [
    "Identity", "Outcome", "Permission", "Published", "Result", "check", "default_result", "permission",
    "published",
]  # fmt: skip

MAX_REDIRECTS = 10
MAX_LOCAL = 64
"""Octets of a local part (RFC 5321 section 4.5.3.1.1); macros repeat it."""

_ALL: dict[str, Result] = {"-": "fail", "~": "softfail", "?": "neutral", "+": "pass"}


class Published(NamedTuple):
    """What a name has of SPF records (sections 4.4 and 4.5). `result` is "neutral" where there is one to be read."""

    result: Result
    record: str | None = None
    why: str = ""


def check(ip: str, mail_from: str | None, helo: str | None, ask: Ask) -> Outcome:
    """`check_host()` of RFC 7208 section 4 for the envelope sender, or for the HELO name where there is none (a null
    reverse-path, section 2.4). Total: any text gives a result. `open`: answer what was asked and call again.
    """
    sender = domain_of(mail_from)
    identity: Identity = "mailfrom" if sender else "helo"
    domain = a_labels(sender or (helo or "").lower().rstrip("."))
    address = normalise_ip(ip)
    if address is None or not _is_name(domain):
        return Outcome("none", domain, identity)
    found = published(domain, ask)
    if found.record is None:
        return Outcome(found.result, domain, identity, why=found.why)
    local = local_part_of(mail_from or "")[:MAX_LOCAL] or "postmaster"
    return _evaluate(address, f"{local}@{domain}", helo or domain, identity, found.record, ask)


def published(domain: str, ask: Ask) -> Published:
    """The record of a domain."""
    answer = ask(Question("TXT", domain))
    if answer is None:
        return Published("open")
    if isinstance(answer, NotObserved):
        return Published("temperror", why=answer.why)
    found = records(answer.values)
    if len(found) > 1:
        return Published("permerror", why="Two or more SPF records found")
    return Published("neutral", found[0]) if found else Published("none")


def default_result(domain: str, ask: Ask) -> Result:
    """What SPF says of an address that no term of the domain's record names (section 4.7): the qualifier of its `all`,
    that of the record to which `redirect=` leads, else neutral."""
    for _ in range(MAX_REDIRECTS):
        found = published(domain, ask)
        if found.record is None:
            return found.result
        words = terms(found.record)
        final = next((term for term in words if term.name == "all" and not term.modifier), None)
        if final is not None:
            return _ALL[final.qualifier]
        onward = next((term.target for term in words if term.name == "redirect" and term.modifier), None)
        if onward is None:
            return "neutral"
        domain = onward.replace("%{d}", domain)
        if "%" in domain or not _is_name(domain):
            return "permerror"
    return "permerror"


def _is_name(domain: str) -> bool:
    """Section 4.3: more than one label, none of them empty or too long. (An address literal is no name.)"""
    labels = domain.split(".")
    return len(labels) > 1 and len(domain) <= 253 and all(0 < len(label) < 64 for label in labels) and "[" not in domain


def _evaluate(ip: str, sender: str, helo: str, identity: Identity, record: str, ask: Ask) -> Outcome:
    from whosent.auth.spf.evaluate import Evaluation, Open  # 60 ms, and only where somebody publishes a record

    domain = sender.rpartition("@")[2]
    try:
        evaluation = Evaluation(ip, sender, helo, ask)
        result, said = evaluation.run(record)
    except Open:
        return Outcome("open", domain, identity, record=record)
    except Exception as odd:  # pyspf reads what anybody may publish
        return Outcome("permerror", domain, identity, why=f"not readable ({type(odd).__name__})", record=record)
    if result in ("permerror", "temperror"):
        return Outcome(result, domain, identity, why=said, record=record)
    return Outcome(
        result, domain, identity, mechanism=evaluation.mechanism, record=record, path=tuple(evaluation.path),
        host=evaluation.host, prefix=evaluation.prefix, explanation=said or None,
    )  # fmt: skip
