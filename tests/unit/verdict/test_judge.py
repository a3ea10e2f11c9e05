"""The first matching row decides; the evidence is sorted into for, against and neither."""

from __future__ import annotations

import pytest

from whosent.model.evidence import Evidence
from whosent.model.verdict import Missing, Origin, Subject
from whosent.verdict import RULESETS, judge, newest
from whosent.verdict.rule import Rule, Ruleset


def seen(kind, standing="reported"):
    return Evidence(kind, standing, "returned:Received[1]")


RULES = Ruleset("2000-01-01", (
    Rule("observed", "script", "certain", needs=("entry-local:observed",), without=("list-mail",)),
    Rule("any", "script", "likely", needs=("entry-local",), any_of=("handover-ours", "notice-made-by-us"),
         missing=("log:queue-id", "owner:other-services")),
    Rule("rest", "undetermined", "unclear"),
), {"script": ("entry-local", "handover-ours")}, {"script": ("auto-reply-returned",)})  # fmt: skip


@pytest.mark.parametrize(("evidence", "row"), [
    ((seen("entry-local", "observed"),), "observed"),
    ((seen("entry-local", "observed"), seen("list-mail")), "rest"),
    ((seen("entry-local", "observed"), seen("list-mail"), seen("handover-ours")), "any"),
    ((seen("entry-local"),), "rest"),
    ((seen("entry-local"), seen("notice-made-by-us")), "any"),
    ((seen("entry-local", "claimed"), seen("handover-ours", "claimed")), "any"),
    ((seen("handover-ours"),), "rest"),
    ((), "rest"),
])  # fmt: skip
def test_the_first_row_whose_conditions_hold(evidence, row):
    assert judge(evidence, RULES, Origin(), Subject()).rule == row


def test_what_the_row_says():
    verdict = judge((seen("entry-local"), seen("handover-ours")), RULES, Origin(entry="local"), Subject("a@b.test"))
    assert (verdict.cause, verdict.certainty, verdict.ruleset) == ("script", "likely", "2000-01-01")
    assert verdict.missing == (Missing("log", "queue-id"), Missing("owner", "other-services"))
    assert (verdict.origin, verdict.subject) == (Origin(entry="local"), Subject("a@b.test"))


def test_every_piece_of_evidence_is_shown_once_on_its_side():
    evidence = (seen("entry-local"), seen("handover-ours"), seen("auto-reply-returned", "claimed"), seen("list-mail"))
    verdict = judge(evidence, RULES, Origin(), Subject())
    assert [item.kind for item in verdict.evidence_for] == ["entry-local", "handover-ours"]
    assert [item.kind for item in verdict.evidence_against] == ["auto-reply-returned"]
    assert [item.kind for item in verdict.evidence_neutral] == ["list-mail"]


def test_undetermined_shows_all_that_was_seen_as_it_is():
    evidence = (seen("handover-ours"), seen("list-mail"))
    verdict = judge(evidence, RULES, Origin(), Subject())
    assert (verdict.evidence_for, verdict.evidence_against, verdict.evidence_neutral) == (evidence, (), ())


def test_the_newest_ruleset_is_in_force():
    assert newest() is RULESETS[-1]
