from __future__ import annotations

import pytest

from whosent.logs.line import MAX_TEXT, bare, cut, ip_of, name_of, offset_of


@pytest.mark.parametrize(
    ("zone", "minutes"),
    [
        ("Z", 0), ("UTC", 0), ("GMT", 0), ("+0100", 60), ("+05:45", 345), ("-0330", -210),
        ("Europe/Berlin", None), ("CET", None), ("", None), (None, None), ("+1", None), ("+00x0", None),
        ("+\u0660\u0661\u0660\u0660", None),
    ],
)  # fmt: skip
def test_zones(zone, minutes):
    assert offset_of(zone) == minutes


@pytest.mark.parametrize(
    ("text", "found"),
    [("<a@b>", "a@b"), (" < a@b > ", "a@b"), ("a@b", "a@b"), ("<>", None), ("", None), ("<a>b", "<a>b"), ("<", "<")],
)
def test_angle_brackets(text, found):
    assert bare(text) == found


def test_names_and_addresses():
    assert name_of("unknown") is None
    assert name_of("mx.b.example.") == "mx.b.example"
    assert name_of("") is None
    assert ip_of("::ffff:192.0.2.1") == "192.0.2.1"
    assert ip_of("unknown") is None
    assert ip_of(None) is None


def test_replies_are_cut():
    assert cut("x" * (MAX_TEXT + 1)) == "x" * MAX_TEXT
    assert cut("") is None
