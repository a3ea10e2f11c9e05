"""The user's words about his own side."""

from __future__ import annotations

import pytest

from whosent.service.ownside import own_side


def test_addresses_and_domains_are_told_apart():
    side = own_side(names=["Me@Example.org", "Example.ORG.", "@other.example", "example.org"])
    assert side.addresses == ("me@example.org",)
    assert side.domains == ("example.org", "other.example")


def test_hosts_addresses_and_networks_are_told_apart():
    side = own_side(own=["Mail.Example.org.", "[2001:DB8:0::1]", "::ffff:192.0.2.1", "198.51.100.7/24", "192.0.2.1"])
    assert side.own_hosts == ("mail.example.org",)
    assert side.own_addresses == ("2001:db8::1", "192.0.2.1")
    assert side.own_networks == ("198.51.100.0/24",)
    assert own_side(mx=["MX.example.org", "[192.0.2.1]"]).mx_hosts == ("mx.example.org", "192.0.2.1")


def test_an_international_name_is_known_in_both_forms():
    assert own_side(names=["müller.example"]).domains == ("xn--mller-kva.example", "müller.example")


def test_unusual_names_that_exist():
    side = own_side(names=['"a@b"@example.org', "bounce+a=b.test@example.org"], own=["3com.example", "7.example"])
    assert side.addresses == ('"a@b"@example.org', "bounce+a=b.test@example.org")
    assert side.own_hosts == ("3com.example", "7.example")


@pytest.mark.parametrize(
    ("words", "advice"),
    [
        ({"names": ["192.0.2.1"]}, "use --own for it"),
        ({"names": ["192.0.2.0/24"]}, "use --own for it"),
        ({"names": [""]}, "neither a mail address"),
        ({"names": ["me@"]}, "neither a mail address"),
        ({"names": ["two words"]}, "neither a mail address"),
        ({"names": ["a@b@example.org"]}, "neither a mail address"),
        ({"names": ["two words@example.org"]}, "neither a mail address"),
        ({"names": ["me@300.1.1.1"]}, "neither a mail address"),
        ({"names": ["5"]}, "neither a mail address"),
        ({"own": ["me@example.org"]}, "use --as for it"),
        ({"own": ["192.0.2.0/40"]}, "write it as 192.0.2.0/24"),
        ({"own": ["a b"]}, "is not a host"),
        ({"own": ["300.1.1.1"]}, "is not a host"),
        ({"own": ["192.0.2"]}, "is not a host"),
        ({"own": ["192.0.2.1.5"]}, "is not a host"),
        ({"own": ["5"]}, "is not a host"),
        ({"mx": ["300.1.1.1"]}, "is not a host"),
        ({"own": [""]}, "is not a host"),
        ({"mx": ["me@example.org"]}, "is a mail address"),
    ],
)
def test_what_is_none_of_these_is_one_line_with_advice(words, advice):
    with pytest.raises(ValueError, match=advice) as said:
        own_side(**words)
    assert "\n" not in str(said.value)
