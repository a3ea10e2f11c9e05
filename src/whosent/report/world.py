"""What other mail systems saw, in words: how many messages with our domain as sender nothing confirmed, from where,
since when; and what speaks against taking all of them for forgeries."""

from __future__ import annotations

from collections.abc import Iterable

from whosent.incident.keys import domain_of
from whosent.model.feedback import Sender, World
from whosent.model.incident import Incident
from whosent.model.verdict import Cause
from whosent.report.dates import Clock
from whosent.report.parts import Answer, Outside
from whosent.report.summary import Summary
from whosent.report.template import Said, Span, Words
from whosent.report.texts import Texts
from whosent.report.timeline import world_timeline

MAX_TOLD = 5
"""Domains that are told."""
_NAMED = 3
"""Reporters, hosts of ours and vouchers that are named."""
_SENT_ELSEWHERE: frozenset[Cause] = frozenset({"forged", "undetermined"})
"""Causes of incidents of which others may have seen more. What our own server sends is not what nothing confirms."""


def world_of(wave: Incident, summary: Summary) -> World | None:
    """What the world saw of the domain that the incident is about."""
    if wave.cause not in _SENT_ELSEWHERE:
        return None
    domains = {domain_of(address) for address in wave.addresses}
    about = (world for world in summary.worlds if any(_within(domain, world.domain) for domain in domains))
    return next((world for world in about if world.days), None)


def _within(domain: str, policy_domain: str) -> bool:
    return domain == policy_domain or domain.endswith("." + policy_domain)


def is_bad_news(summary: Summary) -> bool:
    """Does any report speak of messages that nothing confirmed?"""
    return any(world.failed or world.own or world.singles for world in summary.worlds)


def outsides(summary: Summary, drawn: Iterable[World], texts: Texts, clock: Clock) -> tuple[Outside, ...]:
    """Each domain's part of the report. `drawn`: worlds whose days stand in the timeline of an incident."""
    shown = {world.domain for world in drawn}
    return tuple(
        Outside(
            lines=tuple(_lines(world, texts, clock)),
            senders=tuple(_sender(sender, texts, clock) for sender in world.senders),
            timeline=None if world.domain in shown else world_timeline(world, texts, clock),
        )
        for world in summary.worlds[:MAX_TOLD]
    )


def unopened(summary: Summary, texts: Texts) -> tuple[Words, ...]:
    """Reports that were not read, and why."""
    return tuple(
        texts.words("world-unread", {"n": str(number), "why": Said(texts.say(f"world-trouble-{why}"))})
        for why, number in summary.unopened.items()
    )


def alone(texts: Texts, more: Iterable[str]) -> Answer:
    """The answer where there are reports about unconfirmed messages, and no incident. `more`: what else is to be said
    of what was checked."""
    why = tuple(map(texts.words, ("page-world-why", *more)))
    return Answer("open", texts.words("page-world-answer"), texts.words("page-world-heading"), why)


def _lines(world: World, texts: Texts, clock: Clock) -> Iterable[Words]:
    params = _params(world, clock)
    for key, known in (
        ("world-seen", world.reports),
        ("world-failed", world.failed),
        ("world-refused", world.rejected or world.quarantined),
        ("world-all-confirmed", world.messages and world.messages == world.passed),
        ("world-vouchers", world.vouchers),
        ("world-own", world.own),
        ("world-forwarded", world.forwarded),
        ("world-asks-nobody", world.failed and world.policy == "none"),
        ("world-singles" if world.reports else "world-singles-only", world.singles),
        ("world-complaints", world.complaints),
        ("world-tls", world.tls_reports),
        ("world-standing", world.reports),
    ):
        if known:
            yield texts.words(key, params)


def _params(world: World, clock: Clock) -> dict[str, str]:
    numbers = {
        "reports": world.reports, "reporters": world.reporter_count, "messages": world.messages,
        "passed": world.passed, "failed": world.failed, "rejected": world.rejected, "spam": world.quarantined,
        "senders": world.sender_count, "own": world.own, "forwarded": world.forwarded, "delivered": world.delivered,
        "singles": world.singles, "complaints": world.complaints, "tls": world.tls_reports,
        "sessions": world.tls_sessions, "broken": world.tls_failed,
    }  # fmt: skip
    return {
        "domain": world.domain,
        "names": _named(world.reporters, world.reporter_count),
        "hosts": _named([sender.ip for sender in world.own_senders], len(world.own_senders)),
        "vouchers": _named([domain for domain, _ in world.vouchers], len(world.vouchers)),
        **_days(world.first, world.last, clock),
        **{name: str(number) for name, number in numbers.items()},
    }


def _named(names: Iterable[str], number: int) -> str:
    shown = [*names][:_NAMED]
    return ", ".join(shown) + (", …" if number > len(shown) else "")


def _days(first: str | None, last: str | None, clock: Clock) -> dict[str, str]:
    """`day` where all happened on one, else `first` and `last`."""
    begin, end = clock.date(first), clock.date(last)
    if begin is None or end is None:
        return {}
    if begin == end:
        return {"day": Said(clock.day_of(begin))}
    return {"first": Said(clock.day_of(begin)), "last": Said(clock.day_of(end))}


def _sender(sender: Sender, texts: Texts, clock: Clock) -> tuple[Words, Words]:
    known = {"n": str(sender.messages), **_days(sender.first, sender.last, clock)}
    if sender.vouched_by:
        known["voucher"] = sender.vouched_by
    if sender.whose:
        known["whose"] = Said(texts.say("world-in-network"))
    return (Span(sender.ip, "value"),), texts.words("world-sender", known)
