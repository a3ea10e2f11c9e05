"""How it entered our server: the entry line, and whether our server passed it on (walk, step 4)."""

from __future__ import annotations

from collections.abc import Iterator

from whosent.evidence.handover import is_elsewhere
from whosent.evidence.notice import client_name
from whosent.evidence.scene import Scene
from whosent.mail.address import domain_of
from whosent.model.evidence import Evidence
from whosent.model.hop import Hop
from whosent.walk.lines import Line

# Accounts that web servers run under: Debian 33, RHEL and Fedora 48, SUSE 30, FreeBSD 80, nobody 65534 and 99.
_WEB_UIDS = frozenset({33, 48, 30, 80, 81, 99, 65534})
_WEB_USERS = frozenset({"www-data", "apache", "httpd", "nginx", "wwwrun", "www", "nobody", "http", "lighttpd", "caddy",
                        "web", "webserver", "php-fpm", "apache2", "daemon"})  # fmt: skip


def collect(scene: Scene) -> Iterator[Evidence]:
    """The entry and what its line shows about a hand-on to outside."""
    walk = scene.walk
    if walk.handed not in ("by-us", "yes", "maybe"):
        return
    line = walk.entered.line
    if line is None:
        yield Evidence("entry-not-shown", "reported", "returned:Received")
        return
    hop = line.hop
    if walk.entered.sibling:
        yield scene.at("entry-through-sibling", line)
    if walk.entered.entry == "login":
        yield scene.at("entry-login", line, login=hop.login or "?", client=client_name(hop))
    elif walk.entered.entry == "local":
        yield scene.at("entry-local", line, account=_account(hop), host=hop.by or "?")
        if hop.local_uid in _WEB_UIDS or (hop.local_user or "").lower() in _WEB_USERS:
            yield scene.at("entry-web-account", line, account=_account(hop))
    elif walk.entered.entry == "loopback":
        yield scene.at("entry-loopback", line, host=hop.by or "?")
    else:
        yield scene.at("entry-relayed", line, client=client_name(hop), host=hop.by or "?")
        yield from _passed_on(scene, line)


def _account(hop: Hop) -> str:
    return hop.local_user if hop.local_user is not None else str(hop.local_uid)


def _passed_on(scene: Scene, line: Line) -> Iterator[Evidence]:
    """Taken from outside for one address, failed at another: passed on. Taken for the very address that failed, outside
    our house: relayed for that client. Taken for an address of ours that failed here: we accepted and then bounced."""
    walk, hop = scene.walk, line.hop
    if walk.entered.network:
        yield scene.at("relayed-own-network", line, client=client_name(hop))
        return
    accepted_for = (hop.for_addr or "").lower()
    failed = {recipient.address.lower() for recipient in scene.notice.recipients}
    requeued = any(above.hop.local for above in walk.returned[: line.index])
    if requeued or (accepted_for and failed and accepted_for not in failed):
        yield scene.at("passed-on", line, accepted_for=accepted_for or "?", failed=", ".join(sorted(failed)[:3]))
    elif accepted_for and _failed_here(scene, accepted_for, hop):
        yield scene.at("bounced-own-recipient", line, accepted_for=accepted_for)
    elif accepted_for:
        yield scene.at("relayed-for-client", line, accepted_for=accepted_for)


def _failed_here(scene: Scene, address: str, hop: Hop) -> bool:
    domain = domain_of(address)
    if domain and domain in scene.walk.side.own.domains:
        return True
    if scene.walk.handed != "by-us":
        return False
    return not any(is_elsewhere((r.remote_mta or "").strip("[]"), hop.by) for r in scene.notice.recipients)
