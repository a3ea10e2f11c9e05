r"""Webmail programs on our own or a foreign web server: SquirrelMail, Roundcube, Horde/IMP, WorldClient.

    from ip (proxying for ip) (SquirrelMail authenticated user LOGIN) by HOST with HTTP
    from name (ip) via name (ip) by HOST with HTTP (HTTP/1.1 POST)          Roundcube; the last is the peer
    from name (name [ip]) by HOST (Horde Framework) with HTTPS
    from [ip] by HOST via WorldClient with HTTP

What stands before "via" and in "proxying for" comes from X-Forwarded-For and is the browser's word: never the address.
"""

from __future__ import annotations

from whosent.model.hop import Hop
from whosent.received.grammar import NAME, WORD, Family, address, compiled, known

_SQUIRREL = compiled(
    rf"from ({WORD})(?: \(\[([^\] ]++)\]\))?(?: \(proxying for [^()]*+\))?"
    rf" \(SquirrelMail authenticated user ([^()]*+)\);? by ({WORD}) with (HTTPS?)"
)
_ROUNDCUBE = compiled(
    rf"from (?:.{{1,300}} via )?({WORD})(?: [(\[]\[?([^()\[\] ]++)\]?[)\]])? by ({WORD}) with (HTTPS?)"
    r" \(HTTP/\d(?:\.\d)? [A-Z]+\)"
)
_HORDE = compiled(rf"from ({WORD}) \((?:({NAME}) )?\[([^\] ]++)\]\) by ({WORD}) \((?:Horde|IMP)[^()]*+\) with (HTTPS?)")
_WORLDCLIENT = compiled(rf"(?:from ({WORD}) )?by ({WORD}) (?:\([^()]*+\) )?via WorldClient with (HTTPS?)")


_SIGNS = ("SquirrelMail ", " (HTTP/", "(Horde", "(IMP", "WorldClient")


def parse(head: str, date: str | None) -> Hop | None:
    if not any(sign in head for sign in _SIGNS):
        return None
    name = login = None
    if match := _SQUIRREL.fullmatch(head):
        first, second, login, by, protocol = match.groups()
        ip = second or first
        login = login.strip() or None
    elif match := _ROUNDCUBE.fullmatch(head):
        name, ip, by, protocol = match.groups()
        ip = ip or name
    elif match := _HORDE.fullmatch(head):
        _, name, ip, by, protocol = match.groups()
    elif match := _WORLDCLIENT.fullmatch(head):
        ip, by, protocol = match.groups()
    else:
        return None
    rdns = known(name)
    return Hop(
        by=by, from_rdns=None if rdns is None or address(rdns) else rdns, from_ip=address(ip), protocol=protocol,
        auth=login or protocol, login=login, date=date, family="webmail",
    )  # fmt: skip


FAMILY = Family("webmail", "", ("SquirrelMail", "HTTP", "HTTPS", "Horde", "IMP", "WorldClient"), parse)
