"""The address in whose name it was sent."""

from __future__ import annotations

from collections.abc import Iterator

from whosent.evidence.scene import Scene
from whosent.mail.address import domain_of
from whosent.model.evidence import Evidence
from whosent.model.question import Question, seen


def collect(scene: Scene) -> Iterator[Evidence]:
    """Does that address exist with us (a hosting file says so)? Does the message lie in its Sent folder?"""
    message_id = (scene.notice.original.message_id or "").strip().strip("<>")
    sent = scene.walk.side.own.sent and message_id and not scene.plain
    if sent and seen(scene.ask(Question("sent", message_id))):
        yield Evidence("in-sent-folder", "observed", "option:--sent", {"message_id": message_id})
    walk = scene.walk
    victim = walk.victim
    known = walk.side.own.mailboxes
    if victim and known is not None and domain_of(victim) in walk.side.own.domains and victim.lower() not in known:
        yield Evidence("address-does-not-exist", "observed", "option:--hosting", {"address": victim})
