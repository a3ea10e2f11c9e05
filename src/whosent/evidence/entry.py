"""How it entered our server: the entry line, and whether our server passed it on (walk, step 4)."""

from __future__ import annotations

from collections.abc import Iterator

from whosent.evidence.client import is_elsewhere, is_near, kind_of_client_here, prints_logins
from whosent.evidence.scene import Scene
from whosent.mail.address import domain_of
from whosent.mail.domain import same_organisation
from whosent.model.evidence import Evidence
from whosent.model.hop import Hop
from whosent.walk.account import is_system_account, is_web_account, may_pass_on
from whosent.walk.lines import Line


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
    if walk.entered.through:
        yield scene.at("entry-through-own-host", line, host=hop.by or "?")
    if _other_mta(scene):
        yield scene.at("entry-unlike-our-mta", line, host=hop.by or "?")
    if walk.entered.entry == "login":
        yield scene.at("entry-login", line, login=hop.login or "?", client=hop.client)
    elif walk.entered.entry == "local":
        yield scene.at("entry-local", line, account=hop.account, host=hop.by or "?")
        if is_web_account(hop) and not may_pass_on(hop):
            yield scene.at("entry-web-account", line, account=hop.account)
        if is_system_account(hop):
            yield scene.at("entry-system-account", line, account=hop.account)
        if _handed_in_again(scene, line):
            yield scene.at("handed-in-again", line, account=hop.account)
    elif walk.entered.entry == "loopback":
        yield scene.at("entry-loopback", line, host=hop.by or "?")
    else:
        yield scene.at("entry-relayed", line, client=hop.client, host=hop.by or "?")
        yield from _relayed(scene, line)


def _handed_in_again(scene: Scene, line: Line) -> bool:
    """Does a line of the very host stand directly below a local submission? Then a filter, a redirect or a list may
    have handed in what came from somewhere else. A script can write such a line as well."""
    lines = scene.walk.lines if scene.plain else scene.walk.returned
    if line.index + 1 >= len(lines) or not may_pass_on(line.hop):
        return False
    below, by = lines[line.index + 1].hop.by, line.hop.by
    return below is None or by is None or below.lower() in (by.lower(), "localhost")


_MTAS = frozenset({"postfix", "exim", "sendmail", "opensmtpd", "courier", "qmail", "exchange"})


def _other_mta(scene: Scene) -> bool:
    """Do the lines that a notice reports as ours look like another mail server's than those that the same host wrote
    for the notice itself? Then nobody wrote them there."""
    walk = scene.walk
    if walk.hand_over.line is None:
        return False
    seen = [line.hop for line in walk.lines[: walk.outer.seen + 1]]
    reported = [line.hop for line in walk.returned[walk.hand_over.line.index + 1 : walk.entered.last + 1]]
    return any(_contradict(ours, theirs) for ours in seen for theirs in reported)


def _contradict(seen: Hop, reported: Hop) -> bool:
    """Two lines of one host: another program, or queue ids of another form."""
    if (seen.by or "").lower() != (reported.by or "?").lower() or not {seen.family, reported.family} <= _MTAS:
        return False
    if seen.family != reported.family:
        return True
    return seen.family == "postfix" and None not in (seen.id, reported.id) and _short(seen.id) != _short(reported.id)


_HEX = frozenset("0123456789ABCDEF")


def _short(queue_id: str | None) -> bool:
    """Postfix (mail_queue.h): short queue ids are upper-case hexadecimal, long ones always have a "z" inside; a host
    makes the one kind or the other."""
    return _HEX.issuperset(queue_id or "")


def _relayed(scene: Scene, line: Line) -> Iterator[Evidence]:
    """What kind of client it was, and for whom: taken for one address and handed on to another is passed on; taken for
    the very address that failed, outside our house, is relayed for that client; taken for an address of ours that
    failed here, we accepted and then bounced."""
    walk, hop = scene.walk, line.hop
    if walk.entered.network:
        yield scene.at("relayed-own-network", line, client=hop.client)
        return
    if not prints_logins(hop):
        yield scene.at("login-not-shown", line, host=hop.by or "?")
    below = walk.returned[line.index + 1].hop if line.index + 1 < len(walk.returned) else None
    if is_near(scene, hop):
        yield scene.at("relayed-near-us", line, client=hop.client)
    elif kind_of_client_here(scene, hop, below) == "direct":
        yield scene.at("relayed-direct", line, client=hop.client)
    accepted_for = (hop.for_addr or "").lower()
    failed = [recipient.address.lower() for recipient in scene.notice.recipients]
    if (_sent_elsewhere if walk.handed == "by-us" else _handed_changed)(scene, line, accepted_for, failed):
        yield scene.at("passed-on", line, accepted_for=accepted_for or "?", failed=", ".join(sorted(failed)[:3]))
    elif accepted_for and _failed_here(scene, accepted_for, hop):
        yield scene.at("bounced-own-recipient", line, accepted_for=accepted_for)
    elif accepted_for:
        yield scene.at("relayed-for-client", line, accepted_for=accepted_for)


def _requeued(scene: Scene, line: Line) -> bool:
    """Our host put it into its queue once more (alias, .forward). Inner lines of the reporter do not count."""
    first = scene.walk.hand_over.line.index + 1 if scene.walk.hand_over.line is not None else 0
    return any(above.hop.local for above in scene.walk.returned[first : line.index])


def _sent_elsewhere(scene: Scene, line: Line, accepted_for: str, failed: list[str]) -> bool:
    """Our own notice: did we try to deliver to another address than the one we accepted it for, outside our house?"""
    if not _requeued(scene, line) and (not accepted_for or accepted_for in failed):
        return False
    by, here = line.hop.by, {domain_of(accepted_for), *scene.walk.side.own.domains}
    for recipient in scene.notice.recipients:
        domain = domain_of(recipient.address)
        if is_elsewhere(recipient.remote_mta, by):
            return True
        if domain is not None and domain not in here and not same_organisation(domain, by):
            return True
    return False


def _handed_changed(scene: Scene, line: Line, accepted_for: str, failed: list[str]) -> bool:
    """Somebody else's notice: did we hand it over for another address than the one we accepted it for? The reporter's
    own aliases change the address as well, so what failed says little unless we took it for our own house."""
    if _requeued(scene, line):
        return True
    over = scene.walk.hand_over.line
    handed_for = (over.hop.for_addr or "").lower() if over is not None else ""
    if not accepted_for or not failed:
        return False
    if handed_for:
        return handed_for != accepted_for
    theirs = [over.hop.by if over is not None else None, scene.notice.reporting_mta, *map(domain_of, failed)]
    domain = domain_of(accepted_for)
    return accepted_for not in failed and not any(same_organisation(domain, name) for name in theirs)


def _failed_here(scene: Scene, address: str, hop: Hop) -> bool:
    domain = domain_of(address)
    if domain and domain in scene.walk.side.own.domains:
        return True
    if scene.walk.handed != "by-us":
        return False
    return not any(is_elsewhere(r.remote_mta, hop.by) for r in scene.notice.recipients)
