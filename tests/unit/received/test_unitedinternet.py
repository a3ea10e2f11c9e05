"""Lines of GMX, WEB.DE, 1&1: what is read from them, and lines that look alike."""

from __future__ import annotations

import pytest
from tests.unit.received.facts import facts

from whosent.received.unitedinternet import FAMILY

HITS = [
    (
        (
            "from [192.168.178.30] ([203.0.113.7]) by mail.gmx.net (mrgmx005 [212.227.17.190]) with ESMTPSA "
            "(Nemesis) id 1MTzSf-1qTabc for <friend@other.example>; Tue, 24 Nov 2026 03:53:42 +0100"
        ),
        {
            "family": "gmx",
            "by": "mail.gmx.net",
            "from_helo": "[192.168.178.30]",
            "from_ip": "203.0.113.7",
            "protocol": "ESMTPSA",
            "auth": "ESMTPSA",
            "id": "1MTzSf-1qTabc",
            "for_addr": "friend@other.example",
            "date": "2026-11-24T03:53:42+01:00",
        },
    ),
    (
        (
            "from mx.sender.example ([198.51.100.9]) by mx-ha.gmx.net (mxgmx016) with ESMTPS (Nemesis) id "
            "0M5u99-1Y5SBn46rB-00xoWE for <you@gmx.example>; Sat, 29 Nov 2014 00:32:10 +0100"
        ),
        {
            "family": "gmx",
            "by": "mx-ha.gmx.net",
            "from_helo": "mx.sender.example",
            "from_ip": "198.51.100.9",
            "protocol": "ESMTPS",
            "id": "0M5u99-1Y5SBn46rB-00xoWE",
            "for_addr": "you@gmx.example",
            "date": "2014-11-29T00:32:10+01:00",
        },
    ),
    (
        (
            "from [198.51.100.9] (helo=mx.sender.example) by mx.kundenserver.de (node=mxeu17) with ESMTP "
            "(Nemesis), id 0MKxIC-1FE8W00flx-0005g9 for info@host.example; Tue, 28 Feb 2006 18:20:00 +0100"
        ),
        {
            "family": "gmx",
            "by": "mx.kundenserver.de",
            "from_helo": "mx.sender.example",
            "from_ip": "198.51.100.9",
            "protocol": "ESMTP",
            "id": "0MKxIC-1FE8W00flx-0005g9",
            "for_addr": "info@host.example",
            "date": "2006-02-28T18:20:00+01:00",
        },
    ),
    (
        (
            "from [203.0.113.7] ([203.0.113.7]) by 3c-app-gmx-bs01.server.lan (via HTTP); Tue, 24 Nov 2026 "
            "03:53:42 +0100"
        ),
        {
            "family": "gmx",
            "by": "3c-app-gmx-bs01.server.lan",
            "from_ip": "203.0.113.7",
            "protocol": "HTTP",
            "auth": "HTTP",
            "date": "2026-11-24T03:53:42+01:00",
        },
    ),
    (
        (
            "from dsl-7.pool.example (EHLO pc) [203.0.113.7] by mail.gmx.net (mp033) with SMTP; 23 Nov 2012 "
            "19:06:20 +0100"
        ),
        {
            "family": "gmx",
            "by": "mail.gmx.net",
            "from_helo": "pc",
            "from_rdns": "dsl-7.pool.example",
            "from_ip": "203.0.113.7",
            "protocol": "SMTP",
            "auth": "SMTP",
            "date": "2012-11-23T19:06:20+01:00",
        },
    ),
    (
        "from mda by mogmxus001.server.lan id 0LvVA5-1Y3oYj34nD-010g2Y Sat, 29 Nov 2014 00:32:10 +0100",
        {
            "family": "gmx",
            "by": "mogmxus001.server.lan",
            "id": "0LvVA5-1Y3oYj34nD-010g2Y",
            "date": "2014-11-29T00:32:10+01:00",
            "local": True,
        },
    ),
    (
        (
            "from client.hidden.invalid by mail.gmx.net (mrgmx005 [212.227.17.190]) with ESMTPSA (Nemesis) id "
            "1MfYPi-1xJtJZ0Dgu-00nfeU; Mon, 29 Jun 2026 17:23:53 +0200"
        ),
        {
            "family": "gmx",
            "by": "mail.gmx.net",
            "protocol": "ESMTPSA",
            "auth": "ESMTPSA",
            "id": "1MfYPi-1xJtJZ0Dgu-00nfeU",
            "date": "2026-06-29T17:23:53+02:00",
        },
    ),
]

NEAR_MISSES = [
    "from a.sender.example ([198.51.100.9]) by mail.host.example (node1) with ESMTP id 1",
    "from b.sender.example (EHLO a) [198.51.100.9] by mail.host.example (mp033) with SMTP",
]


@pytest.mark.parametrize(("line", "expected"), HITS)
def test_line(line: str, expected: dict[str, object]) -> None:
    assert facts(line) == expected


@pytest.mark.parametrize("line", NEAR_MISSES)
def test_near_miss(line: str) -> None:
    assert FAMILY.parse(line, None) is None
