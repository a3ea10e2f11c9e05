"""What a forger can do with a domain today: what becomes of mail that he sends in its name."""

from __future__ import annotations

from whosent.auth.ask import Ask
from whosent.auth.dmarc import Discovery, discover
from whosent.auth.dmarc.record import Policy
from whosent.model.question import Answer, Observed, Question
from whosent.posture.facts import Handling, Reach, Spf

PROBE = "no-such-name"
"""A name below the domain, of which nobody is asked: what its policy would be follows from the records above it."""

_POLICY: dict[Policy, Handling] = {"reject": "refuse", "quarantine": "suspect", "none": "accept"}
_ENVELOPE: dict[str, Handling] = {"fail": "refuse", "softfail": "suspect", "temperror": "unknown", "open": "unknown"}


def reach(domain: str, spf: Spf, dmarc: Discovery, ask: Ask) -> Reach:
    """What becomes of mail from the domain, from names below it, and of mail that names it in the envelope alone."""
    everybody = bool(spf.everybody)
    below, made_up = (discover(f"{PROBE}.{domain}", _pretend(ask, exists=exists)) for exists in (True, False))
    return Reach(
        sender="accept" if everybody else handling(dmarc),
        subdomain=_below(below, everybody=everybody),
        new_subdomain=_below(made_up, everybody=everybody),
        envelope="accept" if everybody else _ENVELOPE.get(spf.result, "accept"),
        everybody=everybody,
    )


def _below(found: Discovery, *, everybody: bool) -> Handling:
    """Who may use the domain in the envelope passes for the names below it too, unless alignment is strict."""
    strict = found.record is not None and found.record.aspf == "s"
    return "accept" if everybody and not strict else handling(found)


def handling(found: Discovery) -> Handling:
    """What receivers do with mail that fails under this policy."""
    if found.state in ("open", "error"):
        return "unknown"
    return _POLICY[found.applied] if found.applied else "accept"


def _pretend(ask: Ask, *, exists: bool) -> Ask:
    """Answers about the probe are made here."""

    def asked(question: Question) -> Answer | None:
        if PROBE not in question.name:
            return ask(question)
        return Observed(("there is one",) if exists and question.topic != "TXT" else ())

    return asked
