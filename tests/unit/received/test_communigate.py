"""Lines of CommuniGate Pro: what is read from them, and lines that look alike."""

from __future__ import annotations

import pytest
from tests.unit.received.facts import facts

from whosent.received.communigate import FAMILY

HITS = [
    (
        (
            "from [198.51.100.9] (HELO mx.sender.example) by mail.host.example (CommuniGate Pro SMTP 5.1.13) with"
            " ESMTPS id 9823077 for info@host.example; Fri, 04 Apr 2008 09:26:16 +0700"
        ),
        {
            "family": "communigate",
            "by": "mail.host.example",
            "from_helo": "mx.sender.example",
            "from_ip": "198.51.100.9",
            "protocol": "ESMTPS",
            "id": "9823077",
            "for_addr": "info@host.example",
            "date": "2008-04-04T09:26:16+07:00",
        },
    ),
    (
        (
            "from [203.0.113.7] (account anna@customer.example HELO [192.168.178.30]) by mail.host.example "
            "(CommuniGate Pro SMTP 4.3.7) with ESMTPSA id 88402416 for friend@other.example; Mon, 04 Dec 2006 "
            "13:15:07 -0800"
        ),
        {
            "family": "communigate",
            "by": "mail.host.example",
            "from_helo": "[192.168.178.30]",
            "from_ip": "203.0.113.7",
            "protocol": "ESMTPSA",
            "auth": "anna@customer.example",
            "login": "anna@customer.example",
            "id": "88402416",
            "for_addr": "friend@other.example",
            "date": "2006-12-04T13:15:07-08:00",
        },
    ),
    (
        (
            "from mx.sender.example ([198.51.100.9] verified) by mail.host.example (CommuniGate Pro SMTP 5.1.13) "
            "with ESMTPS id 9837912 for info@host.example; Tue, 08 Apr 2008 13:39:27 +0700"
        ),
        {
            "family": "communigate",
            "by": "mail.host.example",
            "from_helo": "mx.sender.example",
            "from_rdns": "mx.sender.example",
            "from_ip": "198.51.100.9",
            "protocol": "ESMTPS",
            "id": "9837912",
            "for_addr": "info@host.example",
            "date": "2008-04-08T13:39:27+07:00",
            "rdns_confirmed": True,
        },
    ),
    (
        (
            "from [203.0.113.7] (account anna@customer.example) by webmail.host.example (CommuniGate Pro XIMSS "
            "5.2.16) with HTTPU id 87581547 for friend@other.example; Thu, 19 Nov 2009 20:08:10 -0500"
        ),
        {
            "family": "communigate",
            "by": "webmail.host.example",
            "from_ip": "203.0.113.7",
            "protocol": "HTTPU",
            "auth": "anna@customer.example",
            "login": "anna@customer.example",
            "id": "87581547",
            "for_addr": "friend@other.example",
            "date": "2009-11-19T20:08:10-05:00",
        },
    ),
    (
        (
            "from <news@sender.example> by mail.host.example (CommuniGate Pro RULES 5.1.13) with RULES id "
            "9837913; Tue, 08 Apr 2008 13:39:27 +0700"
        ),
        {
            "family": "communigate",
            "by": "mail.host.example",
            "protocol": "RULES",
            "id": "9837913",
            "date": "2008-04-08T13:39:27+07:00",
            "local": True,
        },
    ),
]

NEAR_MISSES = [
    "from [198.51.100.9] (HELO a.sender.example) by mail.host.example (Own Server 1.0) with ESMTP id 1",
    ("from a.sender.example ([198.51.100.9]) by mail.host.example (CommuniGate Pro SMTP 5.1.13) with ESMTP id 1"),
]


@pytest.mark.parametrize(("line", "expected"), HITS)
def test_line(line: str, expected: dict[str, object]) -> None:
    assert facts(line) == expected


@pytest.mark.parametrize("line", NEAR_MISSES)
def test_near_miss(line: str) -> None:
    assert FAMILY.parse(line, None) is None
