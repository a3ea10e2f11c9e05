"""Lines of XMail: what is read from them, and lines that look alike."""

from __future__ import annotations

import pytest
from tests.unit.received.facts import facts

from whosent.received.xmail import FAMILY

HITS = [
    (
        (
            "from mx.sender.example ([198.51.100.9]:23198) by mail.host.example with [XMail 1.20 ESMTP Server] id"
            " <S72E> for <info@host.example> from <news@sender.example>; Sat, 18 Sep 2004 23:17:54 -0500"
        ),
        {
            "family": "xmail",
            "by": "mail.host.example",
            "from_helo": "mx.sender.example",
            "from_ip": "198.51.100.9",
            "protocol": "ESMTP",
            "id": "S72E",
            "for_addr": "info@host.example",
            "envelope_from": "news@sender.example",
            "date": "2004-09-18T23:17:54-05:00",
        },
    ),
]

NEAR_MISSES = [
    "from a ([198.51.100.9]:23198) by mail.host.example with [YMail 1.20 ESMTP Server] id <S72E>",
]


@pytest.mark.parametrize(("line", "expected"), HITS)
def test_line(line: str, expected: dict[str, object]) -> None:
    assert facts(line) == expected


@pytest.mark.parametrize("line", NEAR_MISSES)
def test_near_miss(line: str) -> None:
    assert FAMILY.parse(line, None) is None
