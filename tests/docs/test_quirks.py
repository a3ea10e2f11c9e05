"""What real systems do, and what we make of it: the facts of docs/quirks.md that belong to no single file."""

from __future__ import annotations

from pathlib import Path

import pytest

from whosent.examine import examine
from whosent.mail import parse as parse_mail
from whosent.model.case import Case
from whosent.model.hop import Hop
from whosent.model.item import Item
from whosent.model.ownside import OwnSide
from whosent.notice import recognise
from whosent.received import parse

BOUNCES = Path(__file__).parents[2] / "examples" / "bounces"
OURS = OwnSide(
    domains=("own.example",), own_hosts=("mail.own.example",), own_addresses=("192.0.2.10",), own_complete=True
)

NOTICE = """\
Return-Path: <>
Delivered-To: anna@own.example
Received: from mx.remote.example (mx.remote.example [198.51.100.30]) by mail.own.example (Postfix) with ESMTPS
\tid 1A2B3C4D5E for <anna@own.example>; Tue, 24 Nov 2026 03:54:03 +0100 (CET)
Received: by mx.remote.example (Postfix) id 2B3C4D5E6F; Tue, 24 Nov 2026 03:54:02 +0100 (CET)
From: MAILER-DAEMON@mx.remote.example (Mail Delivery System)
To: anna@own.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="2B3C4D5E6F.1764/mx.remote.example"
Message-ID: <20261124025402.2B3C4D5E6F@mx.remote.example>

--2B3C4D5E6F.1764/mx.remote.example
Content-Type: text/plain

This is the mail system at host mx.remote.example.

<nobody@remote.example>: unknown user: "nobody"

--2B3C4D5E6F.1764/mx.remote.example
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.remote.example
X-Postfix-Queue-ID: 3C4D5E6F7A
X-Postfix-Sender: rfc822; anna@own.example
Arrival-Date: Tue, 24 Nov 2026 03:54:02 +0100 (CET)

Final-Recipient: rfc822; nobody@remote.example
Action: {action}
Status: {status}
Diagnostic-Code: X-Postfix; unknown user: "nobody"

--2B3C4D5E6F.1764/mx.remote.example
Content-Type: message/rfc822

Return-Path: <anna@own.example>
{trace}From: anna@own.example
To: nobody@remote.example
Subject: Your invoice
Message-ID: <1@pc.example>

Please pay.

--2B3C4D5E6F.1764/mx.remote.example--
"""
DATE = "Tue, 24 Nov 2026 03:54:02 +0100"
FROM_US = (
    "Received: from mail.own.example (mail.own.example [192.0.2.10]) by mx.remote.example (Postfix) with ESMTPS "
    f"id 3C4D5E6F7A for <nobody@remote.example>; {DATE} (CET)\n"
)
FROM_ABROAD = (
    "Received: from pc (dyn-9.pool.example [203.0.113.9]) by mx.remote.example (Postfix) with ESMTP "
    f"id 3C4D5E6F7A for <nobody@remote.example>; {DATE} (CET)\n"
)
LOGIN = (
    "Received: from User (unknown [203.0.113.9]) (Authenticated sender: anna@own.example) by mail.own.example "
    f"(Postfix) with ESMTPSA id 4D5E6F7A8B; {DATE} (CET)\n"
)
SCRIPT = f"Received: by mail.own.example (Postfix, from userid 33) id 5E6F7A8B9C; {DATE} (CET)\n"
PHP = "X-PHP-Originating-Script: 33:mailer.php\n"


def hop(line: str) -> Hop:
    return parse(f"{line}; {DATE}")


def case(trace: str, *, action: str = "failed", status: str = "5.1.1") -> Case:
    (found,) = examine(Item("a", NOTICE.format(trace=trace, action=action, status=status).encode()), OURS, {})
    return found


def cause(trace: str) -> str:
    verdict = case(trace).verdict
    assert verdict is not None
    return verdict.cause


# Received lines


def test_postfix_prints_unknown_where_the_name_does_not_resolve_back() -> None:
    found = hop("from pc.example (unknown [203.0.113.5]) by mx.example (Postfix) with ESMTP id 1A2B3C4D5E")
    assert (found.from_helo, found.from_rdns, found.from_ip) == ("pc.example", None, "203.0.113.5")


def test_the_bracket_inside_exims_helo_is_not_the_address() -> None:
    found = hop("from [203.0.113.5] (helo=[198.51.100.1]) by mx.example with esmtp (Exim 4.96) id 1xVgfD-00004O-2j")
    assert (found.from_helo, found.from_ip) == ("[198.51.100.1]", "203.0.113.5")


def test_courier_prints_mapped_addresses() -> None:
    found = hop("from pc (h.example [::ffff:203.0.113.107]) by mx.example with ESMTP id 0000000000254A16.6B04FC4B.0326")
    assert found.from_ip == "203.0.113.107"


def test_sendmail_marks_names_that_may_be_forged() -> None:
    found = hop("from pc (liar.example [203.0.113.5] (may be forged)) by mx.example (8.17.1/8.17.1) with ESMTP id 6AO2")
    assert found.rdns_confirmed is False


def test_opensmtpd_prints_ptr_names_unchecked() -> None:
    found = hop("from pc (mail.own.example [203.0.113.9]) by mx.example (OpenSMTPD) with ESMTP id 1a2b3c4d")
    assert (found.from_rdns, found.rdns_confirmed) == ("mail.own.example", None)


def test_an_unchecked_ptr_name_accuses_nobody() -> None:
    lying = (
        "Received: from pc (mail.own.example [203.0.113.9]) by mx.remote.example (OpenSMTPD) with ESMTP "
        f"id 1a2b3c4d for <nobody@remote.example>; {DATE} (CET)\n"
    )
    assert cause(lying + SCRIPT + PHP) not in ("script", "mailbox")


def test_exchange_prints_the_ehlo_name_where_others_print_rdns() -> None:
    found = hop("from ex1.a.example (203.0.113.9) by ex2.a.example (10.0.0.2) with Microsoft SMTP Server id 15.1.25.6")
    assert (found.from_helo, found.from_rdns, found.from_ip) == ("ex1.a.example", None, "203.0.113.9")


def test_lines_of_a_collector_name_no_client() -> None:
    found = hop("from pop.provider.example [203.0.113.7] by home.example with POP3 (fetchmail-6.4.37) for <a@home>")
    assert (found.retrieval, found.from_ip) == (True, None)


@pytest.mark.parametrize("address", ["192.0.2.7", "198.51.100.7", "203.0.113.7", "10.0.0.7", "100.64.0.7"])
def test_private_and_documentation_addresses_are_addresses(address: str) -> None:
    found = hop(f"from a.example (a.example [{address}]) by mx.example (Postfix) with ESMTP id 1A2B3C4D5E")
    assert found.from_ip == address


# How mail enters a server


def test_position_counts_and_not_names() -> None:
    assert cause(FROM_ABROAD + FROM_US + SCRIPT + PHP) == "forged"


def test_postfix_shows_the_login_only_if_told_to() -> None:
    found = hop("from pc (unknown [203.0.113.9]) by mail.own.example (Postfix) with ESMTPSA id 4D5E6F7A8B")
    assert (found.auth, found.login) == ("ESMTPSA", None)


def test_exim_shows_no_login_in_the_header() -> None:
    found = hop("from [203.0.113.9] (helo=pc) by mail.own.example with esmtpsa (Exim 4.96) id 1xVgfD-00004O-2j")
    assert (found.auth, found.login) == ("ESMTPSA", None)


def test_local_submission_shows_the_account() -> None:
    postfix = hop("by mail.own.example (Postfix, from userid 33) id 5E6F7A8B9C")
    exim = hop("from www-data by mail.own.example with local (Exim 4.96) id 1xVgfD-00004O-2j")
    assert (postfix.local, postfix.local_uid, exim.local, exim.local_user) == (True, 33, True, "www-data")


def test_php_names_the_script_without_its_path() -> None:
    verdict = case(FROM_US + SCRIPT + PHP).verdict
    assert verdict is not None
    assert (verdict.cause, verdict.origin.script, verdict.origin.uid) == ("script", None, 33)


def test_owner_and_thief_look_the_same_in_the_headers() -> None:
    assert cause(FROM_US + LOGIN) == "undetermined"


def test_a_script_header_below_a_login_is_only_claimed() -> None:
    found = case(FROM_US + LOGIN + SCRIPT + PHP)
    assert found.verdict is not None
    assert found.verdict.origin.entry == "login"
    assert found.verdict.cause != "script"


def test_a_sieve_redirect_looks_like_a_local_submission() -> None:
    mail_store = SCRIPT.replace("userid 33", "userid 5000")
    assert cause(FROM_US + mail_store + "X-Sieve-Redirected-From: anna@own.example\n") not in ("script", "forged")


# Notices


def test_delays_and_successes_look_like_failures_but_for_the_action() -> None:
    kinds = {
        action: case(FROM_US, action=action, status=status).notice.kind
        for action, status in (("failed", "5.1.1"), ("delayed", "4.4.1"), ("delivered", "2.0.0"))
    }
    assert kinds == {"failed": "bounce", "delayed": "delay", "delivered": "delivered"}


def test_opensmtpd_returns_the_body_in_a_part_for_headers() -> None:
    data = (BOUNCES / "08.eml").read_bytes()
    assert b"multipart/mixed" in data
    assert b"text/rfc822-headers" in data
    assert b"Auto-Submitted" not in data
    notice = recognise(parse_mail(data))
    assert (notice.kind, notice.original.body) == ("bounce", "full")


def test_courier_signs_nothing_as_automatic() -> None:
    data = (BOUNCES / "02.eml").read_bytes()
    assert b"Auto-Submitted" not in data
    assert recognise(parse_mail(data)).kind == "bounce"


def test_exim_gives_no_diagnostic_code_for_local_failures() -> None:
    data = (BOUNCES / "20.eml").read_bytes()
    assert b"Diagnostic-Code" not in data
    (recipient,) = recognise(parse_mail(data)).recipients
    assert (recipient.diagnostic, recipient.reason) == ("Unrouteable address", "user-unknown")


def test_where_no_trace_came_back_nothing_is_decided() -> None:
    assert cause("") == "undetermined"
