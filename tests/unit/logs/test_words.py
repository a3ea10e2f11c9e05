from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whosent.logs.words import LONGEST, lines_with, normalised, pieces, words

POSTFIX = (
    b"Nov 24 03:53:32 mail postfix/smtp[262]: 14ABB25445E: to=<Anna@Kunde.example>, relay=h7.example[192.0.2.70]:25, "
    b"status=sent (250 OK id=1xVgey-00001A-0k)\n"
)
EXIM = b'2026-11-24 03:53:32 1xVgey-00001A-0k <= anna+x@kunde.example A=plain:web1 id=b=37/c.5@kunde.example T="Go"\n'


def found(lines: bytes, token: str) -> list[int]:
    return list(lines_with(lines, normalised(token)))


def test_words_of_lines():
    assert {b"14abb25445e", b"anna@kunde.example", b"192.0.2.70", b"1xvgey-00001a-0k", b"sent"} <= words(POSTFIX)
    assert b"25" not in words(POSTFIX)


@pytest.mark.parametrize(
    ("token", "expected"),
    [
        ("14ABB25445E", (b"14abb25445e",)),
        (" anna@kunde.example\n", (b"anna@kunde.example",)),
        ("b=37/c.5@kunde.example", (b"c.5@kunde.example",)),
        ("/var/www/shop.example/a.php", (b"shop.example", b"a.php", b"var", b"www")),
        ("same/same", (b"same",)),
        ("a b", ()),
        ("", ()),
        ("müller@kunde.example", (b"ller@kunde.example",)),
    ],
)
def test_pieces_of_a_token(token, expected):
    assert pieces(token) == expected
    assert set(pieces(token)) <= words(token.encode() + b"\n")


def test_a_full_stop_behind_a_word_does_not_belong_to_it():
    line = b"message 14ABB25445E. It was written by anna@kunde.example.\n"
    assert {b"14abb25445e", b"anna@kunde.example"} <= words(line)
    assert found(line, "14ABB25445E") == found(line, "anna@kunde.example") == [0]


@pytest.mark.parametrize(
    ("token", "numbers"),
    [
        ("1xVgey-00001A-0k", [0, 1, 2]),
        ("1XVGEY-00001a-0K", [0, 1, 2]),
        ("1xVgey-00001A", []),
        ("anna@kunde.example", [0]),
        ("shop@kunde.example", []),
        ("b=37/c.5@kunde.example", [1]),
        ("37/c.5@kunde.example", [1]),
        ("7/c.5@kunde.example", []),
        ("web1", [1]),
        ("<Anna@Kunde.example>", [0]),
        ("Completed", [2]),
        ("nowhere", []),
        ("", []),
    ],
)
def test_lines_in_which_a_token_is_a_word_of_its_own(token, numbers):
    assert found(POSTFIX + EXIM + b"2026-11-24 03:53:33 1xVgey-00001A-0k Completed", token) == numbers


def test_one_line_is_found_once_and_later_lines_too():
    assert found(b"x\nid id id\n\nid\nidx\nid", "id") == [1, 3, 5]


def test_a_token_is_looked_up_up_to_a_length():
    assert len(normalised("ä" * LONGEST)) == LONGEST


@given(st.binary(max_size=300), st.text("aB9@.-_+$=/ <ä", min_size=1, max_size=12))
def test_whatever_is_found_is_found_by_its_pieces(lines, token):
    """And what is found is what a plain search for the word finds."""
    lines = lines.replace(b"\n", b" ") + b" " + token.encode() + b" " + lines.replace(b"\r", b"\n") + b"\n"
    numbers = found(lines, token)
    letters = rb"[a-z0-9@.\-_+$]"
    inner = normalised(token)
    before = rb"(?<!" + letters + rb")" if re.match(letters, inner) else b""
    after = rb"(?!\.?" + letters + rb")" if re.search(letters + rb"\Z", inner) else b""
    plain = re.compile(before + re.escape(inner) + after)
    split = lines.lower().split(b"\n")
    assert numbers == ([number for number, line in enumerate(split) if plain.search(line)] if inner else [])
    for number in numbers:
        assert set(pieces(token)) <= words(split[number] + b"\n")


def test_envelopes_of_opensmtpd_are_found_by_their_message():
    line = b"mx smtpd[9]: 5b7a1c2d3e4f5a6b smtp envelope evpid=2fc3048c11223344 to=<2fc3048d11223344@b.example>\n"
    assert {b"2fc3048c", b"2fc3048c11223344"} <= words(line)
    assert b"2fc3048d" not in words(line)
    assert found(line, "2FC3048C") == [0]
    assert found(line, "2fc3048d") == found(line, "11223344") == found(line, "2fc3048c1122334") == []
    assert found(b"x2fc3048c11223344 2fc3048c112233445 2fc3048c1122334g 2fc3048c11223344-1\n", "2fc3048c") == []
