"""Who handed the returned message to the reporter: one of our hosts, or somebody else (walk, steps 3 and 5)."""

from __future__ import annotations

from collections.abc import Iterator

from whosent.evidence.client import confirmed_as_ours, is_elsewhere, kind_of_client_here, prints_logins
from whosent.evidence.scene import Scene
from whosent.model.evidence import Evidence
from whosent.model.hop import Hop
from whosent.walk.client import stamped_by_client
from whosent.walk.lines import Line

_OURS = {"yes": "handover-ours", "maybe": "handover-maybe-ours", "network": "handover-own-network"}
_FOREIGN = {"server": "handover-foreign-server", "direct": "handover-foreign-direct",
            "unknown": "handover-foreign-unknown"}  # fmt: skip


def collect(scene: Scene) -> Iterator[Evidence]:
    """At most one statement about the hand-over, and what the client tried to look like."""
    walk = scene.walk
    line = walk.hand_over.line
    if walk.handed == "by-us" and scene.plain and walk.entered.line is not None:
        yield scene.at("received-by-us", walk.entered.line)
    if walk.handed in ("unknown", "by-us") or line is None:
        return
    client = line.hop.client
    if walk.hand_over.crossed:
        yield scene.at("reporter-inner-hops", line)
    if walk.handed in _OURS:
        yield scene.at(_OURS[walk.handed], line, client=client)
        return
    if walk.handed == "local":
        yield scene.at("handover-local-at-reporter", line, host=line.hop.by or "?", account=line.hop.account)
        return
    yield scene.at(_foreign_kind(scene, line), line, client=client, helo=line.hop.from_helo or "-")
    if walk.side.complete:
        yield Evidence("own-side-complete", "observed", "option:--own-complete")
    elif walk.side.known or walk.side.forwarder is not None:
        yield Evidence("own-side-partial", "observed", "option:--own")
    if scene.plain and walk.genuine == "ours" and not prints_logins(line.hop):
        yield scene.at("login-not-shown", line, host=line.hop.by or "?")
    yield from _behind(scene, line)
    helo = (line.hop.from_helo or "").lower()
    if helo and (helo in walk.side.own.own_hosts or helo == walk.side.top_host):
        yield scene.at("helo-imitates-us", line, helo=helo, client=client)


_SERVICES = (b"list-unsubscribe", b"feedback-id", b"list-id")
"""Fields of newsletters (RFC 8058, RFC 2919; Feedback-ID: Google's Postmaster Tools)."""
_SERVERS = ("handover-foreign-server", "handover-foreign-relay", "handover-foreign-unknown")


def _behind(scene: Scene, line: Line) -> Iterator[Evidence]:
    """Does the client show that it had the message from somebody: by a line of its own, by one with a login of its
    customer, or as newsletters are marked? Then a thief, a script or the owner may stand behind it."""
    kind, lines = _foreign_kind(scene, line), scene.walk.returned
    below = lines[line.index + 1] if line.index + 1 < len(lines) else None
    if below is not None and below.hop.by is not None and stamped_by_client(below.hop, line.hop):
        ours = scene.walk.side.of_our_organisation(below.hop.by)
        if below.hop.auth and not ours:
            yield scene.at("client-shows-login", below, host=below.hop.by)
        elif kind == "handover-foreign-direct" and not ours:
            yield scene.at("client-wrote-below", below, host=below.hop.by)
    if scene.returned is None or kind not in _SERVERS:
        return
    for name in _SERVICES:
        for number in scene.returned.numbers(name)[:1]:
            yield scene.field("newsletter-by-server", number, "claimed", client=line.hop.client)
            return


def _foreign_kind(scene: Scene, line: Line) -> str:
    walk, hop = scene.walk, line.hop
    if hop.auth:
        return "handover-foreign-login"
    if _on_our_path(scene, hop):
        return "handover-on-path"
    if confirmed_as_ours(scene, hop):
        return "handover-same-organisation"
    if _relays_outward(scene, hop):
        return "handover-foreign-relay"
    below = walk.returned[line.index + 1].hop if line.index + 1 < len(walk.returned) else None
    return _FOREIGN[kind_of_client_here(scene, hop, below)]


def _on_our_path(scene: Scene, hop: Hop) -> bool:
    """Did the same host also deliver the notice to us? Then it may well be ours (an MX in front, a catch-all's
    host)."""
    walk = scene.walk
    if scene.plain:
        return False
    path = [line.hop for line in walk.lines[: walk.outer.inner + 1]]
    if walk.genuine == "agrees" and path:
        path.pop()  # the client at the border is the reporter itself
    return bool(hop.from_ip) and any(other.from_ip == hop.from_ip for other in path)


def _relays_outward(scene: Scene, hop: Hop) -> bool:
    """The reporter took it from this client for a recipient elsewhere and sent it on: it serves the client as a
    smarthost. A forwarder looks different: what it accepted the message for is not the failed recipient."""
    accepted_for = (hop.for_addr or "").lower()
    for recipient in scene.notice.recipients:
        if accepted_for == recipient.address.lower() and is_elsewhere(recipient.remote_mta, hop.by):
            return True
    return False
