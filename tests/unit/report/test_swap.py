from __future__ import annotations

import re

import pytest

from whosent.report.swap import Swap

KEEP = re.compile(r"user-[0-9a-f]{6}")
WORDS = {
    "anna": "A",
    "anna winter": "AW",
    "anna.winter": "A.W",
    "-x-": "X",
    "10-0-0-1": "IP",
    "straße": "S",
    "abcdef": "HEX",
}


@pytest.mark.parametrize(("text", "changed"), [
    ("anna", "A"),
    ("Anna, ANNA!", "A, A!"),
    ("(anna)", "(A)"),
    ("hannah anna1 1anna", "hannah anna1 1anna"),
    ("mit anna winter", "mit AW"),
    ("anna winterlich", "A winterlich"),
    ("anna.winter@x.example", "A.W@x.example"),
    ("anna_winter", "A_winter"),
    ("a -x- b --x--", "a X b -X-"),
    ("pool-10-0-0-1.isp.example", "pool-IP.isp.example"),
    ("Straße, STRASSE", "S, STRASSE"),
    ("user-abcdef abcdef", "user-abcdef HEX"),
    ("\u0130stanbul anna", "\u0130stanbul A"),
    ("", ""),
])  # fmt: skip
def test_words_that_stand_free(text, changed):
    assert Swap(WORDS, KEEP)(text) == changed


def test_nothing_to_replace():
    assert Swap({}, KEEP)("anna") == "anna"
    assert Swap({"...": "dots"}, KEEP)("and so on ...") == "and so on ..."  # no word in it: only where it stands alone
