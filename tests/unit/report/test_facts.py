from __future__ import annotations

from datetime import UTC

from msgspec.structs import replace
from tests.unit.report.cases import BOT, RECIPIENT, VICTIM, forged, login, quiet, script, texts

from whosent.model.evidence import Evidence
from whosent.model.notice import Notice
from whosent.report import facts
from whosent.report.dates import Clock
from whosent.report.template import Span


def test_a_joe_job() -> None:
    known = facts.of_case(forged(), Clock("en", UTC))
    assert known["ip"] == BOT
    assert known["recipient"] == known["accepted_for"] == RECIPIENT
    assert known["reporter"] == "mx.empfang.test"
    assert known["message_id"] == "<8f3a77c0@blumenhaus.example>"
    assert known["notice_id"] == "<notice1@empfang.test>"
    assert known["sent"] == "21 November 2026, 08:14"
    assert known["received"] == "21 November 2026, 08:14"
    assert "script" not in known


def test_without_a_clock_dates_stay_as_read() -> None:
    assert facts.of_case(forged())["sent"] == "2026-11-21T08:14:00Z"


def test_a_number_is_no_name_of_an_account() -> None:
    assert facts.of_case(script())["account"] == "uid 33"
    for account, said in (("1007", "uid 1007"), ("web7", "web7")):
        item = Evidence("entry-local", "observed", "x", {"account": account})
        assert facts.of_evidence(item, texts()) == {"account": said}


def test_reasons_are_told_in_the_reader_s_language() -> None:
    item = Evidence("log-not-covering", "observed", "log", {"why": "the logs of a.test do not cover X to Y"})
    assert facts.of_evidence(item, texts("en")) == item.params
    said = facts.of_evidence(item, texts("de"))["why"]
    assert said == "die Protokolle von a.test decken nicht die Zeit von X bis Y ab"


def test_what_is_not_known_is_left_out() -> None:
    assert set(facts.of_case(quiet())) == {"notice_id"}


def test_a_plain_message_speaks_of_itself() -> None:
    known = facts.of_case(
        replace(login(), notice=Notice("message"), message_id="<own@blumenhaus.example>", subject="Hi")
    )
    assert known["message_id"] == "<own@blumenhaus.example>"
    assert known["subject"] == "Hi"
    assert "notice_id" not in known
    assert known["victim"] == VICTIM


def test_joined_leaves_out_what_is_empty() -> None:
    assert facts.joined([(), (Span("a"),), (), (Span("b"),)]) == (Span("a"), Span(" · "), Span("b"))
