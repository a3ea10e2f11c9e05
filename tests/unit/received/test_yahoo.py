"""Lines of Yahoo: what is read from them, and lines that look alike."""

from __future__ import annotations

import pytest
from tests.unit.received.facts import facts

from whosent.received.yahoo import FAMILY

HITS = [
    (
        "from [203.0.113.7] by web101219.mail.yahoo.com via HTTP; Wed, 23 May 2018 17:44:39 JST",
        {
            "family": "yahoo",
            "by": "web101219.mail.yahoo.com",
            "from_ip": "203.0.113.7",
            "protocol": "HTTP",
            "auth": "HTTP",
            "date": "2018-05-23T17:44:39+09:00",
        },
    ),
    (
        (
            "from sonic.gate.mail.ne1.yahoo.com by sonic303.consmr.mail.ne1.yahoo.com with HTTP; Fri, 11 Jun 2021"
            " 13:59:55 +0000"
        ),
        {
            "family": "yahoo",
            "by": "sonic303.consmr.mail.ne1.yahoo.com",
            "protocol": "HTTP",
            "auth": "HTTP",
            "date": "2021-06-11T13:59:55+00:00",
        },
    ),
    (
        "from [198.51.100.179] by n3.bullet.mail.bf1.yahoo.com with NNFMP; 20 Jan 2016 08:00:34 -0000",
        {
            "family": "yahoo",
            "by": "n3.bullet.mail.bf1.yahoo.com",
            "from_ip": "198.51.100.179",
            "protocol": "NNFMP",
            "date": "2016-01-20T08:00:34-00:00",
        },
    ),
    (
        (
            "by kubenode558.omega.gq1.yahoo.com (VZM Hermes SMTP Server) with ESMTPA ID "
            "007ece6be172ed81332d038abbd95120; Fri, 11 Jun 2021 13:57:53 +0000 (UTC)"
        ),
        {
            "family": "yahoo",
            "by": "kubenode558.omega.gq1.yahoo.com",
            "protocol": "ESMTPA",
            "auth": "ESMTPA",
            "id": "007ece6be172ed81332d038abbd95120",
            "date": "2021-06-11T13:57:53+00:00",
        },
    ),
    (
        (
            "from 203.0.113.7 by webprd-m12.mail.aol.com (10.74.58.176) with HTTP (WebMailUI); Tue, 02 May 2017 "
            "01:16:01 -0400"
        ),
        {
            "family": "yahoo",
            "by": "webprd-m12.mail.aol.com",
            "from_ip": "203.0.113.7",
            "protocol": "HTTP",
            "auth": "HTTP",
            "date": "2017-05-02T01:16:01-04:00",
        },
    ),
]

NEAR_MISSES = [
    "from [203.0.113.7] by web1.notyahoo.example via HTTP",
    "by mail.host.example (Other SMTP Server) with ESMTPA ID 007ece6be172ed81332d038abbd95120",
]


@pytest.mark.parametrize(("line", "expected"), HITS)
def test_line(line: str, expected: dict[str, object]) -> None:
    assert facts(line) == expected


@pytest.mark.parametrize("line", NEAR_MISSES)
def test_near_miss(line: str) -> None:
    assert FAMILY.parse(line, None) is None
