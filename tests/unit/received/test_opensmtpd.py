"""Lines of OpenSMTPD: what is read from them, and lines that look alike."""

from __future__ import annotations

import pytest
from tests.unit.received.facts import facts

from whosent.received.opensmtpd import FAMILY

HITS = [
    (
        (
            "from User (dsl-7.pool.example [203.0.113.7]) by mail.host.example (OpenSMTPD) with ESMTPSA id "
            "7c506318 (TLSv1.3:TLS_AES_256_GCM_SHA384:256:NO) auth=yes user=anna for <friend@other.example>; Tue,"
            " 24 Nov 2026 02:55:01 +0000 (UTC)"
        ),
        {
            "family": "opensmtpd",
            "by": "mail.host.example",
            "from_helo": "User",
            "from_rdns": "dsl-7.pool.example",
            "from_ip": "203.0.113.7",
            "protocol": "ESMTPSA",
            "auth": "anna",
            "login": "anna",
            "id": "7c506318",
            "for_addr": "friend@other.example",
            "date": "2026-11-24T02:55:01+00:00",
            "tls": "TLSv1.3",
        },
    ),
    (
        (
            "from mx6.sender.example (<unknown> [IPv6:2001:db8::25]) by mail.host.example (OpenSMTPD) with ESMTP "
            "id dafc63e6; Tue, 24 Nov 2026 02:53:42 +0000 (UTC)"
        ),
        {
            "family": "opensmtpd",
            "by": "mail.host.example",
            "from_helo": "mx6.sender.example",
            "from_ip": "2001:db8::25",
            "protocol": "ESMTP",
            "id": "dafc63e6",
            "date": "2026-11-24T02:53:42+00:00",
        },
    ),
    (
        (
            "from mail.host.example (mail.host.example [local]) by mail.host.example (OpenSMTPD) with ESMTPA id "
            "850564ad for <friend@other.example>; Tue, 24 Nov 2026 02:53:49 +0000 (UTC)"
        ),
        {
            "family": "opensmtpd",
            "by": "mail.host.example",
            "from_helo": "mail.host.example",
            "protocol": "ESMTPA",
            "id": "850564ad",
            "for_addr": "friend@other.example",
            "date": "2026-11-24T02:53:49+00:00",
            "local": True,
        },
    ),
    (
        (
            "by mail.host.example (OpenSMTPD) with ESMTPSA id 71e7187c (TLSv1.3:TLS_AES_256_GCM_SHA384:256:NO) "
            "for <friend@other.example>; Tue, 24 Nov 2026 02:54:00 +0000 (UTC)"
        ),
        {
            "family": "opensmtpd",
            "by": "mail.host.example",
            "protocol": "ESMTPSA",
            "auth": "ESMTPSA",
            "id": "71e7187c",
            "for_addr": "friend@other.example",
            "date": "2026-11-24T02:54:00+00:00",
            "tls": "TLSv1.3",
        },
    ),
    (
        (
            "from localhost (localhost [local]); by localhost (OpenSMTPD) with ESMTPA id 1a2b3c4d; for "
            "<friend@other.example>; Tue, 24 Nov 2015 02:54:00 +0000 (UTC)"
        ),
        {
            "family": "opensmtpd",
            "by": "localhost",
            "from_helo": "localhost",
            "protocol": "ESMTPA",
            "id": "1a2b3c4d",
            "for_addr": "friend@other.example",
            "date": "2015-11-24T02:54:00+00:00",
            "local": True,
        },
    ),
]

NEAR_MISSES = [
    ("from a (b.sender.example [198.51.100.9]) by mail.host.example (OpenSMTPD-like) with ESMTP id 7c506318"),
    "from a (b.sender.example [198.51.100.9]) by mail.host.example (OpenSMTPD) id 7c506318",
]


@pytest.mark.parametrize(("line", "expected"), HITS)
def test_line(line: str, expected: dict[str, object]) -> None:
    assert facts(line) == expected


@pytest.mark.parametrize("line", NEAR_MISSES)
def test_near_miss(line: str) -> None:
    assert FAMILY.parse(line, None) is None
