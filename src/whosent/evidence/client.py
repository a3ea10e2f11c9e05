"""Questions about clients and other hosts that several families of evidence ask."""

from __future__ import annotations

from whosent.evidence.scene import Scene
from whosent.mail.address import domain_of
from whosent.mail.domain import same_organisation
from whosent.model.hop import Hop
from whosent.model.question import Question, seen
from whosent.walk.client import Client, kind_of_client, looks_access

_PRINT_LOGINS = frozenset({"postfix", "exim", "sendmail", "opensmtpd", "courier", "communigate", "gmx"})


def place_of_client(scene: Scene, ip: str | None) -> dict[str, str]:
    """`country` (ISO 3166-1), `asn` and `type` of an address, as far as the user's own file knows them."""
    if ip is None or not scene.walk.side.own.geo:
        return {}
    return dict(value.split("=", 1) for value in seen(scene.ask(Question("geo", ip))) if "=" in value)


def prints_logins(hop: Hop) -> bool:
    """Is it a mail server whose lines say when the client had logged in (RFC 3848, or a comment)? Of others, Gmail's
    and Exchange's among them, a line without a login says nothing: the owner's mail program leaves the same line."""
    return hop.family in _PRINT_LOGINS


def kind_of_client_here(scene: Scene, hop: Hop, below: Hop | None) -> Client:
    """What kind of machine the client is, as far as we know our own side: where we do not know all of it, nothing that
    bears our name or stands next to our hosts is a stranger."""
    side = scene.walk.side
    kind = kind_of_client(hop, below, tuple(_our_names(scene)), complete=side.complete)
    return "unknown" if kind == "direct" and not side.complete and side.is_neighbour(hop.from_ip) else kind


def is_near(scene: Scene, hop: Hop) -> bool:
    """May this client be one of our hosts that we were not told of? It bears a confirmed name of our organisation, says
    such a name, or stands next to our hosts."""
    if scene.walk.side.complete:
        return False
    if confirmed_as_ours(scene, hop) or scene.walk.side.is_neighbour(hop.from_ip):
        return True
    helo = hop.from_helo
    return not looks_access(hop.from_rdns) and any(same_organisation(helo, name) for name in _our_names(scene))


def confirmed_as_ours(scene: Scene, hop: Hop) -> bool:
    """Does it bear a confirmed name of our organisation?"""
    return bool(hop.rdns_confirmed) and any(same_organisation(hop.from_rdns, name) for name in _our_names(scene))


def _our_names(scene: Scene) -> list[str]:
    walk = scene.walk
    names = [walk.side.top_host or "", domain_of(walk.victim) or ""]
    if walk.side.own.configured:
        names = [*walk.side.own.own_hosts, *names[1:]]
    return [name for name in names if name]


def is_elsewhere(remote_mta: str | None, by: str | None) -> bool:
    """Is `remote_mta` the name of a host outside the reporter's own organisation?"""
    remote = (remote_mta or "").strip("[]")
    return "." in remote and not remote.replace(".", "").isdigit() and not same_organisation(remote, by)
