"""Lines of Dovecot and Cyrus: what is read from them, and lines that look alike."""

from __future__ import annotations

import pytest
from tests.unit.received.facts import facts

from whosent.received.mailstore import FAMILY

HITS = [
    (
        (
            "from mail.host.example by mail.host.example with LMTP id MG3oH4D8BGszAQAA2WlBCA (envelope-from <>) "
            "for <anna@customer.example>; Tue, 24 Nov 2026 03:54:56 +0100"
        ),
        {
            "family": "dovecot",
            "by": "mail.host.example",
            "from_helo": "mail.host.example",
            "protocol": "LMTP",
            "id": "MG3oH4D8BGszAQAA2WlBCA",
            "for_addr": "anna@customer.example",
            "date": "2026-11-24T03:54:56+01:00",
            "local": True,
        },
    ),
    (
        (
            "from mail.host.example ([192.0.2.10]) (using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 "
            "bits)) by store.host.example with LMTP id QAK2Nk (envelope-from <news@sender.example>) for "
            "<anna@customer.example>; Tue, 24 Nov 2026 03:54:56 +0100"
        ),
        {
            "family": "dovecot",
            "by": "store.host.example",
            "from_helo": "mail.host.example",
            "from_ip": "192.0.2.10",
            "protocol": "LMTP",
            "id": "QAK2Nk",
            "for_addr": "anna@customer.example",
            "envelope_from": "news@sender.example",
            "date": "2026-11-24T03:54:56+01:00",
            "tls": "TLSv1.3",
            "local": True,
        },
    ),
    (
        (
            "from [192.168.178.30] ([203.0.113.7]) by mail.host.example with ESMTPSA id aBcDeF (envelope-from "
            "<anna@customer.example>) for <friend@other.example>; Tue, 24 Nov 2026 03:54:56 +0100"
        ),
        {
            "family": "dovecot",
            "by": "mail.host.example",
            "from_helo": "[192.168.178.30]",
            "from_ip": "203.0.113.7",
            "protocol": "ESMTPSA",
            "auth": "ESMTPSA",
            "id": "aBcDeF",
            "for_addr": "friend@other.example",
            "envelope_from": "anna@customer.example",
            "date": "2026-11-24T03:54:56+01:00",
        },
    ),
    (
        (
            "from mail.host.example ([unix socket]) by store.host.example (Cyrus v2.4.17) with LMTPA; Tue, 24 Nov"
            " 2026 03:54:56 +0100"
        ),
        {
            "family": "cyrus",
            "by": "store.host.example",
            "from_helo": "mail.host.example",
            "protocol": "LMTPA",
            "date": "2026-11-24T03:54:56+01:00",
            "local": True,
        },
    ),
    (
        (
            "by mail.host.example (Dovecot) with LMTP id TKs2nTbdtvzbHKNL for <anna@customer.example>; Tue, 24 "
            "Nov 2015 03:54:56 +0100"
        ),
        {
            "family": "dovecot",
            "by": "mail.host.example",
            "protocol": "LMTP",
            "id": "TKs2nTbdtvzbHKNL",
            "for_addr": "anna@customer.example",
            "date": "2015-11-24T03:54:56+01:00",
            "local": True,
        },
    ),
]

NEAR_MISSES = [
    "from a.sender.example ([198.51.100.9]) by mail.host.example with ESMTP id 1",
    "from a b by mail.host.example with LMTP id 1",
]


@pytest.mark.parametrize(("line", "expected"), HITS)
def test_line(line: str, expected: dict[str, object]) -> None:
    assert facts(line) == expected


@pytest.mark.parametrize("line", NEAR_MISSES)
def test_near_miss(line: str) -> None:
    assert FAMILY.parse(line, None) is None
