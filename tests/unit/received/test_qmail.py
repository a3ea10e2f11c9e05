"""Lines of qmail: what is read from them, and lines that look alike."""

from __future__ import annotations

import pytest
from tests.unit.received.facts import facts

from whosent.received.qmail import FAMILY

HITS = [
    (
        (
            "from unknown (HELO ?192.168.178.30?) (anna@customer.example@203.0.113.7) by mail.host.example with "
            "ESMTPA; 28 Jan 2013 21:50:51 +0100"
        ),
        {
            "family": "qmail",
            "by": "mail.host.example",
            "from_helo": "?192.168.178.30?",
            "from_ip": "203.0.113.7",
            "protocol": "ESMTPA",
            "auth": "ESMTPA",
            "ident": "anna@customer.example",
            "date": "2013-01-28T21:50:51+01:00",
        },
    ),
    (
        "from mx.sender.example (198.51.100.9) by mail.host.example with SMTP; 10 Nov 2005 00:00:01 -0000",
        {
            "family": "qmail",
            "by": "mail.host.example",
            "from_helo": "mx.sender.example",
            "from_rdns": "mx.sender.example",
            "from_ip": "198.51.100.9",
            "protocol": "SMTP",
            "date": "2005-11-10T00:00:01-00:00",
        },
    ),
    (
        ("from mx.sender.example (mail@198.51.100.9) by mail.host.example with SMTP; 10 Nov 2005 00:00:01 -0000"),
        {
            "family": "qmail",
            "by": "mail.host.example",
            "from_helo": "mx.sender.example",
            "from_rdns": "mx.sender.example",
            "from_ip": "198.51.100.9",
            "protocol": "SMTP",
            "ident": "mail",
            "date": "2005-11-10T00:00:01-00:00",
        },
    ),
    (
        (
            "from mx.sender.example (HELO mx1.sender.example) (198.51.100.9) by mail.host.example with "
            "ECDHE-RSA-AES256-GCM-SHA384 encrypted SMTP; 30 Dec 2019 18:45:59 -0000"
        ),
        {
            "family": "qmail",
            "by": "mail.host.example",
            "from_helo": "mx1.sender.example",
            "from_rdns": "mx.sender.example",
            "from_ip": "198.51.100.9",
            "protocol": "SMTP",
            "date": "2019-12-30T18:45:59-00:00",
            "tls": "ECDHE-RSA-AES256-GCM-SHA384",
        },
    ),
    (
        (
            "from unknown (HELO mx.sender.example) ([198.51.100.9]) (envelope-sender <news@sender.example>) by "
            "mail.host.example (qmail-ldap-1.03) with SMTP for <info@host.example>; 28 Nov 2003 20:44:45 -0000"
        ),
        {
            "family": "qmail",
            "by": "mail.host.example",
            "from_helo": "mx.sender.example",
            "from_ip": "198.51.100.9",
            "protocol": "SMTP",
            "for_addr": "info@host.example",
            "envelope_from": "news@sender.example",
            "date": "2003-11-28T20:44:45-00:00",
        },
    ),
    (
        (
            "from mx.sender.example (LHLO mx.sender.example) (198.51.100.9) by store.host.example with LMTP; Tue,"
            " 19 Jan 2016 20:33:06 +0100 (CET)"
        ),
        {
            "family": "qmail",
            "by": "store.host.example",
            "from_helo": "mx.sender.example",
            "from_rdns": "mx.sender.example",
            "from_ip": "198.51.100.9",
            "protocol": "LMTP",
            "date": "2016-01-19T20:33:06+01:00",
            "local": True,
        },
    ),
    (
        (
            "from dsl-7.pool.example (anna@203.0.113.7 with login) by smtp.provider.example with SMTP; 21 Nov "
            "2014 22:11:03 -0000"
        ),
        {
            "family": "qmail",
            "by": "smtp.provider.example",
            "from_helo": "dsl-7.pool.example",
            "from_rdns": "dsl-7.pool.example",
            "from_ip": "203.0.113.7",
            "protocol": "SMTP",
            "auth": "anna",
            "login": "anna",
            "date": "2014-11-21T22:11:03-00:00",
        },
    ),
    (
        (
            "from unknown (HELO pc) (203.0.113.7 with plain) by smtp.provider.example with SMTP; 21 Nov 2014 "
            "22:11:03 -0000"
        ),
        {
            "family": "qmail",
            "by": "smtp.provider.example",
            "from_helo": "pc",
            "from_ip": "203.0.113.7",
            "protocol": "SMTP",
            "auth": "plain",
            "date": "2014-11-21T22:11:03-00:00",
        },
    ),
    (
        (
            "from mx.sender.example (198.51.100.9) by mail.host.example with ESMTPSA (TLS_AES_256_GCM_SHA384 "
            "encrypted, authenticated); 28 Oct 2025 12:41:52 +0100"
        ),
        {
            "family": "qmail",
            "by": "mail.host.example",
            "from_helo": "mx.sender.example",
            "from_rdns": "mx.sender.example",
            "from_ip": "198.51.100.9",
            "protocol": "ESMTPSA",
            "auth": "ESMTPSA",
            "date": "2025-10-28T12:41:52+01:00",
            "tls": "TLS_AES_256_GCM_SHA384",
        },
    ),
    (
        "(qmail 4711 invoked by uid 33); 20 Feb 2010 03:27:27 -0000",
        {
            "family": "qmail",
            "local_uid": 33,
            "date": "2010-02-20T03:27:27-00:00",
            "local": True,
        },
    ),
    (
        "(qmail 4711 invoked from network); 20 Feb 2010 03:27:27 -0000",
        {
            "family": "qmail",
            "date": "2010-02-20T03:27:27-00:00",
            "local": True,
        },
    ),
    (
        "(qmail 4711 invoked for bounce); 20 Feb 2010 03:27:27 -0000",
        {
            "family": "qmail",
            "date": "2010-02-20T03:27:27-00:00",
            "local": True,
        },
    ),
    (
        ("indimail-mta queue 58880 by host mail.host.example (invoked by uid 0); Wed, 26 Jun 2024 15:20:58 +0900"),
        {
            "family": "qmail",
            "by": "mail.host.example",
            "local_uid": 0,
            "date": "2024-06-26T15:20:58+09:00",
            "local": True,
        },
    ),
]

NEAR_MISSES = [
    "from a.sender.example ([198.51.100.9]) by mail.host.example with ESMTP",
    "from a.sender.example (198.51.100.9) by mail.host.example (Mercury 1.48) with ESMTP",
    "from a.sender.example (198.51.100.9) by mail.host.example with SMTP id 12345",
    "from a (HELO x) (192.0.2.66) (b.sender.example [198.51.100.9]) by mail.host.example with SMTP",
    "(qmail 4711 invoked by nobody knows)",
]


@pytest.mark.parametrize(("line", "expected"), HITS)
def test_line(line: str, expected: dict[str, object]) -> None:
    assert facts(line) == expected


@pytest.mark.parametrize("line", NEAR_MISSES)
def test_near_miss(line: str) -> None:
    assert FAMILY.parse(line, None) is None
