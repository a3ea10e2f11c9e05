"""Owner or thief? The login is the same; what is done with it is not.

Each sign alone has an innocent reading; the rules ask for several that do not depend on one another. Both may use the
mailbox on the same day, so a sign counts against this message only where it is about the place that this message came
from, or about places like it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from whosent.evidence.contacts import Sign, contacts, has_no_circle, write_to_the_same
from whosent.evidence.places import (
    DAY,
    DEAD_LEAST,
    DEAD_SHARE,
    GUESSES,
    HOUR,
    Use,
    busiest,
    by_spot,
    days_before,
    guesses,
    has_history,
    house,
    is_busy,
    is_line,
    is_usual,
    moment_of,
    recipients_of,
    sendings_of,
    spot,
)
from whosent.evidence.scene import Scene
from whosent.logs.clock import nearest, seconds
from whosent.logs.habits import Client, Sending, dead_of, habits
from whosent.logs.likeness import Likeness, likeness
from whosent.mail.ip import is_loopback, place_of
from whosent.model.evidence import Evidence
from whosent.model.question import Observed, Question

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
GUESSING_PLACES = 3
"""So many places that try. A new phone with an old password tries every minute, but from one."""
FLOOD = 60
"""Recipients within an hour."""
READS = 3
"""Times that mail was fetched elsewhere, before it is odd that it never was from here."""
MOSTLY = 0.5
A_FEW = 2
A_ROUND = 10
"""Letters with which people send a newsletter by hand: to many at once, or some hundred names in blind copies."""
CALM_PLACES = 3
MANY_GUESSES = 15
"""Wrong passwords from one place that never reads mail. A phone with an old password tries as often, but to read."""

_WAVE: dict[Likeness, str] = {"like": "habit-like-the-others", "unlike": "habit-unlike-the-others"}


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
    webmail = is_loopback(entry.client_ip) or scene.walk.side.is_own_address(entry.client_ip)
    spots = by_spot(found.clients.values())
    use = Use(found, entry, journey.first.queue_id, clock, now, spots, here, webmail)
    for kind, params in _signs(use, journey.first.sender):
        yield Evidence(kind, "observed", f"log:{entry.source}", params)


def _signs(use: Use, sender: str | None) -> Iterator[Sign]:
    if use.webmail:  # the logs of the mail server do not say who sat in front of it
        yield from _amount(use, True, use.like)
        return
    usual_spots = {name for name, clients in use.spots.items() if is_usual(clients, use)}
    usual = use.here is not None and spot(use.here) in usual_spots
    client = use.entry.client_ip or "?"
    if usual:
        yield "habit-usual-client", {"client": client, "days": str(days_before(use.like, use))}
    elif has_history(use) and not days_before(use.like, use):
        yield "habit-new-client", {"client": client}
    if not usual and usual_spots:
        yield "habit-others-usual", {"client": client}
    if _never_reads(use):
        yield "habit-never-reads", {"client": client}
    strangers = [one for name, clients in use.spots.items() if name not in usual_spots for one in clients]
    around = [sending for sending in sendings_of(strangers) if abs(moment_of(sending) - use.now) <= HOUR]
    places = {place_of(sending.client_ip) for sending in around} - {"127.0.0.1", "::"}
    spots = {spot(one) for one in strangers if one.place in places}
    if _are_many(use, strangers, spots):
        yield ("habit-strangers-too" if usual else "habit-many-places"), {"places": str(max(len(places), MANY_HOUSES))}
    houses = {house(one) for one in strangers if one.place in places}
    if len(houses) >= MANY_HOUSES:
        yield "habit-many-houses", {"houses": str(len(houses))}
    if len(places) >= MANY_HOUSES and write_to_the_same(around):
        yield "habit-same-recipients", {"places": str(len(places))}
    wave = None if usual else _likeness(use, around)
    if wave is not None:
        yield _WAVE[wave], {"places": str(len(places))}
    known = usual or not has_history(use) or days_before(use.like, use) or _may_be_at_a_friends(use)
    if len(spots) >= SWARM and not usual:
        yield "habit-swarm", {"places": str(len(spots))}
    if places and all(_is_server(one) for one in strangers if one.place in places):
        yield "habit-servers-only", {"places": str(len(places))}
    siblings = [] if usual else _siblings(use, places)
    if len(siblings) >= SIBLINGS:
        yield "habit-siblings", {"places": str(len(siblings))}
        party = siblings
    else:
        party = list(use.like) if known else _of_today(use, strangers)
    yield from _of_this_place(use, usual, party)
    yield from contacts(use, party)
    if use.here is not None and not is_line(use.here):
        yield "habit-no-access-line", {"client": use.entry.client or use.entry.client_ip or "?"}
    login = use.entry.login or ""
    before = {sending.sender for sending in sendings_of(use.habits.clients.values()) if sending.clock[:10] < use.today}
    if sender and "@" in login and sender.lower() != login.lower() and sender not in before:
        yield "habit-foreign-sender", {"sender": sender, "login": login}
    if has_no_circle(use):
        yield "habit-no-circle", {"recipients": str(sum(one.recipients for one in use.like))}
    if not usual and _was_here_before(use):
        yield "habit-seen-before", {"client": use.entry.client_ip or "?"}
    if not usual and _is_calm(use):
        yield "habit-calm", {"places": str(len(use.habits.clients))}


def _is_server(client: Client) -> bool:
    """A machine with a confirmed name that is none of a line: infected ones at home hardly have such a name."""
    return bool(client.name) and not is_line(client)


def _never_reads(use: Use) -> bool:
    """A machine that only sends, while mail is fetched elsewhere. (A phone may send only.)"""
    if use.here is None or is_line(use.here) or any(client.reads for client in use.like):
        return False
    return sum(client.reads for client in use.others) >= READS


def _are_many(use: Use, strangers: list[Client], spots: set[str]) -> bool:
    """More places at once than one person can be at. (A phone on the move is at one: that of its provider.)"""
    if len(spots) >= MANY_PLACES:
        return True
    if not has_history(use):
        return False
    new = {house(client) for client in strangers if is_busy(client, use.now) and not days_before([client], use)}
    return len(new) >= MANY_HOUSES


def _likeness(use: Use, around: list[Sending]) -> Likeness | None:
    """Is it as long as the wave that strangers elsewhere send at the same time? The owner may sit at a new place while
    others abuse his name."""
    mine = next((one for one in around if one.queue_id == use.queue_id), None)
    others = [one for one in around if use.here is None or place_of(one.client_ip) != use.here.place]
    return likeness(mine, others) if mine is not None else None


def _may_be_at_a_friends(use: Use) -> bool:
    """A line at home, from which hardly anything was refused: the owner may sit there while others abuse his name."""
    return use.here is not None and is_line(use.here) and use.here.failed < A_FEW


def _of_today(use: Use, strangers: list[Client]) -> list[Client]:
    """Those that nobody had seen before this day. Where it is known who is usual, they are one party."""
    return [one for one in strangers if is_busy(one, use.now) and not days_before([one], use)]


def _of_this_place(use: Use, usual: bool, party: Sequence[Client]) -> Iterator[Sign]:
    """What was done from where this message came from. `party`: clients that are taken for one."""
    if use.here is None:
        return
    yield from _guessed(use)
    amount = dict(_amount(use, usual, party))
    yield from amount.items()
    expected = usual or is_line(use.here) or not has_history(use)
    if (
        use.here.reads
        and expected
        and "habit-dead-recipients" not in amount
        and not any(one.failures for one in use.like)
    ):
        yield "habit-reader", {"client": use.entry.client_ip or "?"}


def _was_here_before(use: Use) -> bool:
    """A line that was seen on another day, from which nobody guesses and hardly anything is refused."""
    if use.here is None or not is_line(use.here) or not days_before(use.like, use):
        return False
    failures, failed = sum(one.failures for one in use.like), dead_of(sendings_of(use.like))
    return failures < GUESSES and failed < DEAD_LEAST and recipients_of(use.like, use.now, HOUR) < FLOOD


def _amount(use: Use, usual: bool, party: Sequence[Client]) -> Iterator[Sign]:
    """How much they sent, and what became of it."""
    recipients = recipients_of(party, use.now, HOUR)
    letters = sum(abs(moment_of(sending) - use.now) <= HOUR for sending in sendings_of(party))
    if recipients >= FLOOD and not (usual and (recipients <= 3 * busiest(use, "hour") or letters <= A_ROUND)):
        yield "habit-flood", {"recipients": str(recipients)}
    sent = [one for one in sendings_of(party) if not usual or abs(moment_of(one) - use.now) <= DAY]
    tried, failed = sum(len(one.recipients) for one in sent), dead_of(sent)
    if failed >= DEAD_LEAST and failed >= DEAD_SHARE * tried:
        yield "habit-dead-recipients", {"failed": str(failed), "recipients": str(tried)}
        if failed >= MOSTLY * tried:
            yield "habit-mostly-dead", {"failed": str(failed), "recipients": str(tried)}


def _guessed(use: Use) -> Iterator[Sign]:
    """Wrong passwords from this place before the first right one, and from others that got in as well. (That somebody
    tries in vain is the noise of every day.)"""
    here = use.here
    if here is None or here.first_success is None or not guesses(here):
        return
    trying = [one for one in use.habits.clients.values() if one.failures and one.first_success]
    failures = sum(one.failures for one in trying)
    new = has_history(use) and not days_before(use.like, use)
    many = new and here.failures >= MANY_GUESSES and not here.reads
    if many or (here.failures > 1 and failures >= GUESSES and len(trying) >= GUESSING_PLACES):
        yield "habit-guessed", {"failures": str(failures), "places": str(len(trying))}
    elif here.failures >= 2 * GUESSES:
        yield "habit-wrong-passwords", {"failures": str(here.failures), "client": use.entry.client_ip or "?"}


def _siblings(use: Use, places: set[str]) -> list[Client]:
    """The machines of one house at work at the same time, this one among them: rented ones, or infected ones."""
    here = use.here
    if here is None or not house(here) or is_line(here):
        return []
    return [one for place, one in use.habits.clients.items() if place in places and house(one) == house(here)]


def _is_calm(use: Use) -> bool:
    """Few places, no guessing, no more recipients than one writes to: only where nothing is known of earlier days."""
    if has_history(use) or use.here is None or not (is_line(use.here) or use.here.reads):
        return False
    clients = [one for one in use.habits.clients.values() if not is_loopback(one.place)]
    if len(clients) > CALM_PLACES or any(one.failures >= GUESSES for one in clients):
        return False
    tried, failed = sum(one.recipients for one in clients), dead_of(sendings_of(clients))
    if failed >= DEAD_LEAST and failed >= MOSTLY * tried:
        return False
    return recipients_of(clients, use.now, HOUR) < FLOOD
