"""Lines of DragonFly Mail Agent: what is read from them, and lines that look alike."""

from __future__ import annotations

import pytest
from tests.unit.received.facts import facts

from whosent.received.dma import FAMILY

HITS = [
    (
        (
            "from www-data (uid 33) (envelope-from www-data@web.host.example) id e06d1 by web.host.example "
            "(DragonFly Mail Agent v0.13); Tue, 11 Jun 2024 18:02:00 +0900"
        ),
        {
            "family": "dma",
            "by": "web.host.example",
            "local_user": "www-data",
            "local_uid": 33,
            "id": "e06d1",
            "envelope_from": "www-data@web.host.example",
            "date": "2024-06-11T18:02:00+09:00",
            "local": True,
        },
    ),
    (
        (
            "from MAILER-DAEMON id e0720 by web.host.example (DragonFly Mail Agent v0.13); Tue, 11 Jun 2024 "
            "18:02:02 +0900"
        ),
        {
            "family": "dma",
            "by": "web.host.example",
            "id": "e0720",
            "date": "2024-06-11T18:02:02+09:00",
            "local": True,
        },
    ),
]

NEAR_MISSES = [
    "from www-data (uid 33) id e06d1 by web.host.example (Own Agent v0.13)",
]


@pytest.mark.parametrize(("line", "expected"), HITS)
def test_line(line: str, expected: dict[str, object]) -> None:
    assert facts(line) == expected


@pytest.mark.parametrize("line", NEAR_MISSES)
def test_near_miss(line: str) -> None:
    assert FAMILY.parse(line, None) is None
