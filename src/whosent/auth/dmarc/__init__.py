"""DMARC (RFC 9989): whose policy applies to mail from a domain, does the mail fulfil it, and what becomes of it if not?
As of now: the policy of the day on which a message was sent is not in the DNS."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from whosent.auth.ask import Ask
from whosent.auth.dmarc.record import Mode, Policy, Record
from whosent.auth.dmarc.walk import Walk, is_name, normal, walk
from whosent.mail.domain import a_labels, organisational_domain
from whosent.model.question import NotObserved, Observed, Question, Topic

__all__ = ["Discovery", "Evaluation", "Policy", "Record", "aligned", "discover", "evaluate", "handling"]

MAX_IDENTIFIERS = 10
"""Signatures of one message whose domains are compared."""

State = Literal["found", "none", "open", "error"]
Result = Literal["pass", "fail", "none", "temperror", "open"]
Alignment = Literal["yes", "no", "open", "error"]
Handling = Literal["accept", "suspect", "refuse"]

_ONE_LEVEL_BELOW: dict[Policy, Policy] = {"reject": "quarantine", "quarantine": "none", "none": "none"}
_HANDLING: dict[Policy, Handling] = {"reject": "refuse", "quarantine": "suspect", "none": "accept"}
_WITHOUT_POLICY: dict[State, Result] = {"none": "none", "open": "open", "error": "temperror"}
_SHOWS_EXISTENCE: tuple[Topic, ...] = ("MX", "A", "AAAA")


class Discovery(Struct, frozen=True):
    """The policy that applies to an Author Domain (section 4.10.1).

    state                  found; none: no record, or one that asks for nothing; open: questions have no answer yet;
                           error: something could not be observed, `why`
    record_at              the domain at which the record stands
    tag                    the tag from which the policy was taken; None where the record is invalid and counts as none
    policy                 what it says
    organizational_domain  by tree walk; None where that could not be finished
    registered_domain      the same by the Public Suffix List (RFC 7489), where it is another: receivers that do not
                           walk yet inherit and align by it
    """

    state: State
    domain: str
    record_at: str | None = None
    record: Record | None = None
    tag: Literal["p", "sp", "np"] | None = None
    policy: Policy | None = None
    organizational_domain: str | None = None
    registered_domain: str | None = None
    why: str = ""

    @property
    def applied(self) -> Policy | None:
        """What receivers do: one level less while "t=y" says that it is a test (section 4.7)."""
        if self.policy is None or self.record is None or not self.record.testing:
            return self.policy
        return _ONE_LEVEL_BELOW[self.policy]


class Evaluation(Struct, frozen=True):
    """Does a message fulfil the policy (section 5.3)? `aligned_dkim` and `aligned_spf`: the authenticated domains that
    align with the Author Domain."""

    result: Result
    discovery: Discovery
    aligned_dkim: tuple[str, ...] = ()
    aligned_spf: str | None = None


def discover(domain: str, ask: Ask) -> Discovery:
    """The policy for mail with this Author Domain (the one in the From field). Total: any text gives a result."""
    domain = normal(domain)
    if not is_name(domain):
        return Discovery("none", domain)
    found = walk(domain, ask)
    base = Discovery("none", domain)
    if found.state == "complete":
        by_list = a_labels(organisational_domain(domain))
        ours = found.organizational_domain
        base = replace(base, organizational_domain=ours, registered_domain=by_list if by_list != ours else None)
    if found.own is not None:
        return _with_policy(base, domain, found.own, ask)
    if found.state != "complete":
        return replace(base, state=found.state, why=found.why)
    at = _inherited_from(found)
    return base if at is None else _with_policy(base, at, found.records[at], ask)


def evaluate(
    author_domain: str, ask: Ask, *, dkim: Sequence[str] = (), spf: str | None = None, complete: bool = True
) -> Evaluation:
    """Does a message pass? `dkim`: the `d=` of its valid signatures; `spf`: the domain for which SPF passed;
    `complete`: there can be no others (else nothing is said to fail)."""
    found = discover(author_domain, ask)
    if found.state != "found" or found.record is None:
        return Evaluation(_WITHOUT_POLICY.get(found.state, "none"), found)
    signed = {domain: aligned(found, domain, found.record.adkim, ask) for domain in dkim[:MAX_IDENTIFIERS]}
    permitted = aligned(found, spf, found.record.aspf, ask) if spf else "no"
    seen = {*signed.values(), permitted}
    result: Result = "pass" if "yes" in seen else "open" if "open" in seen else "fail"
    if result == "fail" and ("error" in seen or not complete):
        result = "temperror"
    by_dkim = tuple(domain for domain, alignment in signed.items() if alignment == "yes")
    return Evaluation(result, found, by_dkim, spf if permitted == "yes" else None)


def aligned(author: Discovery, identifier: str, mode: Mode, ask: Ask) -> Alignment:
    """Is an authenticated domain in alignment with the Author Domain (section 4.10.2)?"""
    identifier = normal(identifier)
    if identifier == author.domain:
        return "yes"
    if mode == "s" or not is_name(identifier):
        return "no"
    ours = author.organizational_domain
    if ours is None:
        return "error"
    if not f".{identifier}".endswith(f".{ours}"):
        return "no"
    theirs = walk(identifier, ask)
    if theirs.state != "complete":
        return theirs.state
    return "yes" if theirs.organizational_domain == ours else "no"


def handling(evaluation: Evaluation) -> Handling | None:
    """What a receiver that follows the policy does with the message; None where that is not known."""
    if evaluation.result in ("pass", "none"):
        return "accept"
    policy = evaluation.discovery.applied
    return _HANDLING[policy] if evaluation.result == "fail" and policy else None


def _inherited_from(found: Walk) -> str | None:
    """The organizational domain's record, else that of the public suffix above it."""
    places = (found.organizational_domain, found.public_suffix)
    return next((name for name in places if name in found.records), None)


def _with_policy(base: Discovery, at: str, record: Record, ask: Ask) -> Discovery:
    """The policy of a record, with the tag that fits."""
    if not record.valid:
        if record.rua:
            return replace(base, state="found", record_at=at, record=record, policy="none")
        return replace(base, record_at=at, record=record)
    tag: Literal["p", "sp", "np"] = "sp" if at != base.domain and record.sp else "p"
    if at != base.domain and record.np is not None and record.np != getattr(record, tag):
        exists = _exists(base.domain, ask)
        if exists is None:
            return replace(base, state="open")
        if isinstance(exists, NotObserved):
            return replace(base, state="error", record_at=at, record=record, why=exists.why)
        tag = tag if exists else "np"
    return replace(base, state="found", record_at=at, record=record, tag=tag, policy=getattr(record, tag))


def _exists(domain: str, ask: Ask) -> bool | NotObserved | None:
    """A domain without mail hosts and addresses does not exist (section 3.2). None: not known yet."""
    answers = [ask(Question(topic, domain)) for topic in _SHOWS_EXISTENCE]
    if any(isinstance(answer, Observed) and answer.values for answer in answers):
        return True
    if None in answers:
        return None
    return next((answer for answer in answers if isinstance(answer, NotObserved)), False)
