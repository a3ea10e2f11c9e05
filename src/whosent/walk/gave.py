"""Did the victim's letters go to whoever handed the message over? A forwarder takes out where a letter came from, its
signature and its Message-ID if it likes; what it cannot take out is that our own server gave it the letter."""

from __future__ import annotations

from collections.abc import Iterator

from whosent.logs.clock import nearest, seconds
from whosent.logs.journey import Ask, Search, read_value
from whosent.logs.line import bare
from whosent.mail.address import domain_of
from whosent.mail.domain import organisational_domain, same_organisation
from whosent.model.hop import Hop
from whosent.model.log import LogEvent
from whosent.model.question import NotObserved, Question, seen
from whosent.walk.client import looks_dynamic
from whosent.walk.coverage import QUEUE_LIFETIME
from whosent.walk.victim import unwrap

MAX_MX = 5
MAX_ADDRESSES = 10
MAX_LETTERS = 200
"""Letters whose sender is looked up; of who got more in these days, one is taken to be the victim's."""
A_DAY = 86_400
"""Clocks in different zones are compared as they stand: nowhere do they differ by more."""


def gave(ask: Ask, client: Hop, victim: str | None, taken: str) -> LogEvent | NotObserved | None:
    """The line by which a letter of the victim was given to that client, or to a host that takes in mail for its house,
    before the reporter had the message (`taken`, a clock); why nobody knows; None where no line says so, or a question
    is open."""
    found: dict[str | None, LogEvent] = {}
    for address in _addresses(ask, client):
        answer = ask(Question("log", address))
        if isinstance(answer, NotObserved):
            return answer
        for event in map(read_value, seen(answer)):
            if event is not None and event.act == "delivered" and event.relay_ip == address and _before(event, taken):
                found[event.queue_id] = event
    for number, event in enumerate(found.values()):
        if number >= MAX_LETTERS or _is_from(event, (victim or "").lower(), ask):
            return event
    return None


def named_by_us(message_id: str | None, victim: str | None) -> bool:
    """Does the Message-ID bear the victim's domain? A forwarder that gives a new one puts its own name there."""
    name = (bare(message_id or "") or "").rpartition("@")[2]
    return bool(name) and same_organisation(name, domain_of(victim))


def _is_from(event: LogEvent, victim: str, ask: Ask) -> bool:
    """Was the letter the victim's? One whose sender no line says may be."""
    search = Search(ask)
    senders = [one.sender for one in search.by_queue_id(event.queue_id or "") if event in one.events]
    return not search.waiting and any((unwrap(sender) or "").lower() == victim for sender in senders or [victim])


def _addresses(ask: Ask, client: Hop) -> Iterator[str]:
    """Of the client itself, and of the mail exchangers of its domain, if it has a name of its own."""
    if client.from_ip is not None:
        yield client.from_ip
    name = client.from_rdns
    if name is None or client.rdns_confirmed is False or looks_dynamic(name, client.from_ip):
        return
    exchangers = [value.split()[-1] for value in seen(ask(Question("MX", organisational_domain(name)))) if value]
    found = [address for host in exchangers[:MAX_MX] for address in seen(ask(Question("A", host)))]
    yield from dict.fromkeys(found[:MAX_ADDRESSES])


def _before(event: LogEvent, taken: str) -> bool:
    at, end = seconds(nearest(event.clock, taken)), seconds(taken)
    if at is None or end is None:
        return True
    return -A_DAY <= end - at <= QUEUE_LIFETIME.total_seconds() + A_DAY
