"""Whoever tries tags has to wait."""

from __future__ import annotations

import pytest

from whosent.guard import guesses
from whosent.guard.guesses import MOST, MOST_OF_SITE, SPAN, Guesses

CLIENT = "192.0.2.1"


def tried(times: int, client: str = CLIENT, now: float = 0.0) -> Guesses:
    seen = Guesses()
    for _ in range(times):
        seen.wrong(client, now)
    return seen


def test_a_few_mistakes_are_nobodys_fault() -> None:
    assert not Guesses().is_blocked(CLIENT, 0.0)
    assert not tried(MOST).is_blocked(CLIENT, 0.0)


def test_one_more_is() -> None:
    seen = tried(MOST + 1)
    assert seen.is_blocked(CLIENT, SPAN - 1)
    assert not seen.is_blocked("192.0.2.2", 0.0)


def test_for_the_rest_of_the_hour() -> None:
    seen = tried(MOST + 1)
    assert not seen.is_blocked(CLIENT, SPAN)
    seen.wrong(CLIENT, SPAN)
    assert not seen.is_blocked(CLIENT, SPAN)


def test_of_ipv6_one_house_is_one_client() -> None:
    seen = tried(MOST + 1, "2001:db8:0:1::1")
    assert seen.is_blocked("2001:db8:0:1:ffff::2", 0.0)
    assert not seen.is_blocked("2001:db8:0:2::1", 0.0)


def test_who_has_many_networks_has_to_wait_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guesses, "CLIENTS", 300)
    seen = Guesses()
    learnt = 0
    for number in range(2_000):
        client = f"2001:db8:1:{number:x}::1"
        learnt += not seen.is_blocked(client, 0.0)
        seen.wrong(client, 0.0)
    assert learnt == MOST_OF_SITE + 1
    assert not seen.is_blocked("2001:db8:2::1", 0.0)


def test_ipv4_in_ipv6_is_not_one_house() -> None:
    seen = tried(MOST + 1, "::ffff:192.0.2.1")
    assert seen.is_blocked("192.0.2.1", 0.0)
    assert not seen.is_blocked("::ffff:192.0.2.2", 0.0)


def test_a_clock_that_is_set_back_blocks_nobody_for_longer() -> None:
    seen = tried(MOST + 1, now=86_400.0)
    assert not seen.is_blocked(CLIENT, 0.0)
    seen.wrong(CLIENT, 0.0)
    assert not seen.is_blocked(CLIENT, 1.0)


@pytest.mark.parametrize("client", ["", "unknown", "fe80::1%eth0", ":", "2001:db8::1::2"])
def test_any_text_is_a_client(client: str) -> None:
    assert tried(MOST + 1, client).is_blocked(client, 0.0)


def test_it_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guesses, "CLIENTS", 3)
    seen = tried(MOST + 1)
    for number in range(2, 12):
        seen.wrong(f"192.0.2.{number}", 0.0)
    assert len(seen) == 3
    assert not seen.is_blocked(CLIENT, 0.0)
