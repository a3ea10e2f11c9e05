"""Lines of Exim: what is read from them, and lines that look alike."""

from __future__ import annotations

import pytest
from tests.unit.received.facts import facts

from whosent.received.exim import FAMILY

HITS = [
    (
        (
            "from dsl-7.pool.example ([203.0.113.7]:36933 helo=[192.168.178.30]) by mail.host.example with "
            "esmtpsa  (TLS1.3) tls TLS_AES_256_GCM_SHA384 (Exim 4.96) (envelope-from <anna@customer.example>) id "
            "1xVgf8-00008z-1Z for friend@other.example; Tue, 24 Nov 2026 03:53:42 +0100"
        ),
        {
            "family": "exim",
            "by": "mail.host.example",
            "from_helo": "[192.168.178.30]",
            "from_rdns": "dsl-7.pool.example",
            "from_ip": "203.0.113.7",
            "protocol": "ESMTPSA",
            "auth": "ESMTPSA",
            "id": "1xVgf8-00008z-1Z",
            "for_addr": "friend@other.example",
            "envelope_from": "anna@customer.example",
            "date": "2026-11-24T03:53:42+01:00",
            "tls": "TLS1.3",
            "rdns_confirmed": True,
        },
    ),
    (
        (
            "from mx.sender.example ([198.51.100.9]) by mail.host.example with esmtps (TLSv1:AES256-SHA:256) "
            "(Exim 4.72) (envelope-from <news@sender.example>) id 1CIusZ-00049K-45 for info@host.example; Sat, 16"
            " Oct 2010 21:10:16 +0100"
        ),
        {
            "family": "exim",
            "by": "mail.host.example",
            "from_helo": "mx.sender.example",
            "from_rdns": "mx.sender.example",
            "from_ip": "198.51.100.9",
            "protocol": "ESMTPS",
            "id": "1CIusZ-00049K-45",
            "for_addr": "info@host.example",
            "envelope_from": "news@sender.example",
            "date": "2010-10-16T21:10:16+01:00",
            "tls": "TLSv1",
            "rdns_confirmed": True,
        },
    ),
    (
        (
            "from [198.51.100.9] (port=53191 helo=mx.sender.example ident=mail) by mail.host.example with esmtp "
            "(Exim 4.96) id 1xVgf8-00000000abc-1ZaB; Tue, 24 Nov 2026 03:53:42 +0100"
        ),
        {
            "family": "exim",
            "by": "mail.host.example",
            "from_helo": "mx.sender.example",
            "from_ip": "198.51.100.9",
            "protocol": "ESMTP",
            "ident": "mail",
            "id": "1xVgf8-00000000abc-1ZaB",
            "date": "2026-11-24T03:53:42+01:00",
        },
    ),
    (
        (
            "from [198.51.100.9] by mail.host.example with utf8esmtps  (TLS1.3) tls TLS_AES_256_GCM_SHA384 (Exim "
            '4.96) id 1xVgg3-00002C-04 for "odd one"@host.example; Tue, 24 Nov 2026 03:54:39 +0100'
        ),
        {
            "family": "exim",
            "by": "mail.host.example",
            "from_helo": "[198.51.100.9]",
            "from_ip": "198.51.100.9",
            "protocol": "UTF8ESMTPS",
            "id": "1xVgg3-00002C-04",
            "for_addr": '"odd one"@host.example',
            "date": "2026-11-24T03:54:39+01:00",
            "tls": "TLS1.3",
        },
    ),
    (
        (
            "from mx.sender.example (mx) [198.51.100.9] by mail.host.example with esmtp (Exim 3.35 #1 (Debian)) "
            "id 18VtPb-0000Fx-00; Tue, 7 Jan 2003 03:54:39 +0100"
        ),
        {
            "family": "exim",
            "by": "mail.host.example",
            "from_helo": "mx",
            "from_rdns": "mx.sender.example",
            "from_ip": "198.51.100.9",
            "protocol": "ESMTP",
            "id": "18VtPb-0000Fx-00",
            "date": "2003-01-07T03:54:39+01:00",
            "rdns_confirmed": True,
        },
    ),
    (
        (
            "from gate.sender.example ([198.51.100.9]:60178 helo=gate2.sender.example) by mail.host.example "
            "(envelope-from <help@sender.example>) with esmtps (TLS-1.0:DHE_RSA_3DES_EDE_CBC_SHA:24) (Exim 4.50) "
            "id 1H3KFP-0005pI-08 for dvd@host.example; Sat, 06 Jan 2007 23:42:55 +0100"
        ),
        {
            "family": "exim",
            "by": "mail.host.example",
            "from_helo": "gate2.sender.example",
            "from_rdns": "gate.sender.example",
            "from_ip": "198.51.100.9",
            "protocol": "ESMTPS",
            "id": "1H3KFP-0005pI-08",
            "for_addr": "dvd@host.example",
            "envelope_from": "help@sender.example",
            "date": "2007-01-06T23:42:55+01:00",
            "tls": "TLS-1.0",
            "rdns_confirmed": True,
        },
    ),
    (
        (
            "from [198.51.100.9] (port=58540 helo=mx.sender.example) by mx113.provider.example with esmtp id "
            "1fTo7g-0008Jv-El for you@provider.example; Fri, 15 Jun 2018 15:46:38 +0300"
        ),
        {
            "family": "exim",
            "by": "mx113.provider.example",
            "from_helo": "mx.sender.example",
            "from_ip": "198.51.100.9",
            "protocol": "ESMTP",
            "id": "1fTo7g-0008Jv-El",
            "for_addr": "you@provider.example",
            "date": "2018-06-15T15:46:38+03:00",
        },
    ),
    (
        (
            "from www-data by web.host.example with local (Exim 4.96) (envelope-from <www-data@web.host.example>)"
            " id 1xVgff-0000Fa-23; Tue, 24 Nov 2026 03:54:15 +0100"
        ),
        {
            "family": "exim",
            "by": "web.host.example",
            "protocol": "LOCAL",
            "local_user": "www-data",
            "id": "1xVgff-0000Fa-23",
            "envelope_from": "www-data@web.host.example",
            "date": "2026-11-24T03:54:15+01:00",
            "local": True,
        },
    ),
    (
        (
            "from CALLER (helo=test) by web.host.example with local-smtp (Exim 4.96) (envelope-from "
            "<caller@web.host.example>) id 10HmaX-0005vi-00 for a@host.example; Tue, 02 Mar 1999 09:44:33 +0000"
        ),
        {
            "family": "exim",
            "by": "web.host.example",
            "from_helo": "test",
            "protocol": "LOCAL-SMTP",
            "local_user": "CALLER",
            "id": "10HmaX-0005vi-00",
            "for_addr": "a@host.example",
            "envelope_from": "caller@web.host.example",
            "date": "1999-03-02T09:44:33+00:00",
            "local": True,
        },
    ),
    (
        (
            "by web.host.example with local (envelope-from <shop@host.example>) id 1fKd96-0006hZ-Ab for "
            "friend@other.example; Mon, 21 May 2018 08:14:08 +0300"
        ),
        {
            "family": "exim",
            "by": "web.host.example",
            "protocol": "LOCAL",
            "id": "1fKd96-0006hZ-Ab",
            "for_addr": "friend@other.example",
            "envelope_from": "shop@host.example",
            "date": "2018-05-21T08:14:08+03:00",
            "local": True,
        },
    ),
    (
        (
            "from [127.0.0.1] (helo=webmail) by web.host.example with esmtp (Exim) id 1oNuxf-00052j-Ro for "
            "list@other.example; Tue, 16 Aug 2022 07:42:19 -0400"
        ),
        {
            "family": "exim",
            "by": "web.host.example",
            "from_helo": "webmail",
            "from_ip": "127.0.0.1",
            "protocol": "ESMTP",
            "id": "1oNuxf-00052j-Ro",
            "for_addr": "list@other.example",
            "date": "2022-08-16T07:42:19-04:00",
        },
    ),
]

NEAR_MISSES = [
    "from a.sender.example ([198.51.100.9]) by mail.host.example with esmtp",
    "from a.sender.example ([198.51.100.9]) by mail.host.example with esmtp id 12345",
    ("from a.sender.example ([198.51.100.9.4711]) by mail.host.example with esmtp (v3.35.1) id 1GNrLz-000295-00"),
    ("from [198.51.100.9] (helo=x) by mail.host.example with esmtp (Exim 4.96) id 1GNrLz-000295-00 and more"),
    "from www-data by web.host.example with local (Own Server) id 12345",
]


@pytest.mark.parametrize(("line", "expected"), HITS)
def test_line(line: str, expected: dict[str, object]) -> None:
    assert facts(line) == expected


@pytest.mark.parametrize("line", NEAR_MISSES)
def test_near_miss(line: str) -> None:
    assert FAMILY.parse(line, None) is None
