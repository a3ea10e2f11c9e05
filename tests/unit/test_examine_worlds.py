"""Promises over the product of worlds: every mail server on both sides, how our host looks from outside, what the
receiver has inside, how much the user told us, and what really happened.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from tests.unit.walk.mtas import MTAS, amavis, postfix, postfix_again, postfix_local
from tests.unit.walk.notices import (
    ALIAS,
    BOT,
    BOT_NAME,
    EVERYTHING,
    NOTHING,
    OUR_IP,
    PARTIAL,
    R_IP,
    TO,
    US,
    VICTIM,
    R,
    check,
    notice,
)

LEVELS: dict[str, dict[str, Any]] = {
    "nothing": NOTHING,
    "partial": PARTIAL,
    "complete": EVERYTHING,
    "names": {"names": ["victim.example"], "own": [US], "own_complete": True},
    "addresses": {"names": ["victim.example"], "own": [OUR_IP], "own_complete": True},
    "network": {"names": ["victim.example"], "own": ["192.0.2.0/24"], "own_complete": True},
    "upload": {**PARTIAL, "intake": "upload"},
}
MAY_BE_INCOMPLETE = frozenset({"nothing", "partial", "upload"})

LOOKS: dict[str, tuple[str, str, str | None, str, bool]] = {
    "plain": (US, OUR_IP, US, US, True),
    "another HELO": ("out.victim.example", OUR_IP, US, US, True),
    "rented name": (US, OUR_IP, "static.10.2.0.192.clients.cloud.test", US, True),
    "no PTR": (US, OUR_IP, None, US, True),
    "another host name": (US, OUR_IP, US, "srv.other-name.test", True),
    "internal host name": (US, OUR_IP, US, "web-42.internal", True),
    "IPv6 without PTR": (US, "2001:db8:2::10", None, US, False),
    "IPv6": (US, "2001:db8:2::10", US, US, False),
    "NAT": ("mail.office.local", "203.0.113.77", "static-77.isp.test", "mail.office.local", False),
    "NAT, our HELO": (US, "203.0.113.77", "static-77.isp.test", US, False),
    "sibling": ("out1.victim.example", "192.0.2.44", "out1.victim.example", "out1.victim.example", False),
    "unnamed host": ("mail.shop.test", "203.0.113.78", "mail.shop.test", "mail.shop.test", False),
    "unnamed rented host": ("web7.shop.test", "203.0.113.78", "vps-4411.cloud.test", "web7.shop.test", False),
}
"""How the receiver sees our host: HELO, address, PTR name; how the host calls itself; can the user have listed it?"""

WAYS = {
    "script": "script", "script of its own account": "script", "loopback": "script", "no mail server": "script",
    "login": "mailbox", "login not printed": "mailbox", "login not printed, from a server": "mailbox",
    "redirect": "forwarded",
}  # fmt: skip
INSIDE = ("nothing", "private", "amavis", "own name", "again")
BOTS: dict[str, tuple[str, str, str | None]] = {
    "bot": ("bot-pc", BOT, BOT_NAME), "our HELO": (US, BOT, BOT_NAME), "our domain": ("victim.example", BOT, BOT_NAME),
    "no PTR": ("[10.2.3.4]", BOT, None), "our PTR": (US, BOT, US), "server": ("mx.open.test", BOT, "mx.open.test"),
    "server of the receiver": ("vps8.remote.test", "203.0.113.8", "vps8.remote.test"),
}  # fmt: skip
BELOW = {
    "nothing": (), "our script": (postfix_local(US),),
    "our login": (postfix(US, "pc", "198.51.100.99", "dsl-99.isp.test", TO, login=VICTIM),),
    "through us": (postfix(R, US, OUR_IP, US, TO), postfix_local(US)),
}  # fmt: skip


def entry(way: str, family: str, by: str) -> list[str]:
    """The lines that our host wrote."""
    mta = MTAS[family]
    return {
        "script": [mta.local(by)],
        "script of its own account": [mta.local(by, uid=1003, user="shop")],
        "loopback": [postfix(by, "localhost", "127.0.0.1", "localhost", TO)],
        "no mail server": [],
        "login": [mta.smtp(by, "pc", BOT, BOT_NAME, TO, login="x")],
        "login not printed": [mta.smtp(by, "pc", BOT, BOT_NAME, TO, login="x", hidden=True)],
        "login not printed, from a server": [mta.smtp(by, "mail.firm.test", "203.0.113.90", "mail.firm.test", TO)],
        "redirect": [mta.smtp(by, "bot-pc", BOT, BOT_NAME, ALIAS)],
    }[way]


def receiver(inside: str, family: str, helo: str, ip: str, name: str | None) -> list[str]:
    """The lines that the receiver wrote."""
    mta = MTAS[family]
    taken = mta.smtp(R, helo, ip, name, TO)
    return {
        "nothing": [taken], "private": [mta.smtp("store.remote.local", R, "10.0.0.5", None, TO), taken],
        "amavis": [*amavis(R, TO), taken], "own name": [mta.smtp("store.remote.test", R, R_IP, R, TO), taken],
        "again": [postfix_again(R), taken],
    }[inside]  # fmt: skip


def outer(family: str, theirs: str, *, filtered: bool) -> list[str]:
    """The way of the notice: to our host, or to a filter service and a mailbox elsewhere."""
    if not filtered:
        return [MTAS[family].smtp(US, R, R_IP, R, VICTIM), MTAS[theirs].made(R)]
    return [MTAS[family].smtp("store.mailhost.test", "mx.filter.test", "198.51.100.201", "mx.filter.test", VICTIM),
            postfix("mx.filter.test", R, R_IP, R, VICTIM), MTAS[theirs].made(R)]  # fmt: skip


def said(data: bytes, level: str) -> tuple[str, str, str]:
    verdict = check(data, **LEVELS[level]).verdict
    assert verdict is not None
    return verdict.cause, verdict.certainty, verdict.rule


def sent_by_us(family: str) -> Iterator[tuple[str, str, bytes, str]]:
    families = list(MTAS)
    for number, (look, way, inside, level) in enumerate(product(LOOKS, WAYS, INSIDE, LEVELS)):
        helo, ip, name, by, listed = LOOKS[look]
        if not listed and level not in MAY_BE_INCOMPLETE:
            continue
        other = families[(number + number // len(LEVELS)) % len(families)]  # each with every level
        filtered = number // len(LEVELS) % 2 == 1
        lines = receiver(inside, other, helo, ip, name) + entry(way, family, by)
        data = notice(outer(family, other, filtered=filtered), lines)
        yield f"{look}, {way}, {inside} inside, {other}, {filtered=}, {level}", WAYS[way], data, level


def forged(family: str) -> Iterator[tuple[str, bytes, str]]:
    for number, (bot, below, inside, level) in enumerate(product(BOTS, BELOW, INSIDE, LEVELS)):
        filtered = number // len(LEVELS) % 2 == 1
        if bot == "our PTR" and MTAS[family].checks:
            continue  # these print no name that does not resolve back
        lines = [*receiver(inside, family, *BOTS[bot]), *BELOW[below]]
        ours = "postfix" if inside == "nothing" else "exim"
        data = notice(outer(ours, family, filtered=filtered), lines)
        yield f"{bot}, {below} below, {inside} inside, {filtered=}, {level}", data, level


@pytest.mark.parametrize("family", sorted(MTAS))
def test_a_victim_of_theft_or_of_a_script_is_never_reassured(family):
    bad = []
    for world, truth, data, level in sent_by_us(family):
        cause, certainty, rule = said(data, level)
        if cause not in (truth, "undetermined") or (certainty == "certain" and cause != truth):
            bad.append(f"{world}: {cause} {certainty} ({rule})")
    assert bad == []


@pytest.mark.parametrize("family", sorted(MTAS))
def test_a_joe_jobbed_owner_is_never_accused(family):
    bad = []
    decided = total = 0
    for world, data, level in forged(family):
        cause, certainty, rule = said(data, level)
        total += 1
        decided += cause == "forged"
        if cause not in ("forged", "undetermined"):
            bad.append(f"{world}: {cause} {certainty} ({rule})")
    assert bad == []
    assert decided > total / 5


def test_scripts_and_redirects_are_found_where_nothing_hides_them():
    for family in ("postfix", "exim", "sendmail"):
        way = outer(family, "postfix", filtered=False)
        taken = receiver("nothing", "postfix", US, OUR_IP, US)
        assert said(notice(way, taken + entry("script", family, US)), "complete")[0] == "script"
        assert said(notice(way, taken + entry("redirect", family, US)), "complete")[0] == "forwarded"
