"""Lines of Courier: what is read from them, and lines that look alike."""

from __future__ import annotations

import pytest
from tests.unit.received.facts import facts

from whosent.received.courier import FAMILY

HITS = [
    (
        (
            "from mx.sender.example (mx.sender.example [::ffff:198.51.100.9]) (TLS: "
            "TLS1.3,256bits,ECDHE_RSA_AES_256_GCM_SHA384) by mail.host.example with ESMTPS id "
            "00000000002546D7.000000006B04FC32.000000E1; Tue, 24 Nov 2026 02:53:38 +0000"
        ),
        {
            "family": "courier",
            "by": "mail.host.example",
            "from_helo": "mx.sender.example",
            "from_rdns": "mx.sender.example",
            "from_ip": "198.51.100.9",
            "protocol": "ESMTPS",
            "id": "00000000002546D7.000000006B04FC32.000000E1",
            "date": "2026-11-24T02:53:38+00:00",
            "tls": "TLS1.3",
        },
    ),
    (
        (
            "from [192.168.178.30] (softdnserr [::ffff:203.0.113.7]) (AUTH: CRAM-MD5 anna@customer.example, TLS: "
            "TLS1.3,256bits,ECDHE_RSA_AES_256_GCM_SHA384) by mail.host.example with ESMTPSA id "
            "0000000000071386.000000006489B700.003B4B55; Wed, 14 Jun 2023 14:48:00 +0200"
        ),
        {
            "family": "courier",
            "by": "mail.host.example",
            "from_helo": "[192.168.178.30]",
            "from_ip": "203.0.113.7",
            "protocol": "ESMTPSA",
            "auth": "anna@customer.example",
            "login": "anna@customer.example",
            "id": "0000000000071386.000000006489B700.003B4B55",
            "date": "2023-06-14T14:48:00+02:00",
            "tls": "TLS1.3",
        },
    ),
    (
        (
            "from mx6.sender.example ([2001:db8::25]) by mail.host.example with ESMTP id "
            "0000000000071386.000000006489B700.003B4B55; Wed, 14 Jun 2023 14:48:00 +0200"
        ),
        {
            "family": "courier",
            "by": "mail.host.example",
            "from_helo": "mx6.sender.example",
            "from_ip": "2001:db8::25",
            "protocol": "ESMTP",
            "id": "0000000000071386.000000006489B700.003B4B55",
            "date": "2023-06-14T14:48:00+02:00",
        },
    ),
    (
        (
            "from localhost (localhost [127.0.0.1]) (ftp://ftp.isi.edu/in-notes/rfc1894.txt) by mail.host.example"
            " with dsn id 0000000000254812.000000006B04FC32.000000E8; Tue, 24 Nov 2026 02:53:38 +0000"
        ),
        {
            "family": "courier",
            "by": "mail.host.example",
            "from_helo": "localhost",
            "from_rdns": "localhost",
            "from_ip": "127.0.0.1",
            "protocol": "DSN",
            "id": "0000000000254812.000000006B04FC32.000000E8",
            "date": "2026-11-24T02:53:38+00:00",
            "local": True,
        },
    ),
    (
        (
            "from a (b.sender.example [::ffff:198.51.100.9]) (IDENT: joe, AUTH: LOGIN root) by mail.host.example "
            "with esmtp; Tue, 24 Nov 2006 02:53:38 +0000"
        ),
        {
            "family": "courier",
            "by": "mail.host.example",
            "from_helo": "a",
            "from_rdns": "b.sender.example",
            "from_ip": "198.51.100.9",
            "protocol": "ESMTP",
            "ident": "joe",
            "date": "2006-11-24T02:53:38+00:00",
        },
    ),
    (
        (
            "from www-data (uid 33) by web.host.example with local id 00000000000A.4F2A.0001; Tue, 24 Nov 2026 "
            "02:53:38 +0000"
        ),
        {
            "family": "courier",
            "by": "web.host.example",
            "protocol": "LOCAL",
            "local_user": "www-data",
            "local_uid": 33,
            "id": "00000000000A.4F2A.0001",
            "date": "2026-11-24T02:53:38+00:00",
            "local": True,
        },
    ),
    (
        (
            "from mx.sender.example (mx.sender.example [198.51.100.9]) by mail.host.example with ESMTP; Fri, 10 "
            "Dec 2010 13:21:19 +0900 id 0EFD1EE6.4D01AABF.0000A424"
        ),
        {
            "family": "courier",
            "by": "mail.host.example",
            "from_helo": "mx.sender.example",
            "from_rdns": "mx.sender.example",
            "from_ip": "198.51.100.9",
            "protocol": "ESMTP",
            "id": "0EFD1EE6.4D01AABF.0000A424",
            "date": "2010-12-10T13:21:19+09:00",
        },
    ),
]

NEAR_MISSES = [
    "from a (b.sender.example [198.51.100.9]) by mail.host.example with esmtp id 12345",
    "from a (b.sender.example [::ffff:198.51.100.9]) (x [192.0.2.66]) by mail.host.example with esmtp",
    "from www-data (uid thirty) by web.host.example with local id 00000000000A.4F2A.0001",
]


@pytest.mark.parametrize(("line", "expected"), HITS)
def test_line(line: str, expected: dict[str, object]) -> None:
    assert facts(line) == expected


@pytest.mark.parametrize("line", NEAR_MISSES)
def test_near_miss(line: str) -> None:
    assert FAMILY.parse(line, None) is None
