"""Did a report come from the mail system in whose name it speaks, and which of its sources are ours?"""

from __future__ import annotations

import gzip
from typing import Any

import pytest
from tests.unit.feedback.reports import DOMAIN, OWN, ROWS, Row, mail, plain, tls_json, tls_mail
from tests.unit.walk.mtas import postfix

from whosent.examine import examine
from whosent.model.case import Case
from whosent.model.item import Item
from whosent.model.question import Observed, Question
from whosent.service.ownside import own_side

US = "mail.anbieter.example"
POST_IP = "198.51.100.40"
FROM_POST = postfix(US, "out.post.example", POST_IP, "out.post.example", f"reports@{DOMAIN}")
FROM_OTHER = postfix(US, "out.post.example", "203.0.113.5", "dsl5.zugang.test", f"reports@{DOMAIN}")
PASSED = f"Authentication-Results: {US}; dkim=pass header.d=post.example; dmarc=pass header.from=post.example\n"


def check(message: bytes, answers: dict[Question, Observed] | None = None, **side: Any) -> Case:
    intake = side.pop("intake", "store")
    reconstructed = side.pop("reconstructed", False)
    (case,) = examine(Item("r.eml", message, reconstructed), own_side(intake=intake, **side), answers or {})
    return case


def report(head: str, *rows: Row) -> bytes:
    return mail(gzip.compress(plain(*rows)), head=head)


def received(line: str) -> str:
    return f"Received: {line}\n"


def standing(head: str, **side: Any) -> str:
    (found,) = check(report(head), **side).feedback
    return found.standing


def test_delivered_by_a_host_of_the_reporter() -> None:
    assert standing(received(FROM_POST)) == "reported"


def test_delivered_by_anybody() -> None:
    assert standing(received(FROM_OTHER)) == "claimed"
    assert standing("") == "claimed"


def test_what_our_border_wrote_about_the_signature_counts() -> None:
    assert standing(PASSED + received(FROM_OTHER)) == "reported"
    assert standing(PASSED.replace("dmarc=pass", "dmarc=fail").replace("dkim=pass", "dkim=fail")
                    + received(FROM_OTHER)) == "claimed"  # fmt: skip
    assert standing(PASSED.replace("post.example", "zugang.test") + received(FROM_OTHER)) == "claimed"


def test_results_below_our_line_or_of_another_server_are_anybodys() -> None:
    assert standing(received(FROM_OTHER) + PASSED) == "claimed"
    assert standing(PASSED.replace(US, "mx.other.test") + received(FROM_OTHER)) == "claimed"


@pytest.mark.parametrize("side", [{"intake": "upload"}, {"reconstructed": True}])
def test_bytes_that_somebody_may_have_edited_show_nothing(side: dict[str, Any]) -> None:
    assert standing(received(FROM_POST), **side) == "claimed"


def test_a_report_that_was_forwarded_as_attachment_is_claimed() -> None:
    inner = report(received(FROM_POST)).decode()
    outer = "From: a@b.test\nSubject: Fwd\nContent-Type: multipart/mixed; boundary=o\n\n"
    outer += f"--o\nContent-Type: message/rfc822\n\n{inner}\n--o--\n"
    (found,) = check(outer.encode()).feedback
    assert (found.standing, found.domain) == ("claimed", DOMAIN)


def test_sources_of_ours_are_marked() -> None:
    rows = (*ROWS, Row("192.0.2.99", 1))
    (found,) = check(report("", *rows), own=[OWN.ip, "192.0.2.64/26"]).feedback
    assert [row.whose for row in found.records] == ["", "own", "own-network"]


def test_names_of_ours_are_asked_for_their_addresses() -> None:
    case = check(report(""), own=[US])
    assert set(case.open_questions) == {Question("A", US), Question("AAAA", US)}
    answers = {Question("A", US): Observed((OWN.ip,)), Question("AAAA", US): Observed(())}
    (found,) = check(report(""), answers, own=[US]).feedback
    assert [row.whose for row in found.records] == ["", "own"]


@pytest.mark.parametrize(
    ("names", "ours"),
    [((), True), ((DOMAIN,), True), ((f"anna@{DOMAIN}",), True), (("shop." + DOMAIN,), True), (("x.test",), False)],
)
def test_whom_it_is_about(names: tuple[str, ...], ours: bool) -> None:
    (found,) = check(report(""), names=names).feedback
    assert found.about_us is ours


def test_what_could_not_be_read_is_told_to_everybody() -> None:
    (found,) = check(mail(b"\x1f\x8b"), names=("x.test",)).feedback
    assert (found.trouble, found.about_us) == ("damaged", True)


def test_tls_reports_have_a_standing_too() -> None:
    (found,) = check(received(FROM_POST).encode() + tls_mail(tls_json())).feedback
    assert found.standing == "reported"


def test_no_verdict_comes_from_a_report() -> None:
    case = check(report(received(FROM_POST)), names=(DOMAIN,))
    assert (case.notice.kind, case.verdict, case.hops) == ("dmarc-report", None, ())
