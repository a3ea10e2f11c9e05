"""Lines of Sendmail: what is read from them, and lines that look alike."""

from __future__ import annotations

import pytest
from tests.unit.received.facts import facts

from whosent.received.sendmail import FAMILY

HITS = [
    (
        (
            "from mx.sender.example (mx.sender.example [198.51.100.9]) by mail.host.example "
            "(8.17.1.9/8.17.1.9/Debian-2+deb12u2) with ESMTPS id 6AO2rnZw000213 (version=TLSv1.3 "
            "cipher=TLS_AES_256_GCM_SHA384 bits=256 verify=NO) for <info@host.example>; Mon, 23 Nov 2026 21:53:49"
            " -0500"
        ),
        {
            "family": "sendmail",
            "by": "mail.host.example",
            "from_helo": "mx.sender.example",
            "from_rdns": "mx.sender.example",
            "from_ip": "198.51.100.9",
            "protocol": "ESMTPS",
            "id": "6AO2rnZw000213",
            "for_addr": "info@host.example",
            "date": "2026-11-23T21:53:49-05:00",
            "tls": "TLSv1.3",
            "rdns_confirmed": True,
        },
    ),
    (
        (
            "from USER (dsl-7.pool.example [203.0.113.7] (may be forged)) (authenticated bits=0) by "
            "mail.host.example (8.13.8/8.13.8) with ESMTP id kB3G26P6019032 for <friend@other.example>; Sun, 3 "
            "Dec 2006 10:02:16 -0600 (CST)"
        ),
        {
            "family": "sendmail",
            "by": "mail.host.example",
            "from_helo": "USER",
            "from_rdns": "dsl-7.pool.example",
            "from_ip": "203.0.113.7",
            "protocol": "ESMTP",
            "auth": "authenticated",
            "id": "kB3G26P6019032",
            "for_addr": "friend@other.example",
            "date": "2006-12-03T10:02:16-06:00",
            "rdns_confirmed": False,
        },
    ),
    (
        (
            "from mx.sender.example ([198.51.100.9]) by mail.host.example (8.17.1.9/8.17.1.9) with ESMTP id "
            "6AO2sBg2000265 for <info@host.example>; Mon, 23 Nov 2026 21:54:11 -0500"
        ),
        {
            "family": "sendmail",
            "by": "mail.host.example",
            "from_helo": "mx.sender.example",
            "from_ip": "198.51.100.9",
            "protocol": "ESMTP",
            "id": "6AO2sBg2000265",
            "for_addr": "info@host.example",
            "date": "2026-11-23T21:54:11-05:00",
        },
    ),
    (
        (
            "from mx6.sender.example (IDENT:mail@mx6.sender.example [IPv6:2001:db8::25]) by mail.host.example "
            "(8.9.3/8.9.3) with SMTP id BAA08159 for <info@host.example>; Sun, 18 Jan 1998 01:31:28 -0500"
        ),
        {
            "family": "sendmail",
            "by": "mail.host.example",
            "from_helo": "mx6.sender.example",
            "from_rdns": "mx6.sender.example",
            "from_ip": "2001:db8::25",
            "protocol": "SMTP",
            "ident": "mail",
            "id": "BAA08159",
            "for_addr": "info@host.example",
            "date": "1998-01-18T01:31:28-05:00",
            "rdns_confirmed": True,
        },
    ),
    (
        (
            "(from www-data@localhost) by web.host.example (8.17.1.9/8.17.1.9/Submit) id 6AO2rcI4000107 for "
            "friend@other.example; Mon, 23 Nov 2026 21:53:38 -0500"
        ),
        {
            "family": "sendmail",
            "by": "web.host.example",
            "local_user": "www-data",
            "id": "6AO2rcI4000107",
            "for_addr": "friend@other.example",
            "date": "2026-11-23T21:53:38-05:00",
            "local": True,
        },
    ),
    (
        (
            "from localhost (localhost) by mail.host.example (8.17.1.9/8.17.1.9) id 6AO2rnZw000216; Mon, 23 Nov "
            "2026 21:53:49 -0500"
        ),
        {
            "family": "sendmail",
            "by": "mail.host.example",
            "from_helo": "localhost",
            "id": "6AO2rnZw000216",
            "date": "2026-11-23T21:53:49-05:00",
            "local": True,
        },
    ),
    (
        (
            "from localhost (carl@localhost) by web.host.example (8.9.3/8.9.3) with ESMTP id BAA08160; Sun, 18 "
            "Jan 1998 01:31:28 -0500"
        ),
        {
            "family": "sendmail",
            "by": "web.host.example",
            "from_helo": "localhost",
            "protocol": "ESMTP",
            "local_user": "carl",
            "id": "BAA08160",
            "date": "1998-01-18T01:31:28-05:00",
            "local": True,
        },
    ),
    (
        (
            "from mx.sender.example (mx.sender.example [198.51.100.9]) by mail.host.example (V8/cf) with ESMTP id"
            " m87Ce7Ih030073; Sun, 7 Sep 2008 21:40:07 +0900"
        ),
        {
            "family": "sendmail",
            "by": "mail.host.example",
            "from_helo": "mx.sender.example",
            "from_rdns": "mx.sender.example",
            "from_ip": "198.51.100.9",
            "protocol": "ESMTP",
            "id": "m87Ce7Ih030073",
            "date": "2008-09-07T21:40:07+09:00",
            "rdns_confirmed": True,
        },
    ),
]

NEAR_MISSES = [
    "from a (b.sender.example [198.51.100.9]) by mail.host.example (Agent 8.1) with ESMTP id 12345",
    "from b.sender.example (198.51.100.9) by mail.host.example (6.7.018) id 3FE6899B004FE7A4",
    "from b.sender.example (198.51.100.9) by mail.host.example (8.9.3/8.9.3) with SMTP id BAA08159",
    (
        "from a (b.sender.example [198.51.100.9]) (x [192.0.2.66]) by mail.host.example (8.9.3/8.9.3) with "
        "SMTP id BAA08159"
    ),
]


@pytest.mark.parametrize(("line", "expected"), HITS)
def test_line(line: str, expected: dict[str, object]) -> None:
    assert facts(line) == expected


@pytest.mark.parametrize("line", NEAR_MISSES)
def test_near_miss(line: str) -> None:
    assert FAMILY.parse(line, None) is None
