"""A foreign server that passes mail on: an alias of its, with SRS or without (lab, bounces 0213 and 0157)."""

from __future__ import annotations

from datetime import datetime

from tests.worlds.letter import Client, Letter
from tests.worlds.moments import later
from tests.worlds.notice import Failure
from tests.worlds.postfix import Queued
from tests.worlds.world import Fate, World, unknown

ALUMNUS = "verena@weiter.test"
"""Whatever comes for it goes on to somebody at mx.fern.test."""


def srs(sender: str, at: str = "weiter.test") -> str:
    local, _, domain = sender.partition("@")
    return f"SRS0=6yJY=JN={domain}={local}@{at}"


def passed_on(world: World, letter: Letter, client: Client, moment: datetime, *, target: str, wraps: bool, fate: Fate,
              alias: str = ALUMNUS) -> tuple[Queued, bytes]:  # fmt: skip
    """The forwarder takes `letter` for an alias of its and hands it on to `target`, where it fails. Gives its place in
    the forwarder's queue and the notice."""
    forwarder = world.forwarder
    there = forwarder.accept(letter.to(alias), client, moment)
    return there, onwards(world, there, letter.sender, target=target, wraps=wraps, fate=fate, alias=alias)


def onwards(world: World, there: Queued, author: str, *, target: str, wraps: bool, fate: Fate,
            alias: str = ALUMNUS) -> bytes:  # fmt: skip
    """From the forwarder's queue to `target`, and the notice back to the author."""
    forwarder, fern = world.forwarder, world.fern
    there = there._replace(letter=there.letter.sent_by(srs(author) if wraps else author))
    if fate == "refused":
        reply = f"550 5.1.1 <{target}>: Recipient address rejected: User unknown in virtual mailbox table"
        notice = forwarder.refused(there, (Failure(target, reply, fern.at, original=alias),))
        return world.bring(notice._replace(letter=notice.letter.to(author)), forwarder)
    at_fern = fern.accept(there.letter.to(target), forwarder.client, later(there.moment, 2))
    notice = fern.refused(at_fern, (unknown(target, fern),))
    if not wraps:
        return world.bring(notice, fern)
    back = forwarder.accept(notice.letter, fern.client, later(notice.moment, 1))
    return world.bring(back._replace(letter=back.letter.to(author)), forwarder)
