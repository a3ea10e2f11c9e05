"""The address in whose name it was sent."""

from __future__ import annotations

from collections.abc import Iterator

from whosent.evidence.scene import Scene
from whosent.mail.address import domain_of
from whosent.model.evidence import Evidence


def collect(scene: Scene) -> Iterator[Evidence]:
    """Does that address exist with us (a hosting file says so)? Was it caught by a catch-all?"""
    walk = scene.walk
    victim = walk.victim
    known = walk.side.own.mailboxes
    if victim and known is not None and domain_of(victim) in walk.side.own.domains and victim.lower() not in known:
        yield Evidence("address-does-not-exist", "observed", "option:--hosting", {"address": victim})
