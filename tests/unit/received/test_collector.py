"""Lines of collectors: what is read from them, and lines that look alike."""

from __future__ import annotations

import pytest
from tests.unit.received.facts import facts

from whosent.received.collector import FAMILY

HITS = [
    (
        (
            "from pop.provider.example [198.51.100.9] by localhost with POP3 (fetchmail-6.3.6) for "
            "<anna@localhost> (single-drop); Sat, 20 Feb 2010 09:05:41 +0530 (IST)"
        ),
        {
            "family": "collector",
            "by": "localhost",
            "protocol": "POP3",
            "for_addr": "anna@localhost",
            "date": "2010-02-20T09:05:41+05:30",
            "retrieval": True,
        },
    ),
    (
        (
            "from imap.provider.example by pc.home.example with IMAP4-SSL (getmail 5.14) for <anna>; Sat, 20 Feb "
            "2010 09:05:41 +0530"
        ),
        {
            "family": "collector",
            "by": "pc.home.example",
            "protocol": "IMAP4-SSL",
            "for_addr": "anna",
            "date": "2010-02-20T09:05:41+05:30",
            "retrieval": True,
        },
    ),
    (
        ("from pop.provider.example by pc with mpop-1.4.10, POP3 for <anna@pc>; Sat, 20 Feb 2010 09:05:41 +0530"),
        {
            "family": "collector",
            "by": "pc",
            "for_addr": "anna@pc",
            "date": "2010-02-20T09:05:41+05:30",
            "retrieval": True,
        },
    ),
]

NEAR_MISSES = [
    "from a.sender.example by mail.host.example with POP-CORN (fetchmail-6.3.6) by other.example",
    "from a with POP3 (fetchmail-6.3.6) (b.sender.example [198.51.100.9]) by mail.host.example with SMTP",
]


@pytest.mark.parametrize(("line", "expected"), HITS)
def test_line(line: str, expected: dict[str, object]) -> None:
    assert facts(line) == expected


@pytest.mark.parametrize("line", NEAR_MISSES)
def test_near_miss(line: str) -> None:
    assert FAMILY.parse(line, None) is None
