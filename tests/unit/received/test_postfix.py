"""Lines of Postfix: what is read from them, and lines that look alike."""

from __future__ import annotations

import pytest
from tests.unit.received.facts import facts

from whosent.received.postfix import FAMILY

HITS = [
    (
        (
            "from [192.168.178.30] (dsl-7.pool.example [203.0.113.7]) (using TLSv1.3 with cipher "
            "TLS_AES_256_GCM_SHA384 (256/256 bits) key-exchange X25519 server-signature RSA-PSS (2048 bits) "
            "server-digest SHA256) (No client certificate requested) (Authenticated sender: "
            "anna@customer.example) by mail.host.example (Postfix) with ESMTPSA id 7CE2225495B for "
            "<friend@other.example>; Tue, 24 Nov 2026 03:53:42 +0100 (CET)"
        ),
        {
            "family": "postfix",
            "by": "mail.host.example",
            "from_helo": "[192.168.178.30]",
            "from_rdns": "dsl-7.pool.example",
            "from_ip": "203.0.113.7",
            "protocol": "ESMTPSA",
            "auth": "anna@customer.example",
            "login": "anna@customer.example",
            "id": "7CE2225495B",
            "for_addr": "friend@other.example",
            "date": "2026-11-24T03:53:42+01:00",
            "tls": "TLSv1.3",
            "rdns_confirmed": True,
        },
    ),
    (
        (
            "from mx.sender.example (unknown [198.51.100.9]) by mail.host.example (Postfix) with ESMTP id "
            "4jYS762DSXzLPDG; Tue, 24 Nov 2026 02:53:38 +0000 (UTC)"
        ),
        {
            "family": "postfix",
            "by": "mail.host.example",
            "from_helo": "mx.sender.example",
            "from_ip": "198.51.100.9",
            "protocol": "ESMTP",
            "id": "4jYS762DSXzLPDG",
            "date": "2026-11-24T02:53:38+00:00",
        },
    ),
    (
        (
            "from mx6.sender.example (mx6.sender.example [IPv6:2001:db8::25]) (using TLSv1.2 with cipher "
            'ECDHE-RSA-AES256-GCM-SHA384 (256/256 bits)) (Client CN "mx6.sender.example", Issuer "Some CA" '
            '(verified OK)) by mail.host.example (Postfix) with ESMTPS id 96FF52546E8 for <"with; by evil '
            '(Postfix)"@host.example>; Tue, 24 Nov 2026 03:53:37 +0100 (CET)'
        ),
        {
            "family": "postfix",
            "by": "mail.host.example",
            "from_helo": "mx6.sender.example",
            "from_rdns": "mx6.sender.example",
            "from_ip": "2001:db8::25",
            "protocol": "ESMTPS",
            "id": "96FF52546E8",
            "for_addr": '"with; by evil (Postfix)"@host.example',
            "date": "2026-11-24T03:53:37+01:00",
            "tls": "TLSv1.2",
            "rdns_confirmed": True,
        },
    ),
    (
        (
            "from localhost (localhost [127.0.0.1]) by mail.host.example (Postfix) with ESMTP id A72E2254996 for "
            "<info@host.example>; Tue, 24 Nov 2026 02:53:44 +0000 (UTC) (envelope-from news@sender.example)"
        ),
        {
            "family": "postfix",
            "by": "mail.host.example",
            "from_helo": "localhost",
            "from_rdns": "localhost",
            "from_ip": "127.0.0.1",
            "protocol": "ESMTP",
            "id": "A72E2254996",
            "for_addr": "info@host.example",
            "envelope_from": "news@sender.example",
            "date": "2026-11-24T02:53:44+00:00",
            "rdns_confirmed": True,
        },
    ),
    (
        (
            "from mx.sender.example (mx.sender.example [198.51.100.9]) by mail.host.example (Postfix) with ESMTP;"
            " Tue, 24 Nov 2026 02:53:44 +0000 (UTC)"
        ),
        {
            "family": "postfix",
            "by": "mail.host.example",
            "from_helo": "mx.sender.example",
            "from_rdns": "mx.sender.example",
            "from_ip": "198.51.100.9",
            "protocol": "ESMTP",
            "date": "2026-11-24T02:53:44+00:00",
            "rdns_confirmed": True,
        },
    ),
    (
        (
            "from mx.sender.example (mx.sender.example [198.51.100.9]) (using TLSv1 with cipher ADH-AES256-SHA "
            "(256/256 bits)) (No client certificate requested) by in-3.mx.provider.example (Internet Inbound) "
            "with ESMTPS id 1DC2B38000A3 for <you@provider.example>; Tue, 2 May 2017 01:16:02 -0400 (EDT)"
        ),
        {
            "family": "postfix",
            "by": "in-3.mx.provider.example",
            "from_helo": "mx.sender.example",
            "from_rdns": "mx.sender.example",
            "from_ip": "198.51.100.9",
            "protocol": "ESMTPS",
            "id": "1DC2B38000A3",
            "for_addr": "you@provider.example",
            "date": "2017-05-02T01:16:02-04:00",
            "tls": "TLSv1",
            "rdns_confirmed": True,
        },
    ),
    (
        "by web.host.example (Postfix, from userid 33) id 0CDB6254652; Tue, 24 Nov 2026 03:53:44 +0100 (CET)",
        {
            "family": "postfix",
            "by": "web.host.example",
            "local_uid": 33,
            "id": "0CDB6254652",
            "date": "2026-11-24T03:53:44+01:00",
            "local": True,
        },
    ),
    (
        "by mail.host.example (Postfix) id 8216F2545D8; Tue, 24 Nov 2026 03:54:56 +0100 (CET)",
        {
            "family": "postfix",
            "by": "mail.host.example",
            "id": "8216F2545D8",
            "date": "2026-11-24T03:54:56+01:00",
            "local": True,
        },
    ),
    (
        "by mail.host.example (Our Mail) via BOUNCE id 438064082; Tue, 6 Mar 2001 09:29:58 -0800 (PST)",
        {
            "family": "postfix",
            "by": "mail.host.example",
            "id": "438064082",
            "date": "2001-03-06T09:29:58-08:00",
            "local": True,
        },
    ),
    (
        (
            "by mail.host.example (Postfix) id 4jYS7T6HFyzLNcT for <friend@other.example>; Tue, 24 Nov 2026 "
            "03:54:56 +0100 (CET)"
        ),
        {
            "family": "postfix",
            "by": "mail.host.example",
            "id": "4jYS7T6HFyzLNcT",
            "for_addr": "friend@other.example",
            "date": "2026-11-24T03:54:56+01:00",
        },
    ),
]

NEAR_MISSES = [
    "from a (b.sender.example [198.51.100.9]) by mail.host.example (Own Server) with ESMTP id 6702827002F",
    "from a ([198.51.100.9]) by mail.host.example (Postfix) with ESMTP id 6702827002F",
    (
        "from a (b.sender.example [198.51.100.9]) (using TLSv1.3 with cipher X) by mail.host.example "
        "(Stalwart SMTP) with ESMTPS id 1"
    ),
    "from a b (c.sender.example [198.51.100.9]) by mail.host.example (Postfix) with ESMTP id 6702827002F",
    "by mail.host.example (Own Server) id 6702827002F",
]


@pytest.mark.parametrize(("line", "expected"), HITS)
def test_line(line: str, expected: dict[str, object]) -> None:
    assert facts(line) == expected


@pytest.mark.parametrize("line", NEAR_MISSES)
def test_near_miss(line: str) -> None:
    assert FAMILY.parse(line, None) is None
