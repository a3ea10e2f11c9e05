"""Lines of T-Online: what is read from them, and lines that look alike."""

from __future__ import annotations

import pytest
from tests.unit.received.facts import facts

from whosent.received.tonline import FAMILY

HITS = [
    (
        (
            "from [192.168.178.30] (bZqA7cZ@[203.0.113.7]) by fwd07.t-online.de with "
            "(TLSv1.2:ECDHE-RSA-AES256-GCM-SHA384 encrypted) esmtp id 1gAbcD-0AbCde0; Tue, 24 Nov 2020 03:53:42 "
            "+0100"
        ),
        {
            "family": "t-online",
            "by": "fwd07.t-online.de",
            "from_helo": "[192.168.178.30]",
            "from_ip": "203.0.113.7",
            "protocol": "ESMTP",
            "auth": "ESMTP",
            "ident": "bZqA7cZ",
            "id": "1gAbcD-0AbCde0",
            "date": "2020-11-24T03:53:42+01:00",
            "tls": "TLSv1.2",
        },
    ),
]

NEAR_MISSES = [
    ("from a (cookie@[203.0.113.7]) by fwd07.t-online.example with (TLSv1.2:X encrypted) esmtp id 1gAbcD-0AbCde0"),
]


@pytest.mark.parametrize(("line", "expected"), HITS)
def test_line(line: str, expected: dict[str, object]) -> None:
    assert facts(line) == expected


@pytest.mark.parametrize("line", NEAR_MISSES)
def test_near_miss(line: str) -> None:
    assert FAMILY.parse(line, None) is None
