"""RFC 6376 section 3.4, its examples included."""

from __future__ import annotations

import pytest

from whosent.auth.dkim.canonical import crlf, relaxed_body, relaxed_field, simple_body, simple_field, unsigned


def test_the_examples_of_section_3_4_5() -> None:
    assert relaxed_field(b"A", b" X") == b"a:X"
    assert relaxed_field(b"B ", b" Y\t\r\n\tZ  ") == b"b:Y Z"
    assert simple_field(b"B ", b" Y\t\r\n\tZ  ") == b"B : Y\t\r\n\tZ  "
    body = b" C \r\nD \t E\r\n\r\n\r\n"
    assert relaxed_body(body) == b" C\r\nD E\r\n"
    assert simple_body(body) == b" C \r\nD \t E\r\n"


@pytest.mark.parametrize(
    ("body", "simple", "relaxed"),
    [
        (b"", b"\r\n", b""),
        (b"\r\n\r\n", b"\r\n", b""),
        (b" \t\r\n", b" \t\r\n", b""),
        (b"a", b"a\r\n", b"a\r\n"),
        (b"a \t", b"a \t\r\n", b"a\r\n"),
        (b"\r\na\r\n", b"\r\na\r\n", b"\r\na\r\n"),
        (b"a\r\n \r\n\t\r\n", b"a\r\n \r\n\t\r\n", b"a\r\n"),
        (b"a\tb  c", b"a\tb  c\r\n", b"a b c\r\n"),
        (b"a\x0b\x0c b\r\n", b"a\x0b\x0c b\r\n", b"a\x0b\x0c b\r\n"),
    ],
)
def test_ends_of_bodies(body: bytes, simple: bytes, relaxed: bytes) -> None:
    assert simple_body(body) == simple
    assert relaxed_body(body) == relaxed


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"a\r", b"a\r\r\n"),
        (b"a\r\r\n\r\n", b"a\r\r\n"),
        (b"\r\n\r\r\n\r\n", b"\r\n\r\r\n"),
        (b"\r\r\r\n", b"\r\r\r\n"),
        (b"a\r\n\r", b"a\r\n\r\r\n"),
    ],
)
def test_a_bare_cr_is_text(body: bytes, expected: bytes) -> None:
    assert simple_body(body) == expected
    assert relaxed_body(body) == expected


def test_a_long_run_of_blanks_is_one_blank() -> None:
    assert relaxed_body(b"a" + b" \t" * 100_000 + b"b" + b"\t" * 100_000) == b"a b\r\n"


def test_lf_counts_as_crlf() -> None:
    assert crlf(b"a\nb\r\nc\r\r\n\n") == b"a\r\nb\r\nc\r\r\n\r\n"
    assert crlf(b"a\r\nb\r") == b"a\r\nb\r"
    assert simple_field(b"A", b" b\n c") == b"A: b\r\n c"
    assert relaxed_field(b"A", b" b\n c") == b"a:b c"


def test_other_control_characters_of_fields_stay() -> None:
    assert relaxed_field(b"A", b" b\x0b \x0c\tc\r ") == b"a:b\x0b \x0c c\r"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (b" v=1; b=abc; d=x", b" v=1; b=; d=x"),
        (b" v=1; d=x; b=abc\r\n def ", b" v=1; d=x; b="),
        (b"b=abc", b"b="),
        (b" bh=b=; b \r\n = ab= ;d=x", b" bh=b=; b \r\n =;d=x"),
        (b" bb=1; ab=2", b" bb=1; ab=2"),
        (b" d=x; b=1; b=2", b" d=x; b=; b=2"),
    ],
)
def test_only_the_value_of_b_goes(value: bytes, expected: bytes) -> None:
    assert unsigned(value) == expected
