"""Lines of content filters: what is read from them, and lines that look alike."""

from __future__ import annotations

import pytest
from tests.unit.received.facts import facts

from whosent.received.contentfilter import FAMILY

HITS = [
    (
        (
            "from mail.host.example ([127.0.0.1]) by localhost (mail.host.example [127.0.0.1]) (amavis, port "
            "10024) with ESMTP id KMcrZSy6k7MQ for <info@host.example>; Tue, 24 Nov 2026 02:53:44 +0000 (UTC)"
        ),
        {
            "family": "amavis",
            "by": "localhost",
            "from_helo": "mail.host.example",
            "from_ip": "127.0.0.1",
            "protocol": "ESMTP",
            "id": "KMcrZSy6k7MQ",
            "for_addr": "info@host.example",
            "date": "2026-11-24T02:53:44+00:00",
            "local": True,
        },
    ),
    (
        (
            "from mail.host.example ([192.0.2.10]) by localhost (scan.host.example [127.0.0.1]) (amavisd-new, "
            "port 10024) with LMTP id 17757-01; Mon, 4 Sep 2006 16:24:54 +0200 (CEST)"
        ),
        {
            "family": "amavis",
            "by": "localhost",
            "from_helo": "mail.host.example",
            "from_ip": "192.0.2.10",
            "protocol": "LMTP",
            "id": "17757-01",
            "date": "2006-09-04T16:24:54+02:00",
        },
    ),
    (
        ("from localhost by mail.host.example with SpamAssassin (version 3.0.2); Thu, 17 Aug 2006 08:21:10 +1000"),
        {
            "family": "contentfilter",
            "by": "mail.host.example",
            "date": "2006-08-17T08:21:10+10:00",
            "local": True,
        },
    ),
    (
        (
            "from news@sender.example by mail.host.example by uid 502 with qmail-scanner-1.20 (clamuko: 0.65. "
            "Clear:RC:0(198.51.100.9):. Processed in 0.2 secs); 03 Mar 2004 20:34:39 -0000"
        ),
        {
            "family": "qmail",
            "by": "mail.host.example",
            "local_uid": 502,
            "envelope_from": "news@sender.example",
            "date": "2004-03-03T20:34:39-00:00",
            "local": True,
        },
    ),
    (
        (
            "from 198.51.100.9 by mail.host.example (envelope-from <news@sender.example>, uid 89) with "
            "qmail-scanner-2.01 (clamdscan: 0.88. Clear:RC:0(198.51.100.9):.); 03 Mar 2006 20:34:39 -0000"
        ),
        {
            "family": "qmail",
            "by": "mail.host.example",
            "from_ip": "198.51.100.9",
            "local_uid": 89,
            "envelope_from": "news@sender.example",
            "date": "2006-03-03T20:34:39-00:00",
            "local": True,
        },
    ),
    (
        "by simscan 1.4.0 ppid: 12165, pid: 12166, t: 0.0900s scanners: attach: 1.4.0",
        {
            "family": "contentfilter",
            "by": "simscan",
            "local": True,
        },
    ),
]

NEAR_MISSES = [
    (
        "from a.sender.example ([198.51.100.9]) by localhost (scan.host.example [127.0.0.1]) (other filter) "
        "with ESMTP id 1"
    ),
    "from a.sender.example by mail.host.example with qmail-scanner-2.01 (clean)",
]


@pytest.mark.parametrize(("line", "expected"), HITS)
def test_line(line: str, expected: dict[str, object]) -> None:
    assert facts(line) == expected


@pytest.mark.parametrize("line", NEAR_MISSES)
def test_near_miss(line: str) -> None:
    assert FAMILY.parse(line, None) is None
