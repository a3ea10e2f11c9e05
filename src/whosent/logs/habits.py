"""How a mailbox has been used, by client: who logged in, since when, how much was sent and what became of it.

Headers of owner and thief look the same; their habits do not. Everything here is counted from log lines; what follows
from the counts is said in `evidence/habit.py`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from whosent.logs.clock import nearest
from whosent.logs.journey import passages, read_value
from whosent.logs.sessions import whole
from whosent.mail.ip import place_of
from whosent.model.log import LogEvent

Clock = str


class Sending(Struct, frozen=True, gc=False):
    """One message handed in with this login."""

    clock: Clock
    client_ip: str
    client: str | None
    queue_id: str
    sender: str | None
    recipients: tuple[str, ...]
    dead: tuple[str, ...]
    size: int | None = None


def dead_of(sendings: Iterable[Sending]) -> int:
    """How many addresses refused them for good. (A program may report to one for years.)"""
    return len({name for sending in sendings for name in sending.dead})


class Client(Struct, frozen=True):
    """What one connection (`place`: an IPv4 address, an IPv6 /64) did with this login. `name`: as reverse DNS names it.
    `days`: those on which it was seen. `failures`: wrong passwords; `first_failure` and `first_success` are clocks.
    `reads`: logins to read mail (IMAP, POP)."""

    place: str
    name: str | None
    days: frozenset[str]
    sendings: tuple[Sending, ...]
    reads: int
    failures: int
    first_failure: Clock | None
    first_success: Clock | None

    @property
    def recipients(self) -> int:
        """Recipients of all its messages."""
        return sum(len(sending.recipients) for sending in self.sendings)

    @property
    def failed(self) -> int:
        """Addresses that refused it for good."""
        return dead_of(self.sendings)


class Habits(Struct, frozen=True):
    """All clients of one login, by place. `first` and `last`: the stamps of the first and last line seen."""

    login: str
    clients: dict[str, Client]
    first: Clock | None = None
    last: Clock | None = None

    def of(self, ip: str | None) -> Client | None:
        """The client that this address belongs to."""
        return self.clients.get(place_of(ip)) if ip else None


@lru_cache(maxsize=64)
def habits(login: str, values: tuple[str, ...], near: Clock = "2000-01-01T00:00:00") -> Habits:
    """Count the log lines about a login (the answer to `Question("logins", login)`). Stamps without a year are those
    nearest to `near`, a clock with a year."""
    events = (event for value in values if (event := read_value(value)) is not None)
    return _count(login, whole(replace(event, clock=nearest(event.clock, near)) for event in events if event.clock))


def _count(login: str, events: list[LogEvent]) -> Habits:
    name = login.lower()
    sendings = _sendings(name, events)
    seen: dict[str, list[LogEvent]] = {}
    for event in events:
        if event.act in ("login", "login-failed") and (event.login or "").lower() == name and event.client_ip:
            seen.setdefault(place_of(event.client_ip), []).append(event)
    by_place: dict[str, list[Sending]] = {}
    for sending in sendings:
        by_place.setdefault(place_of(sending.client_ip), []).append(sending)
    clients = {place: _client(place, seen.get(place, []), by_place.get(place, [])) for place in {**seen, **by_place}}
    clocks = [event.clock for event in events if event.clock]
    return Habits(login, clients, min(clocks, default=None), max(clocks, default=None))


def _client(place: str, events: list[LogEvent], sendings: list[Sending]) -> Client:
    good = [event.clock for event in events if event.act == "login" and event.clock]
    bad = _failures(events)
    worked = [*good, *(sending.clock for sending in sendings)]
    reads = sum(event.act == "login" and event.service in ("imap", "pop3") for event in events)
    name = next((sending.client for sending in sendings if sending.client), None)
    return Client(place, name, frozenset(clock[:10] for clock in worked), tuple(sendings), reads, len(bad),
                  min(bad, default=None), min(worked, default=None))  # fmt: skip


def _failures(events: Iterable[LogEvent]) -> list[Clock]:
    """When a wrong password was tried. Exim and Dovecot both note the same try: of what several logs say about one
    second, the most is counted."""
    seen: dict[Clock, Counter[str]] = {}
    for event in events:
        if event.act == "login-failed" and event.clock:
            seen.setdefault(event.clock, Counter())[event.source.rpartition(":")[0]] += 1
    return [clock for clock, files in seen.items() for _ in range(max(files.values()))]


def _sendings(login: str, events: Iterable[LogEvent]) -> list[Sending]:
    by_id: dict[str, list[LogEvent]] = {}
    for event in events:
        if event.queue_id is not None:
            by_id.setdefault(event.queue_id, []).append(event)
    found = []
    for queue_id, lines in by_id.items():
        for passage in passages(lines):
            entry = passage.entry
            if entry is None or (entry.login or "").lower() != login or not entry.clock:
                continue
            dead = {one.recipient for one in passage.outcomes if one.act == "failed" and one.recipient}
            found.append(Sending(entry.clock, entry.client_ip or "", entry.client, queue_id, passage.sender,
                                 tuple(sorted(passage.recipients)), tuple(sorted(dead)),
                                 next((one.size for one in passage.events if one.size), None)))  # fmt: skip
    return sorted(found, key=lambda sending: sending.clock)
