"""Lines of Momentum: what is read from them, and lines that look alike."""

from __future__ import annotations

import pytest
from tests.unit.received.facts import facts

from whosent.received.momentum import FAMILY

HITS = [
    (
        (
            "from [198.51.100.9] ([198.51.100.9:61680] helo=mx.sender.example) by mail.host.example "
            "(envelope-from <news@sender.example>) (ecelerity 3.6.6.45965 r(Core:3.6.6.0)) with ESMTPS "
            "(cipher=AES256-SHA) id 68/A8-12295-84812865; Tue, 29 Dec 2015 00:21:13 -0500"
        ),
        {
            "family": "momentum",
            "by": "mail.host.example",
            "from_helo": "mx.sender.example",
            "from_ip": "198.51.100.9",
            "protocol": "ESMTPS",
            "id": "68/A8-12295-84812865",
            "envelope_from": "news@sender.example",
            "date": "2015-12-29T00:21:13-05:00",
            "tls": "AES256-SHA",
        },
    ),
    (
        (
            "from mx.sender.example ([198.51.100.9:61680] helo=mx1.sender.example) by mail.host.example "
            "(ecelerity 2.1 r(10620)) with ESMTP id 5A/F0-04030-76FF6054 for <info@host.example>; Tue, 12 Sep "
            "2006 11:41:44 -0700"
        ),
        {
            "family": "momentum",
            "by": "mail.host.example",
            "from_helo": "mx1.sender.example",
            "from_rdns": "mx.sender.example",
            "from_ip": "198.51.100.9",
            "protocol": "ESMTP",
            "id": "5A/F0-04030-76FF6054",
            "for_addr": "info@host.example",
            "date": "2006-09-12T11:41:44-07:00",
        },
    ),
    (
        (
            "from [127.0.0.1] ([local]) by mail.host.example (envelope-from <news@host.example>) (ecelerity "
            "4.2.39.63080 r(Core:4.2.39.2)) with UNKNOWN id 48/E7-30937-BD6E1BB5; Mon, 01 Oct 2018 11:20:27 +0200"
        ),
        {
            "family": "momentum",
            "by": "mail.host.example",
            "protocol": "UNKNOWN",
            "id": "48/E7-30937-BD6E1BB5",
            "envelope_from": "news@host.example",
            "date": "2018-10-01T11:20:27+02:00",
            "local": True,
        },
    ),
]

NEAR_MISSES = [
    "from [198.51.100.9] ([198.51.100.9] helo=x) by mail.host.example with ESMTP id 1",
    "from a ([198.51.100.9:1] helo=x y) by mail.host.example (ecelerity 2.1) with ESMTP id 1",
]


@pytest.mark.parametrize(("line", "expected"), HITS)
def test_line(line: str, expected: dict[str, object]) -> None:
    assert facts(line) == expected


@pytest.mark.parametrize("line", NEAR_MISSES)
def test_near_miss(line: str) -> None:
    assert FAMILY.parse(line, None) is None
