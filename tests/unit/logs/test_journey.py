"""The way of one mail by identifiers: what belongs together, and what only looks so. (Whole messages: test_logged.)"""

from __future__ import annotations

from whosent.logs.journey import Search
from whosent.model.question import Observed, Question

OPENSMTPD = [
    "Nov 24 09:00:00 mx smtpd[9]: 5b7a1c2d3e4f5a6b smtp connected address=203.0.113.9 host=dyn-9.isp.test",
    (
        "Nov 24 09:00:01 mx smtpd[9]: 5b7a1c2d3e4f5a6b smtp authentication user=bob address=203.0.113.9 "
        "host=dyn-9.isp.test result=ok"
    ),
    "Nov 24 09:00:02 mx smtpd[9]: 5b7a1c2d3e4f5a6b smtp message msgid=2fc3048c size=900 nrcpt=1 proto=ESMTP",
    (
        "Nov 24 09:00:02 mx smtpd[9]: 5b7a1c2d3e4f5a6b smtp envelope evpid=2fc3048c11223344 from=<bob@victim.example> "
        "to=<a@b.test>"
    ),
]
SENDMAIL = [
    "Nov 24 08:00:00 mx sm-mta[4711]: AUTH=server, relay=old.test [198.51.100.4], authid=eve, mech=PLAIN, bits=0",
    "Nov 24 09:00:00 mx sm-mta[4711]: AUTH=server, relay=pc.test [198.51.100.7], authid=bob, mech=PLAIN, bits=0",
    (
        "Nov 24 09:00:01 mx sm-mta[4711]: 6AO2rdHq000119: from=<bob@victim.example>, size=900, class=0, nrcpts=1, "
        "msgid=<1@victim.example>, proto=ESMTPSA, daemon=MTA, relay=pc.test [198.51.100.7]"
    ),
    (
        "Nov 24 11:00:01 mx sm-mta[4711]: 6AO2rdHq000777: from=<x@y.test>, size=900, class=0, nrcpts=1, "
        "msgid=<2@victim.example>, proto=ESMTP, daemon=MTA, relay=bot.test [203.0.113.9]"
    ),
]


def search(lines: list[str]) -> Search:
    def ask(question: Question) -> Observed:
        return Observed(tuple(f"mail.log:{n}\tsyslog\t{text}" for n, text in enumerate(lines, 1)
                              if question.name.lower() in text.lower()))  # fmt: skip

    return Search(ask)


def test_opensmtpd_writes_client_and_login_in_lines_of_their_own():
    (passage,) = search(OPENSMTPD).by_queue_id("2fc3048c")
    assert passage.entry is not None
    assert (passage.entry.login, passage.entry.client_ip) == ("bob", "203.0.113.9")


def test_sendmail_writes_the_login_in_a_line_of_its_own():
    (passage,) = search(SENDMAIL).by_queue_id("6AO2rdHq000119")
    assert passage.entry is not None
    assert (passage.entry.login, passage.entry.client_ip) == ("bob", "198.51.100.7")


def test_a_process_number_that_is_used_again_two_hours_later_is_nobodys_login():
    (passage,) = search(SENDMAIL).by_queue_id("6AO2rdHq000777")
    assert passage.entry is not None
    assert passage.entry.login is None
