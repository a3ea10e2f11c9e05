"""Whom the owner of a mailbox writes to, and whom a thief: people to be written to again, or a list that is used up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from whosent.evidence.places import USUAL_DAYS, Use, days_before, has_history, is_usual, sendings_of
from whosent.logs.habits import Client, Sending

CIRCLE = 8
"""So many addresses, before it is odd that none occurs twice."""
STRANGERS = 4
"""So many people, before it is odd that the mailbox knows none of them."""
MOSTLY = 0.5
A_GOOD_PART = 0.25
FEW = 3
"""So many letters for each recipient, before it is odd."""

Sign = tuple[str, dict[str, str]]


def contacts(use: Use, party: Sequence[Client]) -> Iterator[Sign]:
    """Whom else they wrote to today: people whom the mailbox wrote to before or from elsewhere, or only strangers?"""
    before = (one for one in sendings_of(use.habits.clients.values()) if one.clock[:10] < use.today)
    places = {client.place for client in party}
    elsewhere = sendings_of(client for client in use.habits.clients.values() if client.place not in places)
    known = {name for one in (*before, *elsewhere) for name in one.recipients}
    others = [one for one in sendings_of(party) if one.queue_id != use.queue_id and one.clock[:10] == use.today]
    names = {name for one in others for name in one.recipients}
    if names and len(names & known) >= MOSTLY * len(names):
        yield "habit-known-contacts", {"known": str(len(names & known)), "recipients": str(len(names))}
    elif not names and _has_circle(use):
        yield "habit-circle", {"client": use.entry.client_ip or "?"}
    elif has_history(use) and len(names) >= STRANGERS and not names & known and not _is_usual_here(use):
        yield "habit-strangers-only", {"recipients": str(len(names))}


def _has_circle(use: Use) -> bool:
    """Are a good part of those who were written to from here people to whom the mailbox writes again and again?"""
    written = Counter(name for sending in sendings_of(use.habits.clients.values()) for name in sending.recipients)
    here = {name for sending in sendings_of(use.like) if sending.clock[:10] < use.today for name in sending.recipients}
    return bool(here) and sum(written[name] > 1 for name in here) >= A_GOOD_PART * len(here)


def has_no_circle(use: Use) -> bool:
    """For days letters to many from here, to nobody twice, and to nobody whom the mailbox wrote to from elsewhere:
    people have friends and customers, a list of addresses is used up."""
    written = Counter(name for sending in sendings_of(use.like) for name in sending.recipients)
    if len(written) < CIRCLE or days_before(use.like, use) < USUAL_DAYS or max(written.values()) > 1:
        return False
    return written.keys().isdisjoint(name for sending in sendings_of(use.others) for name in sending.recipients)


def write_to_the_same(around: list[Sending]) -> bool:
    """Do they all write to a few addresses, again and again? So tills and alarms report; spam goes to many."""
    names = {name for sending in around for name in sending.recipients}
    return 0 < FEW * len(names) <= len(around)


def _is_usual_here(use: Use) -> bool:
    return use.here is not None and is_usual([use.here], use)
