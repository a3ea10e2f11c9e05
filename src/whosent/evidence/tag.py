"""Our own tags: does the bounce come back to an address that we tagged, or to a Message-ID that we signed?

A tag shows that mail left us with it within its lifetime, not that it was this message: whoever got one may use it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from whosent.auth.srs import unwrap_srs
from whosent.evidence.scene import Scene
from whosent.mail.address import domain_of, first_address
from whosent.mail.date import moment_of
from whosent.model.evidence import Evidence
from whosent.model.question import Observed, Question
from whosent.walk.coverage import QUEUE_LIFETIME

_KINDS = {"valid": "tag-valid", "expired": "tag-expired", "false": "tag-false"}
"""The most telling first. A foreign tag says nothing to us."""
_FIELDS = (b"x-original-to", b"envelope-to", b"delivered-to", b"to")
_DAY = 86_400


def collect(scene: Scene) -> Iterator[Evidence]:
    """Nothing where the user gave no keys."""
    if not scene.walk.side.own.tags:
        return
    if not scene.plain:
        yield from _address(scene)
    original = scene.notice.original
    message_id = (original.message_id or "").strip().strip("<>")
    if message_id and original.from_addr and _is_ours(scene, original.from_addr):
        worth = _ask(scene, Question("named", f"{message_id}\t{original.from_addr}"))
        if worth in ("valid", "false"):
            kind = "message-id-signed" if worth == "valid" else "message-id-false"
            yield Evidence(kind, "observed", "returned:Message-ID", {"message_id": message_id})


def _address(scene: Scene) -> Iterator[Evidence]:
    came = _came(scene)
    addresses = [one for one in _addresses(scene) if _is_ours(scene, one)]
    if came is None or not addresses:
        return
    day = int(came.timestamp() // _DAY)
    worth = {_ask(scene, Question("tag", f"{address}\t{day}")): address for address in reversed(addresses)}
    telling = next((one for one in _KINDS if one in worth), None)
    if telling is not None:
        yield Evidence(_KINDS[telling], "observed", "option:--batv", {"address": worth[telling] or ""})
    elif worth.keys() == {""} and _all_were_tagged(scene, came):
        since = scene.walk.side.own.tagged_since or ""
        yield Evidence("tag-missing", "observed", "option:--batv", {"address": addresses[0], "since": since})


def _addresses(scene: Scene) -> Iterator[str]:
    """To whom the notice came, and whom it names as the sender of what it returns, with their tags."""
    walk, head, original = scene.walk, scene.head, scene.notice.original
    found = [line.hop.for_addr for line in walk.lines[: walk.outer.inner + 1]]
    found += [first_address(head.get(name)) for name in _FIELDS]
    found += [original.envelope_from, walk.returned[0].hop.envelope_from if walk.returned else None]
    for address in dict.fromkeys(one for one in found if one):
        yield unwrap_srs(address) or address


def _is_ours(scene: Scene, address: str) -> bool:
    own, domain = scene.walk.side.own, domain_of(address)
    return domain in (own.domains or (domain_of(scene.walk.victim),))


def _ask(scene: Scene, question: Question) -> str | None:
    """None: not known. Empty: there is no tag."""
    answer = scene.ask(question)
    return "".join(answer.values[:1]) if isinstance(answer, Observed) else None


def _came(scene: Scene) -> datetime | None:
    """When our border took the notice in."""
    lines = scene.walk.lines[: scene.walk.outer.inner + 1]
    return next((moment for line in reversed(lines) if (moment := moment_of(line.hop.date)) is not None), None)


def _all_were_tagged(scene: Scene, came: datetime) -> bool:
    """Was it sent when everything that left us bore a tag, however long it lay in queues?"""
    since = moment_of(f"{scene.walk.side.own.tagged_since}T00:00:00+00:00")
    return since is not None and came - 2 * QUEUE_LIFETIME - timedelta(days=1) >= since
