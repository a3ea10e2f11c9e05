"""Addresses in header values and prose."""

from __future__ import annotations

import re

import pytest

from whosent.mail.address import ADDR_SPEC, all_addresses, domain_of, first_address, local_part_of, tidy

ONE = {
    # RFC 5322 section 3.4
    "anna@a.example": "anna@a.example",
    "<anna@a.example>": "anna@a.example",
    "Anna Muster <Anna.Muster@A.example>": "Anna.Muster@A.example",
    '"Muster, Anna" <anna@a.example>': "anna@a.example",
    "anna@a.example (Anna Muster)": "anna@a.example",
    "Muster: anna@a.example, bert@b.example;": "anna@a.example",
    '"anna b"@a.example': '"anna b"@a.example',
    '<"anna\\"b"@a.example>': '"anna\\"b"@a.example',
    '"anna (b) c"@a.example': '"anna (b) c"@a.example',
    '(Anna) "anna (b) c"@a.example (Anna)': '"anna (b) c"@a.example',
    '"Anna (x" <"anna (b) c"@a.example>': '"anna (b) c"@a.example',
    "anna@[192.0.2.1]": "anna@[192.0.2.1]",
    "<anna@[IPv6:2001:db8::1]>": "anna@[IPv6:2001:db8::1]",
    # obsolete forms: source routes (RFC 5321 appendix C), white space, a comment inside
    "<@relay.example,@second.example:anna@a.example>": "anna@a.example",
    "@relay.example:anna@a.example": "anna@a.example",
    "< anna@a.example >": "anna@a.example",
    "<anna@a.example (Anna)>": "anna@a.example",
    # other networks' forms stay as they are
    "anna%b.example@relay.example": "anna%b.example@relay.example",
    "host!anna@relay.example": "host!anna@relay.example",
    # RFC 6531
    "<用户@例え.テスト>": "用户@例え.テスト",
    "Jörg <jörg@bücher.example>": "jörg@bücher.example",
    # what atoms may hold (RFC 5322 section 3.2.3)
    "o'brien+x=y/z{1}|~#$&*^_`!?%@a.example": "o'brien+x=y/z{1}|~#$&*^_`!?%@a.example",
    # labels that should not be, and are
    "anna@host_1.example": "anna@host_1.example",
    "anna@.a.example": "anna@.a.example",
    "anna@localhost": "anna@localhost",
}


@pytest.mark.parametrize(("value", "address"), ONE.items())
def test_first_address(value: str, address: str) -> None:
    assert first_address(value) == address


@pytest.mark.parametrize(
    "value",
    [
        '"<mallory@m.example>" <anna@a.example>',
        '"mallory@m.example" <anna@a.example>',
        '"Anna \\"<mallory@m.example>" <anna@a.example>',
        "(<mallory@m.example>) anna@a.example",
        "anna@a.example (was: <mallory@m.example>)",
        "Anna (mallory@m.example) <anna@a.example>",
        "<anna@a.example>, <mallory@m.example>",
    ],
)
def test_names_and_comments_are_no_addresses(value: str) -> None:
    assert first_address(value) == "anna@a.example"


@pytest.mark.parametrize(
    "value", ['"<anna@a.example>"', "(<anna@a.example>)", '"<anna@a.example>', "( <anna@a.example>"]
)
def test_better_in_a_name_than_nowhere(value: str) -> None:
    assert first_address(value) == "anna@a.example"


@pytest.mark.parametrize(
    "value", [None, "", "<>", "undisclosed-recipients:;", "anna", "host!anna", "anna at a.example", "@", "a@",
              "@a.example", "a@@b.example", "a@...", "MAILER-DAEMON (Mail Delivery System)"],
)  # fmt: skip
def test_values_without_an_address(value: str | None) -> None:
    assert first_address(value) is None


@pytest.mark.parametrize(
    "text",
    [
        "Your message to anna@a.example.",
        "anna@a.example: user unknown",
        "to 'anna@a.example', sorry",
        "to \u201canna@a.example\u201d!",
        "an \u00abanna@a.example\u00bb;",
        "*anna@a.example*",
        "[anna@a.example]",
        "(anna@a.example)",
        "rfc822;anna@a.example",
        "mailto:anna@a.example?subject=x",
        "smtp:anna@a.example/x",
        "收件人：anna@a.example，不存在。",
        "「anna@a.example」",
        "anna@a.example... User unknown",
    ],
)
def test_punctuation_around_an_address(text: str) -> None:
    assert all_addresses(text) == ["anna@a.example"]


def test_all_addresses_once_each_and_in_order() -> None:
    text = "b@b.example a@a.example B@B.EXAMPLE <c@c.example>"
    assert all_addresses(text) == ["b@b.example", "a@a.example", "c@c.example"]
    assert all_addresses(text, limit=2) == ["b@b.example", "a@a.example"]


def test_tidy_never_takes_the_whole_local_part() -> None:
    assert tidy("*@a.example") == "*@a.example"
    assert tidy("'anna@a.example'") == "anna@a.example"
    assert tidy('"anna b"@a.example.') == '"anna b"@a.example'


def test_lengths_are_limited() -> None:
    """RFC 5321 section 4.5.3.1: 64 for a local part; what is longer is cut in front, as mail programs show it."""
    found = first_address("x" * 300 + "@a.example")
    assert found is not None
    assert len(local_part_of(found)) == 128
    assert re.fullmatch(ADDR_SPEC, "x" * 129 + "@a.example") is None
    assert first_address(" " * 4_000 + "anna@a.example") is None


def test_domain_and_local_part() -> None:
    assert domain_of("Anna@A.Example.") == "a.example"
    assert domain_of('"a@b"@c.example') == "c.example"
    assert domain_of("anna@[192.0.2.1]") == "[192.0.2.1]"
    assert local_part_of('"a@b"@c.example') == '"a@b"'
    assert local_part_of("Anna@a.example") == "Anna"


@pytest.mark.parametrize("address", [None, "", "anna", "anna@", "anna@."])
def test_no_domain(address: str | None) -> None:
    assert domain_of(address) is None
