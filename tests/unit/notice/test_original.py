"""What is known of the returned message."""

from __future__ import annotations

import pytest

from whosent.mail import parse
from whosent.model.notice import Original
from whosent.notice import recognise

NOTICE = b"""Return-Path: <>
From: MAILER-DAEMON@mx.sender.example (Mail Delivery System)
To: alice@sender.example
Subject: Undelivered Mail Returned to Sender
%s
This is the mail system at host mx.sender.example.

<bob@remote.example>: unknown user
%s
"""


def original(extra: bytes, copy: bytes) -> Original:
    return recognise(parse(NOTICE % (extra, copy))).original


def test_its_own_header_speaks() -> None:
    found = original(
        b"In-Reply-To: <other@sender.example>\n",
        b"\nReturn-Path: <bounce@sender.example>\nReceived: from a by b; now\nMessage-ID: <m1@sender.example>\n"
        b"From: =?utf-8?q?=C3=84lice?= <alice@sender.example>\n"
        b"Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\nDate: Mon, 3 Mar 2025 10:11:50 +0100\n\nHello.",
    )
    assert found == Original(
        message_id="<m1@sender.example>",
        from_addr="alice@sender.example",
        envelope_from="bounce@sender.example",
        subject="Grüße",
        date="2025-03-03T10:11:50+01:00",
        body="full",
    )


@pytest.mark.parametrize(
    ("received", "envelope_from"),
    [
        (b"Received: from x by y with esmtp (envelope-from <a@sender.example>) id 1; now", "a@sender.example"),
        (b"Received: from x by y (envelope-sender a@sender.example); now", "a@sender.example"),
        (b"Received: from x by y; now\nReceived: from z (envelope-from <forged@other.example>) by x; now", None),
    ],
)
def test_the_reporters_own_line_tells_the_envelope_sender(received: bytes, envelope_from: str | None) -> None:
    copy = b"\n" + received + b"\nMessage-ID: <m1@sender.example>\nFrom: a@b.example\n\nHello."
    assert original(b"", copy).envelope_from == envelope_from


@pytest.mark.parametrize(
    ("extra", "text", "expected"),
    [
        (b"References: <m0@sender.example> <m1@sender.example>\n", b"", ("<m1@sender.example>", None)),
        (b"", b"  Message-id: <m2@sender.example>\n  Subject: Greetings\n", ("<m2@sender.example>", "Greetings")),
        (b"", b"The subject of the message is: Greetings\n", (None, "Greetings")),
        (b"", b"", (None, None)),
    ],
)
def test_where_nothing_came_back_the_notice_is_asked(
    extra: bytes, text: bytes, expected: tuple[str | None, str | None]
) -> None:
    found = original(extra, text)
    assert (found.message_id, found.subject) == expected
    assert found.body == "none"


@pytest.mark.parametrize(
    ("copy", "body"),
    [
        (b"Content-Type: text/plain\n\nHello.", "full"),
        (b"Content-Type: text/plain\n\n  \n", "none"),
        (b"Content-Type: multipart/mixed; boundary=b2\n\n--b2\n\nHel", "truncated"),
        (b"Content-Type: multipart/mixed; boundary=b2\n\n--b2\n\nHello\n--b2--\n", "full"),
        (b"Content-Type: text/plain\n\nHel\n\n--- Rest of message truncated.\n", "truncated"),
    ],
)
def test_how_much_came_back(copy: bytes, body: str) -> None:
    assert original(b"", b"\nReceived: from a by b; now\nMessage-ID: <m1@sender.example>\n" + copy).body == body


def test_a_message_that_reports_nothing_tells_of_no_other() -> None:
    assert (
        recognise(parse(b"From: a@b.example\nReferences: <m0@b.example>\nSubject: x\n\nSubject: y\n")).original
        == Original()
    )
