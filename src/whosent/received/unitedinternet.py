r"""GMX, WEB.DE, 1&1/IONOS (kundenserver.de): "Nemesis", and before it a qmail of their own.

    from HELO ([ip]) by mail.gmx.net (mrgmx005 [212.227.17.190]) with ESMTPSA (Nemesis) id 1MTzSf-1qT for <rcpt>
    from [ip] (helo=HELO) by mx.kundenserver.de (node=mxeu17) with ESMTP (Nemesis), id 0MKxIC-1FE8W0 for rcpt
    from [ip] ([ip]) by 3c-app-gmx-bs01.server.lan (via HTTP)              web mail
    from name (EHLO HELO) [ip] by mail.gmx.net (mp033) with SMTP           customers only: mail.gmx.net is no MX
    from client.hidden.invalid by mail.gmx.net (mrgmx005 [212.227.17.190]) with ESMTPSA (Nemesis) id 1MfYPi-1xJtJZ
    from mda by mogmxus001.server.lan id 0LvVA5-1Y3oYj34nD                 inside

HELO is one word.
"""

from __future__ import annotations

from whosent.model.hop import Hop
from whosent.received.grammar import (
    COMMENT,
    MAILBOX,
    NAME,
    WORD,
    Family,
    address,
    auth_word,
    compiled,
    known,
    mailbox,
    upper,
)

_TAIL = (
    rf" by ({WORD}) \([^()]*+\) with ({WORD})(?: \(Nemesis\))?(?: \(TLS[^()]*+\))?,?(?: id ({WORD}))?"
    rf"(?: for ({MAILBOX}))?"
)
_NEMESIS = compiled(rf"from ({WORD})(?: \(\[([^\] ]++)\]\))?{_TAIL}")
_HELO = compiled(rf"from \[([^\] ]++)\] \(helo=([^ ()]*)\){_TAIL}")
_OLD = compiled(rf"from ({NAME}) \((?:EHLO|HELO) ([^ ()]*)\) \[([^\] ]++)\]{_TAIL}")
_WEB = compiled(rf"from (\[?[0-9A-Fa-f.:]++\]?)(?: \(\[([^\] ]++)\]\))?(?: {COMMENT})? by ({WORD}) \(via (HTTPS?)\)")
_INSIDE = compiled(rf"from (?:mda|mx|mout|mrelay\w*) by ({WORD}) id ({WORD})")

_SIGNS = ("(Nemesis)", " by mail.gmx.", "(via HTTP", "from m")
_HIDDEN = "client.hidden.invalid"
_CUSTOMERS = ("mail.gmx.net", "mail.gmx.com")


def parse(head: str, date: str | None) -> Hop | None:
    if not any(sign in head for sign in _SIGNS):
        return None
    name = None
    if match := _NEMESIS.fullmatch(head):
        helo, ip, *tail = match.groups()
        if helo == _HIDDEN:
            helo = None
    elif match := _HELO.fullmatch(head):
        ip, helo, *tail = match.groups()
    elif match := _OLD.fullmatch(head):
        name, helo, ip, *tail = match.groups()
    elif match := _WEB.fullmatch(head):
        first, ip, by, protocol = match.groups()
        return Hop(by=by, from_ip=address(ip or first), protocol=protocol, auth=protocol, date=date, family="gmx")
    elif match := _INSIDE.fullmatch(head):
        return Hop(by=match[1], id=match[2], date=date, family="gmx", local=True)
    else:
        return None
    by, protocol, queue_id, recipient = tail
    if "Nemesis" not in head and by not in _CUSTOMERS:
        return None
    protocol = upper(protocol)
    return Hop(
        by=by, from_helo=helo or None, from_rdns=known(name), from_ip=address(ip), protocol=protocol,
        auth=auth_word(protocol) or (protocol if by in _CUSTOMERS else None), id=queue_id,
        for_addr=mailbox(recipient), date=date, family="gmx",
    )  # fmt: skip


FAMILY = Family("gmx", "(Nemesis)", ("Nemesis", "via", "EHLO", "HELO", "mda", "mx", "mout"), parse)
