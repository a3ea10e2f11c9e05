"""Complaints in forms of their own."""

from __future__ import annotations

import pytest
from tests.unit.notice.typed import OWNER, mail, multipart, told

SPAM = (
    f"Received: from x ([203.0.113.7]) by mx.receiver.example\nFrom: {OWNER}\nTo: bert@x.example\nSubject: Pills\n\nBuy"
)


def test_hotmail_puts_the_recipient_on_top_of_the_message() -> None:
    inner = f"X-HmXmrOriginalRecipient: bert@receiver.example\nX-Reporter-IP: 198.51.100.3\n{SPAM}"
    raw = multipart(
        [("Content-Type: message/rfc822", inner)], "staff@hotmail.example", "complaint about message from 203.0.113.7"
    )
    notice = told(raw)
    assert (notice.kind, notice.dialect, notice.source_ip) == ("complaint", "hotmail-jmrp", "203.0.113.7")
    assert [(r.address, r.action) for r in notice.recipients] == [("bert@receiver.example", "delivered")]
    assert notice.original.subject == "Pills"


def test_hotmail_unpacked_by_a_collector() -> None:
    notice = told(
        mail("Buy", OWNER, "Pills", "X-HmXmrOriginalRecipient: bert@receiver.example\n", "<staff@hotmail.example>")
    )
    assert (notice.kind, notice.source_ip, len(notice.recipients)) == ("complaint", None, 1)


def test_spamcop() -> None:
    text = f"[ SpamCop V5 ]\nThis message is brief.\n\n[ Offending message ]\n{SPAM}\n"
    notice = told(
        mail(text, "1234@reports.spamcop.example", "[SpamCop (203.0.113.7) id:1234]Pills", path="<x@bounces.example>")
    )
    assert (notice.kind, notice.source_ip, notice.original.subject) == ("complaint", "203.0.113.7", "Pills")


def test_apple_unsubscribe_is_an_opt_out() -> None:
    fields = "Auto-Submitted: auto-replied\nX-Apple-Unsubscribe: true\n"
    notice = told(
        mail("Apple Mail sent this.", "bert@receiver.example", "unsubscribe", fields, "<bert@receiver.example>")
    )
    assert (notice.kind, notice.dialect) == ("complaint", "apple-unsubscribe")


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        (
            "DMARC Forensic Report for shop.example from IP 203.0.113.7",
            "This has failed the published DMARC policy for your domain.\n\n  Sender IP Address: 203.0.113.7\n",
        ),
        (
            "[Netease DMARC Failure Report] Pills",
            "This is a spf/dkim authentication-failure report for a message received from IP 203.0.113.7 today.\n",
        ),
    ],
)
def test_dmarc_failures_in_words(subject: str, text: str) -> None:
    copy = f"------ This is a copy of the headers that were received.\n\n{SPAM}\n"
    notice = told(mail(f"{text}\n{copy}", "noreply@receiver.example", subject))
    assert (notice.kind, notice.dialect, notice.source_ip) == ("complaint", "dmarc-failure", "203.0.113.7")
    assert notice.original.subject == "Pills"


@pytest.mark.parametrize(
    ("report", "kind"),
    [
        ("Category: abuse\nReport-Type: spam\nSource: 203.0.113.7\n", "complaint"),
        ('{"category": "messaging", "type": "spam", "source_identifier": "203.0.113.7"}', "complaint"),
        ("Category: abuse\nReport-Type: login-attack\nSource: 203.0.113.7\n", "message"),
    ],
)
def test_xarf_counts_where_it_is_about_mail(report: str, kind: str) -> None:
    parts = [("Content-Type: text/plain", "See attachment."), ("Content-Type: text/plain; name=report.txt", report)]
    notice = told(
        multipart(parts, "reports@abuse.example", "abuse report", "X-XARF: PLAIN\n", "<reports@abuse.example>")
    )
    assert notice.kind == kind
    assert notice.source_ip == ("203.0.113.7" if kind == "complaint" else None)


@pytest.mark.parametrize(
    "subject", ["complaint about message from Anna", "DMARC failure report: what to do?", "[SpamCop] summary"]
)
def test_letters_about_complaints(subject: str) -> None:
    assert (
        told(mail("What shall I do?", "Anna <anna@shop.example>", subject, path="<anna@shop.example>")).kind
        == "message"
    )
