"""Organisational domains by the Public Suffix List."""

from __future__ import annotations

import pytest

from whosent.mail import domain
from whosent.mail.domain import organisational_domain, same_organisation

OWNERS = {
    "mx1.mail.example.co.uk": "example.co.uk",
    "example.co.uk": "example.co.uk",
    "MX.Example.COM.": "example.com",
    "a.b.firm.example": "firm.example",  # not in the list: the last label is the suffix
    # public suffixes, and what is registered under private ones
    "co.uk": "co.uk",
    "com": "com",
    "anna.github.io": "anna.github.io",
    "www.anna.github.io": "anna.github.io",
    "a.b.c.kawasaki.jp": "b.c.kawasaki.jp",  # *.kawasaki.jp
    "x.city.kawasaki.jp": "city.kawasaki.jp",  # !city.kawasaki.jp
    # internationalised, in either form
    "mail.bücher.example": "bücher.example",
    "mail.xn--bcher-kva.example": "xn--bcher-kva.example",
    "mx.shop.公司.cn": "shop.公司.cn",
    "mx.shop.xn--55qx5d.cn": "shop.xn--55qx5d.cn",
    "mx.firm.公司.香港": "firm.公司.香港",
    "mx.firm.xn--55qx5d.xn--j6w193g": "firm.xn--55qx5d.xn--j6w193g",
    "a.xn--zzzzzzzzzz99.example": "xn--zzzzzzzzzz99.example",  # no A-label
    # single labels and names that are none
    "localhost": "localhost",
    "": "",
    ".": "",
    "..": "",
    ".example.com": ".example.com",
    "a..example.com": "a..example.com",
    # addresses
    "192.0.2.1": "192.0.2.1",
    "[192.0.2.1]": "[192.0.2.1]",
    "2001:db8::1": "2001:db8::1",
    "[IPv6:2001:db8::1]": "[ipv6:2001:db8::1]",
}


@pytest.mark.parametrize(("name", "owner"), OWNERS.items())
def test_organisational_domain(name: str, owner: str) -> None:
    assert organisational_domain(name) == owner


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("mx1.example.com", "MX2.Example.com."),
        ("example.com", "example.com"),
        ("a.example.co.uk", "b.example.co.uk"),
        ("mail.bücher.example", "mx.xn--bcher-kva.example"),
        ("a.firm.香港", "b.firm.xn--j6w193g"),
        ("a.firm.公司.香港", "b.firm.xn--55qx5d.xn--j6w193g"),
        ("192.0.2.1", "192.0.2.1"),
        ("[192.0.2.1]", "[192.0.2.1]"),
    ],
)
def test_same_organisation(left: str, right: str) -> None:
    assert same_organisation(left, right)
    assert same_organisation(right, left)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("a.co.uk", "b.co.uk"),
        ("a.example", "b.example"),
        ("anna.github.io", "bert.github.io"),
        ("co.uk", "a.co.uk"),
        ("example.com", "example.com.evil.example"),
        ("a.公司.香港", "b.xn--55qx5d.xn--j6w193g"),
        ("notexample.com", "example.com"),
        ("localhost", "localhost"),
        ("localhost.", "localhost."),
        # the last two octets of an address are no domain
        ("192.0.2.1", "198.51.2.1"),
        ("[192.0.2.1]", "[198.51.2.1]"),
        ("", "example.com"),
        (None, "example.com"),
        (None, None),
    ],
)
def test_different_organisations(left: str | None, right: str | None) -> None:
    assert not same_organisation(left, right)
    assert not same_organisation(right, left)


def test_unrelated_names_need_no_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(domain, "_list", lambda: pytest.fail("the list was loaded"))
    assert not same_organisation("mx.never-seen.example", "mail.other.test")
    assert same_organisation("mx.never-seen.example", "MX.never-seen.example.")
