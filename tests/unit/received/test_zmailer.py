"""Lines of ZMailer: what is read from them, and lines that look alike."""

from __future__ import annotations

import pytest
from tests.unit.received.facts import facts

from whosent.received.zmailer import FAMILY

HITS = [
    (
        (
            'from mx.sender.example ([198.51.100.9]:51414 "EHLO mx1.sender.example" rhost-flags-OK-OK-OK-OK) by '
            "mail.host.example with ESMTP id S235317AbhGSIVi (ORCPT <rfc822;list@host.example>); Mon, 19 Jul 2021"
            " 04:21:38 -0400"
        ),
        {
            "family": "zmailer",
            "by": "mail.host.example",
            "from_helo": "mx1.sender.example",
            "from_rdns": "mx.sender.example",
            "from_ip": "198.51.100.9",
            "protocol": "ESMTP",
            "id": "S235317AbhGSIVi",
            "date": "2021-07-19T04:21:38-04:00",
        },
    ),
    (
        (
            'from dsl-7.pool.example ([203.0.113.7]:1026 "EHLO pc" smtp-auth: "anna" TLS-CIPHER: <none>) by '
            "mail.host.example with ESMTP id S235318; Mon, 19 Jul 2004 04:21:38 -0400"
        ),
        {
            "family": "zmailer",
            "by": "mail.host.example",
            "from_helo": "pc",
            "from_rdns": "dsl-7.pool.example",
            "from_ip": "203.0.113.7",
            "protocol": "ESMTP",
            "auth": "anna",
            "login": "anna",
            "id": "S235318",
            "date": "2004-07-19T04:21:38-04:00",
        },
    ),
    (
        (
            "(majordomo@lists.host.example) by lists.host.example via listexpand id S229841AbjCFRoQ (ORCPT "
            "<rfc822;you@other.example>); Mon, 6 Mar 2023 12:44:16 -0500"
        ),
        {
            "family": "zmailer",
            "by": "lists.host.example",
            "local_user": "majordomo",
            "id": "S229841AbjCFRoQ",
            "date": "2023-03-06T12:44:16-05:00",
            "local": True,
        },
    ),
]

NEAR_MISSES = [
    (
        'from a.sender.example ([198.51.100.9]:25 "EHLO x" (y [192.0.2.66]) rhost-flags) by mail.host.example'
        " with ESMTP id S1"
    ),
    "(majordomo) by lists.host.example via listexpand id S229841AbjCFRoQ",
]


@pytest.mark.parametrize(("line", "expected"), HITS)
def test_line(line: str, expected: dict[str, object]) -> None:
    assert facts(line) == expected


@pytest.mark.parametrize("line", NEAR_MISSES)
def test_near_miss(line: str) -> None:
    assert FAMILY.parse(line, None) is None
