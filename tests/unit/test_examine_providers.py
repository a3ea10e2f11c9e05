"""Customers of a big provider with nothing configured: the host that wrote our topmost line is one of hundreds, and the
provider's lines do not tell who had logged in."""

from __future__ import annotations

from whosent.examine import examine
from whosent.model.case import Case
from whosent.model.item import Item
from whosent.model.ownside import OwnSide

# As Gmail wrote them for its own users' failures: an inner line, then the submission of a mail program, no login shown.
GMAIL = b"""\
Delivered-To: owner@bigmail.example
Received: by 10.231.14.200 with SMTP id h8cs1ibh; Mon, 23 Nov 2026 18:54:59 -0800 (PST)
Received: by 10.114.46.14 with SMTP id t14mr2wat; Mon, 23 Nov 2026 18:54:58 -0800 (PST)
Return-Path: <>
From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>
To: owner@bigmail.example
Subject: Delivery Status Notification (Failure)
Message-ID: <0016e64f63e80001@google.com>

Delivery to the following recipient failed permanently:

     nobody@remote.test

Technical details of permanent failure:
Google tried to deliver your message, but it was rejected by the recipient domain. The error that the other server
returned was: 550 550 5.1.1 User unknown (state 14).

   ----- Original message -----

Received: by 10.114.46.14 with SMTP id t14mr2wat; Mon, 23 Nov 2026 18:54:57 -0800 (PST)
Return-Path: <owner@bigmail.example>
Received: from [192.168.0.3] (p135.isp.test [203.0.113.135]) by mx.google.com with ESMTPS id k8sm1wat;
        Mon, 23 Nov 2026 18:54:56 -0800 (PST)
From: owner@bigmail.example
To: nobody@remote.test
Subject: Hello
Message-ID: <1@pc.example>

Hello
"""

# As Outlook.com writes them: the reporter is an outbound host of the provider, its client one of the inner hosts.
HOTMAIL = b"""\
Received: from out3.bigmail.example ([198.51.100.73]) by in9.bigmail.example with Microsoft SMTPSVC(6.0.3790.4675);
\t Mon, 23 Nov 2026 18:54:59 -0800
Return-Path: <>
From: postmaster@bigmail.example
To: owner@bigmail.example
Subject: Delivery Status Notification (Failure)
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

This is an automatically generated Delivery Status Notification.
Delivery to the following recipients failed.
       %TO%

--b
Content-Type: message/delivery-status

Reporting-MTA: dns;out3.bigmail.example
Arrival-Date: Mon, 23 Nov 2026 18:54:58 -0800

Final-Recipient: rfc822;%TO%
Action: failed
Status: 5.5.0
Diagnostic-Code: smtp;550 5.1.1 User unknown

--b
Content-Type: message/rfc822

Received: from BLU-W41 ([198.51.100.80]) by out3.bigmail.example over TLS secured channel
\t with Microsoft SMTPSVC(7.5.7601.22751); Mon, 23 Nov 2026 18:54:58 -0800
From: owner@bigmail.example
To: %TO%
Subject: Hello
Message-ID: <2@bigmail.example>

Hello

--b--
"""


def case(data: bytes) -> Case:
    (only,) = examine(Item("x", data), OwnSide(), {})
    return only


def test_a_submission_that_shows_no_login_is_not_passed_on() -> None:
    verdict = case(GMAIL).verdict
    assert verdict is not None
    assert (verdict.cause, verdict.origin.entry) == ("undetermined", "relayed")
    assert verdict.rule == "login-not-shown"


def test_an_outbound_host_of_our_provider_is_no_stranger() -> None:
    verdict = case(HOTMAIL.replace(b"%TO%", b"nobody@remote.test")).verdict
    assert verdict is not None
    assert verdict.cause == "undetermined"
    assert verdict.origin.entry != "foreign"


def test_the_same_provider_as_receiver_reports_a_stranger() -> None:
    verdict = case(HOTMAIL.replace(b"%TO%", b"nobody@bigmail.example")).verdict
    assert verdict is not None
    assert verdict.origin.entry == "foreign"
