"""Lines of Oracle Messaging Server: what is read from them, and lines that look alike."""

from __future__ import annotations

import pytest
from tests.unit.received.facts import facts

from whosent.received.oracle import FAMILY

HITS = [
    (
        (
            "from process-daemon.mail.host.example by mail.host.example (Oracle Communications Messaging Server "
            "7.0.5.33.0 64bit (built Aug 27 2014)) id <0NFC00500LO7IH00@mail.host.example> for you@host.example "
            "(ORCPT you@host.example); Thu, 20 Nov 2014 17:45:20 +0000 (GMT)"
        ),
        {
            "family": "oracle",
            "by": "mail.host.example",
            "id": "0NFC00500LO7IH00@mail.host.example",
            "for_addr": "you@host.example",
            "date": "2014-11-20T17:45:20+00:00",
            "local": True,
        },
    ),
    (
        (
            "from mail.host.example (Sun Java System Messaging Server 6.2-3.04 (built Jul 15 2005)) id "
            "<0NFC0064CMNIUB00@mail.host.example>; Thu, 20 Nov 2014 17:45:19 +0000 (GMT)"
        ),
        {
            "family": "oracle",
            "by": "mail.host.example",
            "id": "0NFC0064CMNIUB00@mail.host.example",
            "date": "2014-11-20T17:45:19+00:00",
            "local": True,
        },
    ),
]

NEAR_MISSES = [
    ("from process-daemon.mail.host.example by mail.host.example (Own Server) id <0NFC00500LO7IH00@mail.host.example>"),
    "from mail.host.example ([198.51.100.9]) id <0NFC00500LO7IH00@mail.host.example>",
]


@pytest.mark.parametrize(("line", "expected"), HITS)
def test_line(line: str, expected: dict[str, object]) -> None:
    assert facts(line) == expected


@pytest.mark.parametrize("line", NEAR_MISSES)
def test_near_miss(line: str) -> None:
    assert FAMILY.parse(line, None) is None
