from __future__ import annotations

import pytest
from tests.unit.feedback.reports import DOMAIN, FAILURE

from whosent.feedback import read_feedback
from whosent.mail import parse
from whosent.model.feedback import Feedback, Totals
from whosent.notice import recognise


def read(text: str) -> Feedback:
    mail = parse(text.encode())
    (found,) = read_feedback(mail, recognise(mail))
    return found


def without(field: str, text: str = FAILURE) -> str:
    lines = [line for line in text.splitlines(keepends=True) if not line.startswith(field + ":")]
    return "".join(lines)


def test_a_failure_report_is_one_message_that_failed() -> None:
    found = read(FAILURE)
    assert (found.form, found.domain, found.reporter) == ("failure", DOMAIN, "mx.post.example")
    assert found.begin == found.end == "2026-11-21T09:14:00+01:00"
    (row,) = found.records
    assert (row.source_ip, row.count, row.disposition, row.failed) == ("203.0.113.77", 3, "reject", True)
    assert (row.header_from, row.envelope_from) == (DOMAIN, "bot.test")
    assert found.totals == Totals(1, 3, 0, 3)


def test_what_a_report_leaves_out_is_taken_from_the_rest() -> None:
    found = read(without("Reported-Domain", without("Arrival-Date", without("Incidents"))))
    assert (found.domain, found.begin, found.totals.messages) == (DOMAIN, "2026-11-21T09:20:00+01:00", 1)
    assert read(without("Reporting-MTA")).reporter == "post.example"


@pytest.mark.parametrize(("listed", "passed"), [("none", False), ("spf", True), ("dkim, spf", True), ("DKIM", True)])
def test_alignment_as_the_reporter_lists_it(listed: str, passed: bool) -> None:
    (row,) = read(FAILURE.replace("Identity-Alignment: none", f"Identity-Alignment: {listed}")).records
    assert row.passed is passed


def test_a_domain_that_wants_to_hear_of_every_failure() -> None:
    results = "Authentication-Results: mx.post.example; dkim=pass header.d=blumenhaus.example; dmarc=pass"
    text = without("Identity-Alignment").replace("Auth-Failure: dmarc", f"Auth-Failure: spf\n{results}")
    assert read(text).records[0].passed


def test_a_complaint_says_nothing_about_who_confirmed_what() -> None:
    found = read(FAILURE.replace("Feedback-Type: auth-failure", "Feedback-Type: abuse"))
    (row,) = found.records
    assert (found.form, row.passed, row.failed, row.source_ip) == ("abuse", False, False, "203.0.113.77")
    assert found.domain == DOMAIN


@pytest.mark.parametrize("count", ["-1", "x", "9999999999999999"])
def test_impossible_numbers_of_incidents(count: str) -> None:
    assert read(FAILURE.replace("Incidents: 3", f"Incidents: {count}")).totals.messages == 1
