"""Lines of webmail programs: what is read from them, and lines that look alike."""

from __future__ import annotations

import pytest
from tests.unit.received.facts import facts

from whosent.received.webmail import FAMILY

HITS = [
    (
        (
            "from 203.0.113.7 (SquirrelMail authenticated user anna@customer.example) by webmail.host.example "
            "with HTTP; Thu, 23 Sep 2004 14:35:29 -0600 (MDT)"
        ),
        {
            "family": "webmail",
            "by": "webmail.host.example",
            "from_ip": "203.0.113.7",
            "protocol": "HTTP",
            "auth": "anna@customer.example",
            "login": "anna@customer.example",
            "date": "2004-09-23T14:35:29-06:00",
        },
    ),
    (
        (
            "from 203.0.113.7 (proxying for 192.0.2.66) (SquirrelMail authenticated user anna) by "
            "webmail.host.example with HTTP; Thu, 23 Sep 2004 14:35:29 -0600"
        ),
        {
            "family": "webmail",
            "by": "webmail.host.example",
            "from_ip": "203.0.113.7",
            "protocol": "HTTP",
            "auth": "anna",
            "login": "anna",
            "date": "2004-09-23T14:35:29-06:00",
        },
    ),
    (
        (
            "from dsl-7.pool.example (203.0.113.7) by webmail.host.example with HTTP (HTTP/1.1 POST); Thu, 23 Sep"
            " 2010 14:35:29 +0200"
        ),
        {
            "family": "webmail",
            "by": "webmail.host.example",
            "from_rdns": "dsl-7.pool.example",
            "from_ip": "203.0.113.7",
            "protocol": "HTTP",
            "auth": "HTTP",
            "date": "2010-09-23T14:35:29+02:00",
        },
    ),
    (
        (
            "from 192.0.2.66 via proxy.host.example (192.0.2.3) by webmail.host.example with HTTP (HTTP/1.1 "
            "POST); Thu, 23 Sep 2010 14:35:29 +0200"
        ),
        {
            "family": "webmail",
            "by": "webmail.host.example",
            "from_rdns": "proxy.host.example",
            "from_ip": "192.0.2.3",
            "protocol": "HTTP",
            "auth": "HTTP",
            "date": "2010-09-23T14:35:29+02:00",
        },
    ),
    (
        (
            "from dsl-7.pool.example (dsl-7.pool.example [203.0.113.7]) by webmail.host.example (Horde Framework)"
            " with HTTPS; Thu, 23 Sep 2010 14:35:29 +0200"
        ),
        {
            "family": "webmail",
            "by": "webmail.host.example",
            "from_rdns": "dsl-7.pool.example",
            "from_ip": "203.0.113.7",
            "protocol": "HTTPS",
            "auth": "HTTPS",
            "date": "2010-09-23T14:35:29+02:00",
        },
    ),
    (
        (
            "from [203.0.113.7] by mail.host.example (MDaemon PRO v9.6) via WorldClient with HTTP; Thu, 23 Sep "
            "2010 14:35:29 +0200"
        ),
        {
            "family": "webmail",
            "by": "mail.host.example",
            "from_ip": "203.0.113.7",
            "protocol": "HTTP",
            "auth": "HTTP",
            "date": "2010-09-23T14:35:29+02:00",
        },
    ),
    (
        (
            "from dsl-7.pool.example ([203.0.113.7]) via [10.253.37.253] by webmail.host.example with HTTP "
            "(HTTP/1.1 POST); Fri, 25 Sep 2026 19:11:39 +1200"
        ),
        {
            "family": "webmail",
            "by": "webmail.host.example",
            "from_ip": "10.253.37.253",
            "protocol": "HTTP",
            "auth": "HTTP",
            "date": "2026-09-25T19:11:39+12:00",
        },
    ),
    (
        (
            "from dsl-7.pool.example ([203.0.113.7]) by webmail.host.example with HTTP (HTTP/1.1 POST); Fri, 25 "
            "Sep 2026 19:11:39 +1200"
        ),
        {
            "family": "webmail",
            "by": "webmail.host.example",
            "from_rdns": "dsl-7.pool.example",
            "from_ip": "203.0.113.7",
            "protocol": "HTTP",
            "auth": "HTTP",
            "date": "2026-09-25T19:11:39+12:00",
        },
    ),
    (
        (
            "from 2001:db8:2f00:3ad5:7aff:fea6:38f9:1 by webmail.host.example with HTTP (HTTP/1.1 POST); Fri, 25 "
            "Sep 2026 19:11:39 +1200"
        ),
        {
            "family": "webmail",
            "by": "webmail.host.example",
            "from_ip": "2001:db8:2f00:3ad5:7aff:fea6:38f9:1",
            "protocol": "HTTP",
            "auth": "HTTP",
            "date": "2026-09-25T19:11:39+12:00",
        },
    ),
    (
        (
            "from [203.0.113.7] ([203.0.113.7]) by webmail.host.example (Horde Framework) with HTTPS; Fri, 13 Sep"
            " 2019 21:50:38 -0400"
        ),
        {
            "family": "webmail",
            "by": "webmail.host.example",
            "from_ip": "203.0.113.7",
            "protocol": "HTTPS",
            "auth": "HTTPS",
            "date": "2019-09-13T21:50:38-04:00",
        },
    ),
]

NEAR_MISSES = [
    ("from 203.0.113.7 (SquirrelMail authenticated user x) (y [192.0.2.66]) by webmail.host.example with HTTP"),
    "from a.sender.example ([198.51.100.9]) by mail.host.example with HTTP",
]


@pytest.mark.parametrize(("line", "expected"), HITS)
def test_line(line: str, expected: dict[str, object]) -> None:
    assert facts(line) == expected


@pytest.mark.parametrize("line", NEAR_MISSES)
def test_near_miss(line: str) -> None:
    assert FAMILY.parse(line, None) is None
