"""Received-SPF in the forms of real receivers."""

from __future__ import annotations

import pytest

from whosent.auth.received_spf import read


def test_the_grammar() -> None:
    found = read(
        "Pass (mx.own.example: domain of anna@own.example designates 192.0.2.1 as permitted sender) "
        'receiver=mx.own.example;\r\n client-ip=192.0.2.1; envelope-from="anna@own.example"; '
        "helo=mail.own.example; identity=mailfrom; x-y=z"
    )
    assert (found.result, found.client_ip, found.envelope_from) == ("pass", "192.0.2.1", "anna@own.example")
    assert (found.helo, found.receiver, found.identity) == ("mail.own.example", "mx.own.example", "mailfrom")
    assert found.domain == "anna@own.example"
    assert found.values[-1] == ("x-y", "z")


@pytest.mark.parametrize(
    ("value", "result", "domain", "ip"),
    [
        ("pass (google.com: domain of a@own.example designates 2001:db8::1 as permitted sender) client-ip=2001:db8::1;",
         "pass", "a@own.example", "2001:db8::1"),
        ("neutral (google.com: 192.0.2.8 is neither permitted nor denied by best guess record for domain of b.example)",
         "neutral", "b.example", "192.0.2.8"),
        ("pass (google.com: best guess record for domain of a@own.example designates 192.0.2.8 as permitted sender)",
         "pass", "a@own.example", "192.0.2.8"),
        ("SoftFail (own.example: transitioning domain of a@b.example does not designate 192.0.2.8 as permitted sender)",
         "softfail", "a@b.example", "192.0.2.8"),
        ("none (domain of own.example does not designate permitted sender hosts)", "none", "own.example", None),
        ("None (protection.outlook.com: own.example does not designate permitted sender hosts)",
         "none", "own.example", None),
        ("None (mx.test: no sender authenticity information available from domain of a@own.example) x=y",
         "none", "a@own.example", None),
        ("pass (b.test: 192.0.2.8 is authorized to use 'a@own.example' in 'mfrom' identity (mechanism 'a' matched))",
         "pass", "a@own.example", "192.0.2.8"),
        ("fail (own.example: 192.0.2.8 is not allowed to use 'a@own.example' in 'mfrom' identity)",
         "fail", "a@own.example", "192.0.2.8"),
        ("error: DNS timeout", "error", None, None),
        ("", "", None, None),
    ],
)  # fmt: skip
def test_sentences(value: str, result: str, domain: str | None, ip: str | None) -> None:
    found = read(value)
    assert (found.result, found.domain, found.client_ip) == (result, domain, ip)


def test_a_sender_cannot_put_an_address_into_the_sentence() -> None:
    found = read(
        "fail (mx.test: domain of a@b.test designates 192.0.2.1 as permitted sender, x@evil.test does not designate "
        "203.0.113.9 as permitted sender)"
    )
    assert (found.domain, found.client_ip) == (None, None)


def test_the_writers_own_keys_go_before_the_comment() -> None:
    found = read("pass (domain of a@b.test designates 192.0.2.1 as permitted sender) client-ip=203.0.113.9")
    assert found.client_ip == "203.0.113.9"


def test_of_keys_given_twice_the_first_counts() -> None:
    assert read("pass client-ip=192.0.2.1; helo=a; client-ip=192.0.2.2").client_ip == "192.0.2.1"


@pytest.mark.parametrize("piece", ["(", '"', "=", "pass (", "domain of ", "a@b ", "client-ip=", "x" * 99])
def test_giant_fields_are_borne(piece: str) -> None:
    assert read("fail (" + piece * 20_000).result == "fail"
