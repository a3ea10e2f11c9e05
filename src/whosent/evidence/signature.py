"""DKIM signatures of the returned message: did its header once pass a holder of the victim's key?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from whosent.auth.dkim import Signature, verify
from whosent.evidence.scene import Scene
from whosent.mail.address import domain_of
from whosent.mail.domain import same_organisation
from whosent.model.evidence import Evidence
from whosent.model.question import NotObserved, Question


def collect(scene: Scene) -> Iterator[Evidence]:
    """The most telling signature in the victim's name, and one of somebody else's that holds. Nothing where nothing may
    be looked up: a key is needed for all of it."""
    head, content = scene.returned, scene.content
    if head is None or content is None or not head.numbers(b"dkim-signature"):
        return
    domain = domain_of(scene.walk.victim)
    if domain is None:
        return
    if isinstance(scene.ask(Question("TXT", domain)), NotObserved):
        return
    body = "full" if scene.plain else scene.notice.original.body
    found = verify(content, body, _moment(scene), scene.ask)
    ours = [one for one in found if same_organisation(one.domain, domain) and one.why != "open"]
    if ours:
        best = min(ours, key=_rank)
        yield scene.field(
            _kind(best), best.number, "observed", domain=best.domain, selector=best.selector, why=best.why or None
        )
    others = [one for one in found if one not in ours and one.header == "valid"]
    if others:
        first = others[0]
        yield scene.field("dkim-other-signer", first.number, "observed", domain=first.domain, selector=first.selector)


_TELLING = ("dkim-valid", "dkim-header-only", "dkim-body-changed", "dkim-invalid", "dkim-unknown")
"""The most telling first."""


def _rank(one: Signature) -> int:
    return _TELLING.index(_kind(one))


def _kind(one: Signature) -> str:
    """What it shows. One that leaves From out, or of a domain that only tries it, shows nothing of the author."""
    if one.header == "invalid":
        return "dkim-invalid"
    if one.header == "unknown" or one.testing or "from" not in one.covers:
        return "dkim-unknown"
    if one.body == "invalid":
        return "dkim-body-changed"
    return "dkim-valid" if one.body == "valid" else "dkim-header-only"


def _moment(scene: Scene) -> float | None:
    """When the reporter had it: expiry is judged by that day, not by today."""
    over = scene.walk.hand_over.line
    date = (over.hop.date if over is not None else None) or scene.notice.original.date
    try:
        return datetime.fromisoformat(date).timestamp() if date else None
    except (ValueError, OverflowError):
        return None
