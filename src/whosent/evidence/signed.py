"""The signatures of the returned message, judged: which is the most telling one in the victim's name?"""

from __future__ import annotations

from typing import NamedTuple

from whosent.auth.dkim import Signature, verify
from whosent.evidence.scene import Scene
from whosent.mail.address import domain_of
from whosent.mail.date import moment_of
from whosent.mail.domain import same_organisation
from whosent.model.question import NotObserved, Question

_TELLING = ("dkim-valid", "dkim-header-only", "dkim-body-changed", "dkim-invalid", "dkim-unknown")
"""The most telling first."""


def rank(one: Signature) -> int:
    return _TELLING.index(kind(one))


def kind(one: Signature) -> str:
    """What it shows. One that leaves From out, or of a domain that only tries it, shows nothing of the author."""
    if one.header == "invalid":
        return "dkim-invalid"
    if one.header == "unknown" or one.testing or "from" not in one.covers:
        return "dkim-unknown"
    if one.body == "invalid":
        return "dkim-body-changed"
    return "dkim-valid" if one.body == "valid" else "dkim-header-only"


class Signed(NamedTuple):
    """`ours`: in the organisation of the victim's domain, the most telling first; `others`: those that hold."""

    ours: tuple[Signature, ...] = ()
    others: tuple[Signature, ...] = ()


def signatures(scene: Scene) -> Signed:
    """Nothing where nothing may be looked up: a key is needed for all of it."""
    head, content = scene.returned, scene.content
    if head is None or content is None or not head.numbers(b"dkim-signature"):
        return Signed()
    domain = domain_of(scene.walk.victim)
    if domain is None or isinstance(scene.ask(Question("TXT", domain)), NotObserved):
        return Signed()
    found = verify(content, "full" if scene.plain else scene.notice.original.body, _moment(scene), scene.ask)
    ours = [one for one in found if same_organisation(one.domain, domain) and one.why != "open"]
    others = [one for one in found if one not in ours and one.header == "valid"]
    return Signed(tuple(sorted(ours, key=rank)), tuple(others))


def holds(scene: Scene) -> bool:
    """Does the message bear a signature of the victim's domain that its text, too, still has?"""
    ours = signatures(scene).ours
    return bool(ours) and kind(ours[0]) == "dkim-valid"


def _moment(scene: Scene) -> float | None:
    """When the reporter had it: expiry is judged by that day, not by today."""
    over = scene.walk.hand_over.line
    moment = moment_of((over.hop.date if over is not None else None) or scene.notice.original.date)
    return moment.timestamp() if moment is not None else None
