"""What is settled is checked once, and then asked often."""

from __future__ import annotations

import pytest
from tests.unit.guard.case import DAY, SETTINGS

from whosent.guard.settings import settle


@pytest.mark.parametrize("address", ["anna@example.org", "a@EXAMPLE.org", "a@example.org.", "a@xn--mnchen-3ya.example",
                                     "a@MÜNCHEN.example"])  # fmt: skip
def test_ours_in_any_spelling(address: str) -> None:
    assert SETTINGS.owns(address)


@pytest.mark.parametrize(
    "address", ["a@sub.example.org", "a@example.net", "example.org", "", "@", "postmaster", "a@" + "ü" * 60_000]
)
def test_not_ours(address: str) -> None:
    assert not SETTINGS.owns(address)


def test_exempt_by_address_or_domain() -> None:
    assert SETTINGS.never_tagged("news@example.ORG")
    assert SETTINGS.never_tagged("anybody@lists.example")
    assert not SETTINGS.never_tagged("anna@example.org")
    assert SETTINGS.takes_untagged("list@lists.example.net")
    assert SETTINGS.takes_untagged("BOT@example.com")
    assert not SETTINGS.takes_untagged("somebody@example.com")


@pytest.mark.parametrize("client", ["192.0.2.7", "::ffff:192.0.2.7", "2001:DB8:1::7", "[192.0.2.7]"])
def test_exempt_clients(client: str) -> None:
    assert SETTINGS.trusts(client)


@pytest.mark.parametrize("client", ["192.0.3.7", "2001:db8:2::7", "", "unknown", "mx.example.org", "127.0.0.1"])
def test_other_clients(client: str) -> None:
    assert not SETTINGS.trusts(client)


def test_this_machine_is_exempt_and_inside_unless_said_otherwise() -> None:
    usual = settle(["example.org"])
    assert usual.trusts("127.0.0.1")
    assert usual.is_inside("::1")
    assert not usual.is_inside("192.0.2.1")
    assert not settle(["example.org"], clients=[]).trusts("127.0.0.1")


def test_refuses_when_untagged_mail_cannot_come_back_any_more() -> None:
    assert settle(["example.org"], since=DAY).refuses_from(14) is None
    assert settle(["example.org"], mode="refuse", since=DAY).refuses_from(14) == DAY + 14


@pytest.mark.parametrize(("options", "said"), [
    ({"domains": []}, "domains: name those"),
    ({"domains": ["anna@example.org"]}, "domains: 'anna@example.org' is no domain"),
    ({"domains": ["example.org"], "mode": "off"}, "mode: 'off' is neither"),
    ({"domains": ["example.org"], "mode": "refuse"}, "since: to refuse, say since which day"),
    ({"domains": ["example.org"], "senders": ["a b@example.org"]}, "exempt.senders: 'a b@example.org' is no address"),
    ({"domains": ["example.org"], "recipients": ["lists"]}, "exempt.recipients: 'lists' is no domain"),
    ({"domains": ["example.org"], "clients": ["192.0.2.1/24"]}, "exempt.clients: '192.0.2.1/24' is no address"),
    ({"domains": ["example.org"], "forms": ["verp"]}, "exempt.forms: 'verp' is neither srs nor untaggable"),
    ({"domains": ["example.org"], "inside": ["mx"]}, "inside: 'mx' is no address"),
])  # fmt: skip
def test_what_cannot_be_meant_is_told_in_one_line(options: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said) as trouble:
        settle(**options)  # type: ignore[arg-type]
    assert "\n" not in str(trouble.value)
