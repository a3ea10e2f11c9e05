"""What to do, by cause: the steps in their order, the letter to the provider, what to say about the reasons.

The order is the point: a new password typed on an infected computer is the thief's next one, and a catch-all switched
off before the real addresses are listed loses mail.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from whosent.model.case import Case
from whosent.model.incident import Incident
from whosent.model.verdict import Relation, Verdict

Group = Literal["self", "near", "other", ""]

GROUPS: dict[Relation, Group] = {"addressee": "self", "same-domain": "near", "other-tenant": "other", "unknown": ""}
"""Whose account it was, as seen by the reader: his own, another of his domain, another customer's, not known."""

SHOWN_STEPS = 4
_SHOWN: dict[str, int] = {"rule-login": 3, "rule-login-near": 3, "mailbox-near": 3}
"""Where the first steps ask a question, what follows from one answer must not stand beside it."""


class Step(NamedTuple):
    """`when` names a condition on the wave (see `_holds`); empty: always."""

    key: str
    when: str = ""


_REPORT = (Step("step-other-report"), Step("step-other-keep"))
_THEFT = (Step("step-mailbox-stop"), Step("step-mailbox-evict"), Step("step-mailbox-scan"), Step("step-mailbox-final"),
          Step("step-mailbox-others"), Step("step-mailbox-second-factor"), Step("step-mailbox-queue"),
          Step("step-mailbox-tell"))  # fmt: skip
_FORGED = (Step("step-forged-targeted", "targeted"), Step("step-forged-catch-all", "catch-all"),
           Step("step-reject-at-smtp", "backscatter"), Step("step-forged-provider"), Step("step-forged-site"),
           Step("step-forged-no-reply"))  # fmt: skip

STEPS: dict[str, tuple[Step, ...]] = {
    "forged-certain": (Step("step-forged-nothing"), *_FORGED),
    "forged-likely": (Step("step-forged-wait"), *_FORGED),
    "script": (Step("step-script-block"), Step("step-script-clean"), Step("step-script-update"),
               Step("step-script-unblock")),
    "script-other": _REPORT,
    "mailbox": _THEFT,
    "mailbox-near": (*_REPORT, Step("step-other-near"), *_THEFT),
    "mailbox-other": _REPORT,
    "own": (Step("step-own-check"), Step("step-own-autoreply", "auto-reply"), Step("step-own-stranger")),
    "forwarded": (Step("step-forwarded-look"), Step("step-forwarded-unknown"), Step("step-forwarded-wanted"),
                  Step("step-forwarded-srs")),
    "fake": (Step("step-fake-nothing"), Step("step-fake-delete"), Step("step-fake-clicked")),
    "undetermined": (Step("step-open-keep"),),
    "rule-odd-but-consistent": (Step("step-fake-nothing"), Step("step-open-keep")),
    "rule-login": (Step("step-login-ask"), Step("step-login-yes"), Step("step-login-no"), *_THEFT[1:]),
    "rule-login-near": (*_REPORT, Step("step-other-near"), *_THEFT),
    "rule-login-other": _REPORT,
}  # fmt: skip

SAME_ADVICE = {"log-login": "login"}
"""Rows that leave the same thing open: only the owner can say whether he wrote it."""

SETTLED_BY_STEPS = frozenset({"undetermined", "rule-odd-but-consistent"})
"""Here the things that would settle it are themselves the steps."""

LETTERS: dict[str, str] = {
    "forged": "letter-forged",
    "script": "letter-script",
    "script-other": "letter-other",
    "mailbox": "letter-mailbox",
    "mailbox-near": "letter-other",
    "mailbox-other": "letter-other",
    "forwarded": "letter-forwarded",
    "undetermined": "letter-undetermined",
    "rule-login": "letter-login",
    "rule-login-near": "letter-other",
    "rule-login-other": "letter-other",
}

ATTACH = ("attach-thunderbird", "attach-outlook", "attach-gmail", "attach-apple")

_TELLS_REASONS = frozenset({"own", "rule-login", "rule-login-self"})


def group_of(verdict: Verdict) -> Group:
    """Whose account it was, as seen by the reader."""
    return GROUPS[verdict.subject.relation]


def variants(stem: str, verdict: Verdict, incident: Incident) -> tuple[str, ...]:
    """Keys for this verdict, the most special first: `stem-rule-login-self`, `stem-rule-login`, …, `stem-undetermined`.

    `stem` may be empty.
    """
    group = group_of(verdict)
    rule = SAME_ADVICE.get(verdict.rule, verdict.rule)
    names = (f"rule-{rule}", f"{incident.cause}-{incident.certainty}", incident.cause)
    found = [f"{name}-{group}" for name in names[:1] if group] + [names[0]]
    for name in names[1:]:
        found += ([f"{name}-{group}"] if group else []) + [name]
    return tuple(f"{stem}-{name}" if stem else name for name in found)


def steps(case: Case, verdict: Verdict, incident: Incident) -> tuple[str, ...]:
    """Text keys of the steps, in order; the things that would settle it included where they are steps."""
    name = _name(STEPS, verdict, incident)
    keys = [step.key for step in STEPS[name] if not step.when or _holds(step.when, case, verdict, incident)]
    if name in SETTLED_BY_STEPS:
        keys += [f"missing-{item.would_settle}" for item in verdict.missing]
    return tuple(keys)


def shown(verdict: Verdict, incident: Incident) -> int:
    """How many of the steps stand on the page; the rest is folded."""
    return _SHOWN.get(_name(STEPS, verdict, incident), SHOWN_STEPS)


def letter(verdict: Verdict, incident: Incident) -> str | None:
    """Text key of the letter to the provider, None where there is nothing to ask for."""
    return next((LETTERS[name] for name in variants("", verdict, incident) if name in LETTERS), None)


def tells_reasons(verdict: Verdict, incident: Incident) -> bool:
    """Does it matter to the reader why the recipients refused?"""
    return any(name in _TELLS_REASONS for name in variants("", verdict, incident))


def _name(table: dict[str, tuple[Step, ...]], verdict: Verdict, incident: Incident) -> str:
    return next(name for name in variants("", verdict, incident) if name in table)


def _holds(when: str, case: Case, verdict: Verdict, incident: Incident) -> bool:
    kinds = {item.kind for item in (*verdict.evidence_for, *verdict.evidence_against)}
    return {
        "targeted": incident.aim == "targeted",
        "catch-all": incident.catch_all or incident.aim == "random",
        "backscatter": "bounced-own-recipient" in kinds,
        "auto-reply": "auto-reply-returned" in kinds,
    }[when]
