"""Examination is total, and what anybody could have written decides nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import jsonschema
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whosent.adapters.texts import load
from whosent.examine import examine
from whosent.model.case import Case
from whosent.model.item import Item
from whosent.model.ownside import OwnSide
from whosent.model.question import NotObserved, Observed
from whosent.report import machine

OURS = OwnSide(
    domains=("own.example",), own_hosts=("mail.own.example",), own_addresses=("192.0.2.10",), own_complete=True
)
SIDES = (OwnSide(), OURS, OwnSide(domains=("own.example",), own_networks=("192.0.2.0/24",), intake="upload"))
BOUNCES = [path.read_bytes() for path in sorted((Path(__file__).parents[2] / "examples/bounces").glob("*.eml"))]
VALID = jsonschema.Draft202012Validator(
    {"$ref": "#/$defs/message", "$defs": machine.schema()["$defs"]},
)

side = st.sampled_from(SIDES)
bounce = st.sampled_from(BOUNCES)
place = st.floats(0, 1)


def examined(data: bytes, own: OwnSide) -> tuple[Case, ...]:
    """The cases, when nothing is known of the world; each of them can be told to a program."""
    cases = examine(Item("a.eml", data), own, {}, show=True)
    answers = {
        question: Observed(()) if number % 2 else NotObserved("not asked")
        for case in cases
        for number, question in enumerate(case.open_questions)
    }
    if answers:
        cases = examine(Item("a.eml", data), own, answers, show=True)
    assert cases
    for case in cases:
        VALID.validate(msgspec.json.decode(msgspec.json.encode(machine.message(case, None, load("en")))))
    return cases


# Totality


@given(st.binary(max_size=3_000), side)
def test_any_bytes_give_cases(data: bytes, own: OwnSide) -> None:
    examined(data, own)


@settings(max_examples=200)
@given(bounce, place, place, st.binary(max_size=40), side)
def test_any_damage_to_a_bounce_gives_cases(data: bytes, one: float, other: float, new: bytes, own: OwnSide) -> None:
    start, end = sorted((int(one * len(data)), int(other * len(data))))
    examined(data[:start] + new + data[end:], own)


HEAD = b"Return-Path: <>\nFrom: MAILER-DAEMON@a.example\nTo: b@own.example\nSubject: Failure\nMIME-Version: 1.0\n"
RECEIVED = b"Received: from a.example (b.example [203.0.113.9]) by c.example (Postfix) with ESMTP id 1A2B3C4D\n"
MIXED = b'Content-Type: multipart/mixed; boundary="%s"\n\n'
REPORT = b"Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n"
FAILED = b"Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1\n\n"

HOSTILE: dict[str, Callable[[], bytes]] = {
    "100,000 nested parts": lambda: HEAD + b"".join(MIXED % b"%d" % n + b"--%d\n" % n for n in range(100_000)),
    "100,000 parts": lambda: HEAD + MIXED % b"b" + b"--b\n\nx\n" * 100_000,
    "100,000 messages in messages": lambda: HEAD + b"Content-Type: message/rfc822\n\n" * 100_000,
    "1,000,000 header fields": lambda: HEAD + b"X: y\n" * 1_000_000,
    "100,000 Received lines": lambda: HEAD + RECEIVED * 100_000,
    "1,000,000 folded lines": lambda: HEAD + b"X: y\n" + b" z\n" * 1_000_000,
    "100,000 recipients": lambda: HEAD + REPORT + FAILED * 100_000,
    "500,000 addresses": lambda: HEAD + b"To: " + b"a@b.example, " * 500_000,
    "500,000 parameters": lambda: HEAD + b"Content-Type: text/plain" + b"; a=b" * 500_000,
    "NULs": lambda: HEAD + b"\n" + b"\0" * 4_000_000,
    "lone CRs": lambda: HEAD.replace(b"\n", b"\r") + b"\r" * 4_000_000,
    "a line of 64 MB": lambda: HEAD + b"\n" + b"a" * 64_000_000,
    "a field of 64 MB": lambda: HEAD + b"Received: from " + b"a" * 64_000_000,
    "parentheses": lambda: HEAD + b"Received: from " + b"(" * 2_000_000,
    "angle brackets": lambda: HEAD + b"\n" + b"<" * 4_000_000,
    "boundaries in a line": lambda: HEAD + MIXED % (b"-" * 200) + b"-" * 10_000_000,
    "encoded words": lambda: HEAD + b"Subject: " + b"=?utf-8?q?a?= " * 200_000,
    "tags": lambda: HEAD + b"Content-Type: text/html\n\n" + b"<a <b <!-- " * 500_000,
}


@pytest.mark.timeout(60)  # each takes less than a second; quadratic time would take minutes or hours
@pytest.mark.parametrize("shape", HOSTILE)
def test_hostile_shapes_end(shape: str) -> None:
    (case,) = examine(Item("a.eml", HOSTILE[shape]()), OURS, {}, show=True)
    assert len(msgspec.json.encode(machine.message(case, None, load("en")))) < 1_000_000


# What anybody could have written

DATE = "Tue, 24 Nov 2026 03:54:02 +0100"
NOTICE = """\
Return-Path: <>
Delivered-To: anna@own.example
Received: from mx.remote.example (mx.remote.example [198.51.100.30]) by mail.own.example (Postfix) with ESMTPS
\tid 1A2B3C4D5E for <anna@own.example>; Tue, 24 Nov 2026 03:54:03 +0100 (CET)
From: MAILER-DAEMON@mx.remote.example (Mail Delivery System)
To: anna@own.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="2B3C4D5E6F.1764/mx.remote.example"

--2B3C4D5E6F.1764/mx.remote.example
Content-Type: text/plain

This is the mail system at host mx.remote.example.

--2B3C4D5E6F.1764/mx.remote.example
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.remote.example
X-Postfix-Queue-ID: 3C4D5E6F7A
X-Postfix-Sender: rfc822; anna@own.example
Arrival-Date: Tue, 24 Nov 2026 03:54:02 +0100 (CET)

Final-Recipient: rfc822; nobody@remote.example
Action: failed
Status: 5.1.1
Diagnostic-Code: X-Postfix; unknown user: "nobody"

--2B3C4D5E6F.1764/mx.remote.example
Content-Type: message/rfc822

{trace}From: anna@own.example
To: nobody@remote.example
Message-ID: <1@pc.example>

Please pay.

--2B3C4D5E6F.1764/mx.remote.example--
"""
FROM_US = (
    "Received: from mail.own.example (mail.own.example [192.0.2.10]) by mx.remote.example (Postfix) with ESMTPS "
    f"id 3C4D5E6F7A for <nobody@remote.example>; {DATE} (CET)\n"
)
FROM_ABROAD = (
    "Received: from {helo} ({rdns} [203.0.113.9]) by mx.remote.example (Postfix) with ESMTP "
    f"id 3C4D5E6F7A for <nobody@remote.example>; {DATE} (CET)\n"
)
LOGIN = (
    "Received: from User (unknown [203.0.113.9]) (Authenticated sender: anna@own.example) by mail.own.example "
    f"(Postfix) with ESMTPSA id 4D5E6F7A8B; {DATE} (CET)\n"
)
CLAIMS = (
    FROM_US,
    LOGIN,
    f"Received: by mail.own.example (Postfix, from userid 33) id 5E6F7A8B9C; {DATE} (CET)\n",
    f"Received: from www-data by mail.own.example with local (Exim 4.96) id 1xVgfD-00004O-2j; {DATE}\n",
    f"Received: from localhost (localhost [127.0.0.1]) by mail.own.example (Postfix) with ESMTP id 6F7A8B; {DATE}\n",
    f"Received: from pc (x [198.51.100.7]) by mail.own.example (Postfix) with SMTP id 7A for <a@own.example>; {DATE}\n",
    f"Received: from mail.own.example (mail.own.example [192.0.2.10]) by mail.own.example with LMTP id A1; {DATE}\n",
    f"Received: from pc (pc.example [203.0.113.77]) by smtp.other.example (Postfix) with ESMTPA id 8B9C; {DATE}\n",
    "X-PHP-Originating-Script: 33:mailer.php\n",
    "X-PHP-Script: own.example/mailer.php for 192.0.2.10\n",
    "X-Source-Dir: own.example:/public_html\n",
    "X-Authenticated-Sender: mail.own.example: anna@own.example\n",
    "X-Sieve-Redirected-From: anna@own.example\n",
    "X-Originating-IP: [192.0.2.10]\n",
    "Authentication-Results: mail.own.example; auth=pass smtp.auth=anna@own.example\n",
    "DKIM-Signature: v=1; a=rsa-sha256; d=own.example; s=mail; h=from; bh=YQ==; b=YQ==\n",
    "Auto-Submitted: auto-replied\n",
    "Resent-From: anna@own.example\n",
    "Delivered-To: anna@own.example\n",
)
claims = st.lists(st.sampled_from(CLAIMS), max_size=8).map("".join)
name = st.sampled_from(["pc", "User", "[192.0.2.10]", "mail.own.example", "own.example", "localhost"])


def cause(trace: str) -> str:
    (case,) = examine(Item("a.eml", NOTICE.format(trace=trace).encode()), OURS, {})
    assert case.verdict is not None
    return case.verdict.cause


@settings(max_examples=300)
@given(name, st.sampled_from(["unknown", "dyn-9.pool.example"]), claims)
def test_a_forger_can_blame_nobody(helo: str, rdns: str, claimed: str) -> None:
    assert cause(FROM_ABROAD.format(helo=helo, rdns=rdns) + claimed) in ("forged", "undetermined")


@settings(max_examples=300)
@given(claims)
def test_a_thief_cannot_talk_his_login_away(claimed: str) -> None:
    assert cause(FROM_US + LOGIN + claimed) not in ("forged", "script", "forwarded", "fake")
