"""Apply a ruleset to the evidence of one message."""

from __future__ import annotations

from functools import lru_cache

from whosent.model.evidence import Evidence
from whosent.model.verdict import Missing, Origin, Subject, Verdict
from whosent.verdict.rule import Rule, Ruleset

_SPEAKS_FOR: dict[str, frozenset[str]] = {
    "fake": frozenset({"reporter-disagrees", "odd-link", "odd-attachment", "odd-call-to-action", "odd-not-this-mta",
                       "odd-not-system-sender", "several-fake-signs"}),
    "forged": frozenset({"handover-foreign-direct", "own-side-complete", "own-side-partial", "helo-imitates-us",
                         "our-host-claimed-below", "reporter-agrees", "address-does-not-exist", "entry-relayed",
                         "bounced-own-recipient", "relayed-direct", "notice-made-by-us"}),
    "script": frozenset({"handover-ours", "entry-local", "entry-web-account", "script-marker", "notice-made-by-us",
                         "reporter-agrees"}),
    "forwarded": frozenset({"handover-ours", "entry-relayed", "passed-on", "sieve-redirected", "notice-made-by-us",
                            "reporter-agrees", "relayed-direct"}),
    "own": frozenset({"handover-ours", "auto-reply-returned", "entry-local", "notice-made-by-us", "entry-login"}),
}  # fmt: skip
"""Which evidence kinds speak for a cause. All others are neutral in its report, or stand against it."""

_SPEAKS_AGAINST: dict[str, frozenset[str]] = {
    "forged": frozenset({"script-marker-claimed", "login-marker-claimed", "reporter-unchecked",
                         "reporter-agrees-below", "reporter-inner-hops", "notice-with-sender"}),
    "script": frozenset({"script-marker-other-uid", "auto-reply-returned"}),
    "own": frozenset({"notice-with-sender"}),
    "forwarded": frozenset({"script-marker-claimed"}),
    "fake": frozenset({"reporter-agrees"}),
}  # fmt: skip


def judge(evidence: tuple[Evidence, ...], ruleset: Ruleset, origin: Origin, subject: Subject) -> Verdict:
    """The verdict of the first matching row."""
    facts = frozenset([*[e.kind for e in evidence], *[f"{e.kind}:{e.standing}" for e in evidence]])
    rule = next(rule for rule in ruleset.rules if rule.matches(facts))
    speaks_for, speaks_against, neutral = _sides(rule, evidence)
    return Verdict(
        cause=rule.cause, certainty=rule.certainty, ruleset=ruleset.date, rule=rule.name,
        evidence_for=speaks_for, evidence_against=speaks_against,
        missing=tuple([_missing(key) for key in rule.missing]), origin=origin, subject=subject,
        evidence_neutral=neutral,
    )  # fmt: skip


@lru_cache(maxsize=256)
def _missing(key: str) -> Missing:
    question, _, would_settle = key.partition(":")
    return Missing(question, would_settle)


def _sides(
    rule: Rule, evidence: tuple[Evidence, ...]
) -> tuple[tuple[Evidence, ...], tuple[Evidence, ...], tuple[Evidence, ...]]:
    """For, against, and neither. Undetermined: everything seen is shown as seen, on the side "for" (for looking
    closer)."""
    if rule.cause == "undetermined":
        return evidence, (), ()
    pro = _SPEAKS_FOR.get(rule.cause, frozenset())
    contra = _SPEAKS_AGAINST.get(rule.cause, frozenset())
    return (
        tuple([e for e in evidence if e.kind in pro]),
        tuple([e for e in evidence if e.kind in contra]),
        tuple([e for e in evidence if e.kind not in pro and e.kind not in contra]),
    )
