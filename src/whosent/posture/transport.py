"""Mail hosts of a domain, and the records about TLS on the way to them. Nothing is fetched: of MTA-STS, only the record
is looked at."""

from __future__ import annotations

from collections.abc import Callable

from whosent.auth.ask import Ask
from whosent.model.question import Answer, Observed, Question
from whosent.posture.facts import State, Transport

MAX_HOSTS = 10
"""Mail hosts whose addresses are looked up."""


def survey(domain: str, ask: Ask) -> Transport:
    """Look at them."""
    answer = ask(Question("MX", domain))
    tls_rpt = _record(ask(Question("TXT", f"_smtp._tls.{domain}")), _is_tls_rpt)
    mta_sts = _record(ask(Question("TXT", f"_mta-sts.{domain}")), _is_mta_sts)
    addresses = _has_address(domain, ask) is True
    if not isinstance(answer, Observed):
        return Transport("unseen", addresses=addresses, tls_rpt=tls_rpt, mta_sts=mta_sts)
    hosts = tuple(dict.fromkeys(host for _, host in sorted(map(_exchange, answer.values))))
    null_mx = hosts == ("",)
    names = tuple(host for host in hosts if host)
    dead = tuple(host for host in names[:MAX_HOSTS] if _has_address(host, ask) is False)
    return Transport("found" if hosts else "none", names, null_mx, dead, addresses, tls_rpt, mta_sts)


def _exchange(value: str) -> tuple[int, str]:
    preference, _, host = value.strip().rpartition(" ")
    number = int(preference) if preference.isascii() and preference.isdigit() and len(preference) < 6 else 0
    return number, host.lower().rstrip(".")


def _has_address(name: str, ask: Ask) -> bool | None:
    """None where nobody could look."""
    answers = [ask(Question("A", name)), ask(Question("AAAA", name))]
    if any(isinstance(answer, Observed) and answer.values for answer in answers):
        return True
    return False if all(isinstance(answer, Observed) for answer in answers) else None


def _record(answer: Answer | None, is_one: Callable[[str], bool]) -> State:
    if not isinstance(answer, Observed):
        return "unseen"
    count = sum(map(is_one, answer.values))
    return "found" if count == 1 else "several" if count else "none"


def _is_tls_rpt(text: str) -> bool:
    """RFC 8460 section 3."""
    return text.startswith("v=TLSRPTv1;")


def _is_mta_sts(text: str) -> bool:
    """RFC 8461 section 3.1."""
    return text.startswith("v=STSv1;")
