"""Apply a ruleset to the evidence of one message."""

from __future__ import annotations

from functools import lru_cache

from whosent.model.evidence import Evidence
from whosent.model.verdict import Missing, Origin, Subject, Verdict
from whosent.verdict.rule import Rule, Ruleset


def judge(evidence: tuple[Evidence, ...], ruleset: Ruleset, origin: Origin, subject: Subject) -> Verdict:
    """The verdict of the first matching row."""
    facts: set[str] = set()
    for e in evidence:
        facts.add(e.kind)
        facts.add(f"{e.kind}:{e.standing}")
    rule = ruleset.first_match(facts)
    speaks_for, speaks_against, neutral = _sides(rule, ruleset, evidence)
    return Verdict(
        cause=rule.cause, certainty=rule.certainty, ruleset=ruleset.date, rule=rule.name,
        evidence_for=speaks_for, evidence_against=speaks_against,
        missing=tuple(map(_missing, rule.missing)), origin=origin, subject=subject,
        evidence_neutral=neutral,
    )  # fmt: skip


@lru_cache(maxsize=256)
def _missing(key: str) -> Missing:
    question, _, would_settle = key.partition(":")
    return Missing(question, would_settle)


def _sides(
    rule: Rule, ruleset: Ruleset, evidence: tuple[Evidence, ...]
) -> tuple[tuple[Evidence, ...], tuple[Evidence, ...], tuple[Evidence, ...]]:
    """For, against, and neither. Undetermined: everything seen is shown as seen, on the side "for" (for looking
    closer)."""
    if rule.cause == "undetermined":
        return evidence, (), ()
    pro, contra = ruleset.speaks_for.get(rule.cause, ()), ruleset.speaks_against.get(rule.cause, ())
    return (
        tuple([e for e in evidence if e.kind in pro]),
        tuple([e for e in evidence if e.kind in contra]),
        tuple([e for e in evidence if e.kind not in pro and e.kind not in contra]),
    )
