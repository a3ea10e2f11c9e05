"""Lines of Exchange: what is read from them, and lines that look alike."""

from __future__ import annotations

import pytest
from tests.unit.received.facts import facts

from whosent.received.exchange import FAMILY

HITS = [
    (
        (
            "from mx.sender.example (198.51.100.9) by AM0EX01FT032.mail.protection.outlook.com (10.152.16.71) "
            "with Microsoft SMTP Server (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id "
            "15.20.8158.14 via Frontend Transport; Tue, 24 Nov 2026 02:53:38 +0000"
        ),
        {
            "family": "exchange",
            "by": "AM0EX01FT032.mail.protection.outlook.com",
            "from_helo": "mx.sender.example",
            "from_ip": "198.51.100.9",
            "protocol": "SMTP",
            "id": "15.20.8158.14",
            "date": "2026-11-24T02:53:38+00:00",
            "tls": "TLS1_2",
        },
    ),
    (
        (
            "from A1.EUR.PROD.OUTLOOK.COM ([fe80::10d2:b426:34cf:d5d0]) by A1.EUR.PROD.OUTLOOK.COM "
            "([fe80::10d2:b426:34cf:d5d0%14]) with mapi id 15.20.797.011; Wed, 23 May 2018 08:16:15 +0000"
        ),
        {
            "family": "exchange",
            "by": "A1.EUR.PROD.OUTLOOK.COM",
            "from_helo": "A1.EUR.PROD.OUTLOOK.COM",
            "from_ip": "fe80::10d2:b426:34cf:d5d0",
            "protocol": "MAPI",
            "id": "15.20.797.011",
            "date": "2018-05-23T08:16:15+00:00",
            "local": True,
        },
    ),
    (
        (
            "from A2.prod.outlook.com (2001:db8:18::16) by A1.PROD.OUTLOOK.COM with HTTPS via "
            "A3.PROD.OUTLOOK.COM; Fri, 25 May 2018 08:21:15 +0000"
        ),
        {
            "family": "exchange",
            "by": "A1.PROD.OUTLOOK.COM",
            "from_helo": "A2.prod.outlook.com",
            "from_ip": "2001:db8:18::16",
            "protocol": "HTTPS",
            "date": "2018-05-25T08:21:15+00:00",
        },
    ),
    (
        (
            "from User ([203.0.113.7] unverified) by mail.host.example over TLS secured channel with Microsoft "
            "SMTPSVC(6.0.3790.4675); Tue, 11 Mar 2003 13:23:01 +0000"
        ),
        {
            "family": "exchange",
            "by": "mail.host.example",
            "from_helo": "User",
            "from_ip": "203.0.113.7",
            "protocol": "SMTP",
            "date": "2003-03-11T13:23:01+00:00",
            "tls": "yes",
        },
    ),
    (
        "from mail pickup service by web.host.example with Microsoft SMTPSVC; Tue, 16 Mar 2004 18:12:31 -0800",
        {
            "family": "exchange",
            "by": "web.host.example",
            "date": "2004-03-16T18:12:31-08:00",
            "local": True,
        },
    ),
    (
        (
            "by mail.host.example with Internet Mail Service (5.5.2653.19) id <3MQDQNK7>; Fri, 20 Jul 2001 "
            "11:09:02 -0700"
        ),
        {
            "family": "exchange",
            "by": "mail.host.example",
            "id": "3MQDQNK7",
            "date": "2001-07-20T11:09:02-07:00",
        },
    ),
]

NEAR_MISSES = [
    (
        "from a.sender.example (b.sender.example [198.51.100.9]) by mail.host.example with Microsoft SMTP "
        "Server id 15.20"
    ),
    "from a.sender.example ([198.51.100.9]) by mail.host.example with Microsoft SMTPSVC(6.0) id 1",
    "from mail pickup service by a b with Microsoft SMTPSVC",
]


@pytest.mark.parametrize(("line", "expected"), HITS)
def test_line(line: str, expected: dict[str, object]) -> None:
    assert facts(line) == expected


@pytest.mark.parametrize("line", NEAR_MISSES)
def test_near_miss(line: str) -> None:
    assert FAMILY.parse(line, None) is None
