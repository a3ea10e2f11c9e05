"""The places from which a mailbox is used: which are one, which are usual, and what was sent from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from whosent.logs.clock import seconds
from whosent.logs.habits import Client, Habits, Sending, dead_of
from whosent.mail.domain import organisational_domain
from whosent.model.log import LogEvent
from whosent.walk.client import looks_line

HOUR, DAY = 3_600, 86_400
GUESSES = 3
"""Wrong passwords before the first right one. Owners mistype once or twice."""
DEAD_LEAST, DEAD_SHARE = 5, 0.25
"""So many refused recipients, and this share of all: bought or guessed addresses. Kept lists stay below 5 %."""
USUAL_DAYS = 3
NIGHT = 43_200
"""Seconds of one night's work."""
HISTORY = 3 * DAY
"""Before this, nobody can say what is usual."""


class Use(NamedTuple):
    """How the mailbox was used, seen from one message (`entry` and `queue_id`; `clock` and `now`: when it came in).
    `spots`: all clients, those together that count as one (`spot`); `here`: the client that this message came from;
    `webmail`: it is a host of ours, which handed the message in for whoever was logged in there."""

    habits: Habits
    entry: LogEvent
    queue_id: str
    clock: str
    now: int
    spots: Mapping[str, Sequence[Client]]
    here: Client | None
    webmail: bool = False

    @property
    def today(self) -> str:
        return self.clock[:10]

    @property
    def like(self) -> Sequence[Client]:
        """The clients that count as one with the one that this message came from, itself among them."""
        return self.spots[spot(self.here)] if self.here is not None else ()

    @property
    def others(self) -> list[Client]:
        """All others."""
        mine = spot(self.here) if self.here is not None else None
        return [client for name, clients in self.spots.items() if name != mine for client in clients]


def by_spot(clients: Iterable[Client]) -> dict[str, list[Client]]:
    """Those together that count as one."""
    found: dict[str, list[Client]] = {}
    for client in clients:
        found.setdefault(spot(client), []).append(client)
    return found


def is_line(client: Client) -> bool:
    """A line at home, in an office, or a phone, by its name."""
    return looks_line(client.name, client.place)


def spot(client: Client) -> str:
    """What counts as one place: an access provider with all its lines (a home's address changes every night, a phone's
    every hour), else the address."""
    return house(client) if is_line(client) else client.place


def house(client: Client) -> str:
    """The provider, by its domain; machines without a name are one house."""
    return organisational_domain(client.name) if client.name else ""


def days_before(clients: Iterable[Client], use: Use) -> int:
    """On how many days before today. Who first came last night has not been here before."""
    return len({day for client in clients if not _came_just_now(client, use) for day in client.days if day < use.today})


def _came_just_now(client: Client, use: Use) -> bool:
    first = seconds(client.first_success or "")
    return first is not None and 0 <= use.now - first <= NIGHT


def is_usual(clients: Iterable[Client], use: Use) -> bool:
    """Seen on several earlier days, and never guessing, nor writing to addresses that do not exist: a thief who stays
    is not at home either."""
    clients = list(clients)
    before = [sending for sending in sendings_of(clients) if sending.clock[:10] < use.today]
    tried, failed = sum(len(sending.recipients) for sending in before), dead_of(before)
    if failed >= DEAD_LEAST and failed >= DEAD_SHARE * tried:
        return False
    if not before or sum(guesses(one) for one in clients) >= 2 * GUESSES:
        return False  # a thief reads for days before he sends
    return days_before(clients, use) >= USUAL_DAYS


def guesses(client: Client) -> int:
    """Wrong passwords, if they came before the first right one: who knew it once only mistypes it."""
    first = client.first_failure
    return client.failures if first is not None and first <= (client.first_success or first) else 0


def is_busy(client: Client, now: int) -> bool:
    """Did it send within a day?"""
    return any(abs(moment_of(sending) - now) <= DAY for sending in client.sendings)


def has_history(use: Use) -> bool:
    """Do the logs reach back far enough to say what is usual?"""
    first = seconds(use.habits.first or "")
    return first is not None and use.now - first >= HISTORY


def busiest(use: Use, unit: Literal["day", "hour"]) -> int:
    """The most recipients that these places had within a day or clock hour before today."""
    counts = Counter[str]()
    for sending in sendings_of(use.like):
        if sending.clock[:10] < use.today:
            counts[sending.clock[: 10 if unit == "day" else 13]] += len(sending.recipients)
    return max(counts.values(), default=0)


def recipients_of(clients: Iterable[Client], now: int, span: int) -> int:
    """To how many recipients they wrote within `span` seconds before and after."""
    return sum(len(sending.recipients) for sending in sendings_of(clients) if abs(moment_of(sending) - now) <= span)


def sendings_of(clients: Iterable[Client]) -> list[Sending]:
    """All messages that they handed in."""
    return [sending for client in clients for sending in client.sendings]


def moment_of(sending: Sending) -> int:
    """When, as `logs.clock.seconds` counts."""
    return seconds(sending.clock) or 0
