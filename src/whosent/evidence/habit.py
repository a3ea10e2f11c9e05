"""Owner or thief? The login is the same; what is done with it is not.

Each sign alone has an innocent reading; the rules ask for several that do not depend on one another. Both may use the
mailbox on the same day, so a sign counts against this message only where it is about the place that this message came
from, or about places like it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from whosent.evidence.scene import Scene
from whosent.logs.clock import nearest, seconds
from whosent.logs.habits import Client, Habits, Sending, habits
from whosent.logs.likeness import unlike
from whosent.mail.domain import organisational_domain
from whosent.mail.ip import is_loopback, place_of
from whosent.model.evidence import Evidence
from whosent.model.log import LogEvent
from whosent.model.question import Observed, Question
from whosent.walk.client import looks_access

HOUR, DAY = 3_600, 86_400
SOME_YEAR = "2001-01-01T00:00:00"
"""For logs without years: what matters is only which day came before which."""
MANY_PLACES = 5
"""Places within an hour. A person has a home, an office and a phone; a phone on the move changes its address now and
then, but within one provider."""
SWARM = 8
"""More than a team has offices, or a VPN exits in use within an hour."""
MANY_HOUSES = 3
"""New providers within a day, where it is known which ones are usual."""
SIBLINGS = 3
"""Places of one house of servers, or without any name, at work within an hour: rented or infected machines."""
GUESSES = 3
"""Wrong passwords before the first right one. Owners mistype once or twice."""
GUESSING_PLACES = 3
"""So many places that try. A new phone with an old password tries every minute, but from one."""
FLOOD = 60
"""Recipients within an hour."""
DEAD_LEAST, DEAD_SHARE = 5, 0.25
"""So many refused recipients, and this share of all: bought or guessed addresses. Kept lists stay below 5 %."""
USUAL_DAYS = 3
LONG = 7 * DAY
"""Before this, nobody is certain: a thief may have come last Friday."""
READS = 3
"""Times that mail was fetched elsewhere, before it is odd that it never was from here."""
HISTORY = 3 * DAY
"""Before this, nobody can say what is usual."""
MOSTLY = 0.5
A_FEW = 2
CALM_PLACES = 3
AT_LEAST = 5
"""Recipients a day that are never remarkable."""

Sign = tuple[str, dict[str, str]]


class _Case(NamedTuple):
    """`here`: the client that this message came from; `like`: with those of the same place or access provider."""

    habits: Habits
    entry: LogEvent
    queue_id: str
    clock: str
    now: int
    here: Client | None
    like: tuple[Client, ...]

    @property
    def today(self) -> str:
        return self.clock[:10]


def collect(scene: Scene) -> Iterator[Evidence]:
    """Signs of either, where the logs show a login at the entry."""
    journey = scene.logged.journey if scene.logged is not None else None
    entry = journey.first.entry if journey is not None else None
    if journey is None or entry is None or entry.login is None or entry.clock is None:
        return
    answer = scene.ask(Question("logins", entry.login))
    clock = nearest(entry.clock, SOME_YEAR)
    now = seconds(clock)
    if not isinstance(answer, Observed) or now is None:
        return
    found = habits(entry.login, answer.values, clock)
    here = found.of(entry.client_ip)
    like = tuple(one for one in found.clients.values() if here is not None and _alike(one, here))
    case = _Case(found, entry, journey.first.queue_id, clock, now, here, like)
    for kind, params in _signs(case, journey.first.sender):
        yield Evidence(kind, "observed", f"log:{entry.source}", params)


def _signs(case: _Case, sender: str | None) -> Iterator[Sign]:
    if _is_webmail(case):
        return  # the logs of the mail server do not say who sat in front of it
    usual = _is_usual(case.like, case.today)
    if usual:
        yield (
            "habit-usual-client",
            {"client": case.entry.client_ip or "?", "days": str(_earlier(case.like, case.today))},
        )
    elif _has_history(case) and not _earlier(case.like, case.today):
        yield "habit-new-client", {"client": case.entry.client_ip or "?"}
    yield from _others(case, usual)
    strangers = [client for client in case.habits.clients.values() if not _is_usual(_like(case, client), case.today)]
    around = [sending for sending in _of(strangers) if abs(_when(sending) - case.now) <= HOUR]
    places = {place_of(sending.client_ip) for sending in around} - {"127.0.0.1", "::"}
    spots = {_spot(client) for client in strangers if client.place in places}
    if _are_many(case, strangers, spots):
        yield ("habit-strangers-too" if usual else "habit-many-places"), {"places": str(max(len(places), MANY_HOUSES))}
    if not usual and _is_unlike(case, around):
        yield "habit-unlike-the-others", {"places": str(len(places))}
    known = usual or not _has_history(case) or _earlier(case.like, case.today) or _may_be_at_a_friends(case)
    if len(spots) >= SWARM and not usual:
        yield "habit-swarm", {"places": str(len(spots))}
    siblings = [] if usual else _siblings(case, places)
    if len(siblings) >= SIBLINGS:
        yield "habit-siblings", {"places": str(len(siblings))}
        party = siblings
    else:
        party = list(case.like) if known else _of_today(case, strangers)
    yield from _of_this_place(case, usual, party)
    if case.here is not None and not looks_access(case.here.name):
        yield "habit-no-access-line", {"client": case.entry.client or case.entry.client_ip or "?"}
    login = case.entry.login or ""
    before = {sending.sender for sending in _of(case.habits.clients.values()) if sending.clock[:10] < case.today}
    if sender and "@" in login and sender.lower() != login.lower() and sender not in before:
        yield "habit-foreign-sender", {"sender": sender, "login": login}
    if usual and _is_as_always(case, sender):
        yield "habit-as-always", {"recipients": str(_recipients(case.like, case.now, DAY))}
    if not usual and _is_calm(case):
        yield "habit-calm", {"places": str(len(case.habits.clients))}


def _others(case: _Case, usual: bool) -> Iterator[Sign]:
    """What the places tell that are not this one: the owner sits there, or reads his mail only there."""
    others = [client for client in case.habits.clients.values() if client not in case.like]
    if not usual and any(_is_usual(_like(case, client), case.today) for client in others):
        yield "habit-others-usual", {"client": case.entry.client_ip or "?"}
    reads = sum(client.reads for client in others)
    if case.here is None or looks_access(case.here.name):
        return  # a phone may send only
    if reads >= READS and not any(client.reads for client in case.like):
        yield "habit-never-reads", {"client": case.entry.client_ip or "?"}


def _are_many(case: _Case, strangers: list[Client], spots: set[str]) -> bool:
    """More places at once than one person can be at. (A phone on the move is at one: that of its provider.)"""
    if len(spots) >= MANY_PLACES:
        return True
    if not _has_history(case):
        return False
    new = {_house(client) for client in strangers if _busy(client, case.now) and not _earlier([client], case.today)}
    return len(new) >= MANY_HOUSES


def _is_unlike(case: _Case, around: list[Sending]) -> bool:
    """Of another length than the wave that strangers elsewhere send at the same time: the owner may sit at a new place
    while others abuse his name."""
    mine = next((one for one in around if one.queue_id == case.queue_id), None)
    others = [one for one in around if case.here is None or place_of(one.client_ip) != case.here.place]
    return mine is not None and unlike(mine, others)


def _may_be_at_a_friends(case: _Case) -> bool:
    """A line at home, from which hardly anything was refused: the owner may sit there while others abuse his name."""
    return case.here is not None and looks_access(case.here.name) and case.here.failed < A_FEW


def _of_today(case: _Case, strangers: list[Client]) -> list[Client]:
    """Those that nobody had seen before this day. Where it is known who is usual, they are one party."""
    return [one for one in strangers if _busy(one, case.now) and not _earlier([one], case.today)]


def _of_this_place(case: _Case, usual: bool, party: Sequence[Client]) -> Iterator[Sign]:
    """What was done from where this message came from. `party`: clients that are taken for one."""
    if case.here is None:
        return
    yield from _guessed(case)
    recipients = _recipients(party, case.now, HOUR)
    if recipients >= FLOOD and not (usual and recipients <= 3 * _busiest(case, "hour")):
        yield "habit-flood", {"recipients": str(recipients)}
    sent = [one for one in _of(party) if not usual or abs(_when(one) - case.now) <= DAY]
    tried, failed = sum(len(one.recipients) for one in sent), sum(one.failed for one in sent)
    if failed >= DEAD_LEAST and failed >= DEAD_SHARE * tried:
        yield "habit-dead-recipients", {"failed": str(failed), "recipients": str(tried)}
        if failed >= MOSTLY * tried:
            yield "habit-mostly-dead", {"failed": str(failed), "recipients": str(tried)}
    elif case.here.reads and not any(one.failures for one in case.like):
        yield "habit-reader", {"client": case.entry.client_ip or "?"}


def _guessed(case: _Case) -> Iterator[Sign]:
    """Wrong passwords from this place before the first right one, and from others that got in as well. (That somebody
    tries in vain is the noise of every day.)"""
    here = case.here
    if here is None or here.first_failure is None or here.first_failure > (here.first_success or ""):
        return
    trying = [one for one in case.habits.clients.values() if one.failures and one.first_success]
    failures = sum(one.failures for one in trying)
    if here.failures > 1 and failures >= GUESSES and len(trying) >= GUESSING_PLACES:
        yield "habit-guessed", {"failures": str(failures), "places": str(len(trying))}
    elif here.failures >= 2 * GUESSES:
        yield "habit-wrong-passwords", {"failures": str(here.failures), "client": case.entry.client_ip or "?"}


def _siblings(case: _Case, places: set[str]) -> list[Client]:
    """The machines of one house at work at the same time, this one among them: rented ones, or infected ones."""
    here = case.here
    if here is None or not _house(here) or looks_access(here.name):
        return []
    return [one for place, one in case.habits.clients.items() if place in places and _house(one) == _house(here)]


def _is_webmail(case: _Case) -> bool:
    return is_loopback(case.entry.client_ip)


def _like(case: _Case, client: Client) -> list[Client]:
    return [one for one in case.habits.clients.values() if _alike(one, client)]


def _alike(one: Client, other: Client) -> bool:
    """The same place, or the same access provider: a home's address changes every night, a phone's every hour."""
    if one.place == other.place:
        return True
    return looks_access(one.name) and looks_access(other.name) and _house(one) == _house(other)


def _spot(client: Client) -> str:
    return _house(client) if looks_access(client.name) else client.place


def _house(client: Client) -> str:
    """The provider, by its domain; machines without a name are one house."""
    return organisational_domain(client.name) if client.name else ""


def _earlier(clients: Iterable[Client], today: str) -> int:
    """On how many days before today."""
    return len({day for client in clients for day in client.days if day < today})


def _is_usual(clients: Iterable[Client], today: str) -> bool:
    """Seen on several earlier days, and never guessing, nor writing to addresses that do not exist: a thief who stays
    is not at home either."""
    clients = list(clients)
    before = [sending for sending in _of(clients) if sending.clock[:10] < today]
    tried, failed = sum(len(sending.recipients) for sending in before), sum(sending.failed for sending in before)
    if failed >= DEAD_LEAST and failed >= DEAD_SHARE * tried:
        return False
    if not before or sum(one.failures for one in clients) >= 2 * GUESSES:
        return False  # a thief reads for days before he sends
    return _earlier(clients, today) >= USUAL_DAYS


def _busy(client: Client, now: int) -> bool:
    return any(abs(_when(sending) - now) <= DAY for sending in client.sendings)


def _has_history(case: _Case) -> bool:
    first = seconds(case.habits.first or "")
    return first is not None and case.now - first >= HISTORY


def _is_calm(case: _Case) -> bool:
    """Few places, no guessing, no more recipients than one writes to: only where nothing is known of earlier days."""
    if _has_history(case) or case.here is None or not (looks_access(case.here.name) or case.here.reads):
        return False
    clients = [one for one in case.habits.clients.values() if not is_loopback(one.place)]
    if len(clients) > CALM_PLACES or any(one.failures >= GUESSES for one in clients):
        return False
    tried, failed = sum(one.recipients for one in clients), sum(one.failed for one in clients)
    if failed >= DEAD_LEAST and failed >= MOSTLY * tried:
        return False
    return _recipients(clients, case.now, HOUR) < FLOOD


def _is_as_always(case: _Case, sender: str | None) -> bool:
    """The very place, known for long and since the beginning of what we know, as many recipients as on other days, and
    a sender address that was used from there before."""
    here, first, started = case.here, seconds(case.habits.first or ""), seconds(_first_day(case))
    if here is None or first is None or started is None or case.now - first < LONG or started - first > 2 * DAY:
        return False
    known = {sending.sender for sending in here.sendings if sending.clock[:10] < case.today}
    if sender not in known or _earlier([here], case.today) < USUAL_DAYS:
        return False
    return _recipients(case.like, case.now, DAY) <= 2 * max(_busiest(case, "day"), AT_LEAST)


def _first_day(case: _Case) -> str:
    """The beginning of the first day on which this place was seen."""
    return min(case.here.days, default=case.today) + "T00:00:00" if case.here is not None else ""


def _busiest(case: _Case, unit: Literal["day", "hour"]) -> int:
    """The most recipients that these places had within a day or clock hour before today."""
    counts = Counter[str]()
    for sending in _of(case.like):
        if sending.clock[:10] < case.today:
            counts[sending.clock[: 10 if unit == "day" else 13]] += len(sending.recipients)
    return max(counts.values(), default=0)


def _recipients(clients: Iterable[Client], now: int, span: int) -> int:
    return sum(len(sending.recipients) for sending in _of(clients) if abs(_when(sending) - now) <= span)


def _of(clients: Iterable[Client]) -> list[Sending]:
    return [sending for client in clients for sending in client.sendings]


def _when(sending: Sending) -> int:
    return seconds(sending.clock) or 0
