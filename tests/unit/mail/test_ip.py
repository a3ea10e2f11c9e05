"""Addresses as mail servers print them."""

from __future__ import annotations

import pytest

from whosent.mail.ip import normalise_ip, region_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("[192.0.2.1]", "192.0.2.1"),
        ("[192.0.2.1]:4711", "192.0.2.1"),
        ("192.0.2.1:4711", "192.0.2.1"),
        (" 192.0.2.1 ", "192.0.2.1"),
        ("0.0.0.1", "0.0.0.1"),
        ("255.255.255.255", "255.255.255.255"),
        ("10.1.2.3", "10.1.2.3"),
        ("2001:DB8:0:0:0:0:0:1", "2001:db8::1"),
        ("[2001:db8::1]", "2001:db8::1"),
        ("[IPv6:2001:db8::1]", "2001:db8::1"),
        ("IPv6:::1", "::1"),
        ("[2001:db8::1]:25", "2001:db8::1"),
        ("2001:db8:17:c::", "2001:db8:17:c::"),
        ("fe80::1%eth0", "fe80::1"),
        ("fe80::1%14", "fe80::1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("[::ffff:192.0.2.1]", "192.0.2.1"),
        ("[IPv6:::ffff:192.0.2.1]", "192.0.2.1"),
        ("::ffff:c000:201", "192.0.2.1"),
        ("::", "::"),
    ],
)
def test_address(text: str, expected: str) -> None:
    assert normalise_ip(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "unknown",
        "192.0.2",
        "192.0.2.256",
        "192.0.2.01",
        "192.0.2.1.5",
        "1192.0.2.1",
        "192.0.2.1x",
        "dead:beef",
        "2001:db8:::1",
        "1:2:3:4:5:6:7:8:9",
        "12:30:45",
        "mail.host.example",
        "٣.0.2.1",
        "1" * 5000,
    ],
)
def test_no_address(text: str) -> None:
    assert normalise_ip(text) is None


@pytest.mark.parametrize(
    ("ip", "region"),
    [("198.51.100.7", "198.51.0.0/16"), ("2001:db8:17:c::7", "2001:db8::/40"), ("nonsense", "nonsense")],
)
def test_region(ip, region):
    assert region_of(ip) == region
