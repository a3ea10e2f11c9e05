r"""T-Online (Deutsche Telekom): the submission hosts fwdNN.

    from HELO (COOKIE@[ip]) by fwd07.t-online.de with (TLSv1.2:CIPHER encrypted) esmtp id 1gAbcD-0AbCde0

COOKIE names the customer in enciphered form; the hosts take mail of their customers only.
"""

from __future__ import annotations

from whosent.model.hop import Hop
from whosent.received.grammar import MAILBOX, WORD, Family, address, compiled, mailbox

_LINE = compiled(
    rf"from ({WORD}) \((?:ID:)?([^ ()]*?)@\[([^\] ]++)\]\) by (fwd\d+(?:\.[\w\-]+)*\.t-online\.de)"
    rf" with (?:\(([^ ():]++)[^()]*+\) )?(\w+)(?: id ({WORD}))?(?: for ({MAILBOX}))?"
)


def parse(head: str, date: str | None) -> Hop | None:
    match = _LINE.fullmatch(head)
    if match is None:
        return None
    helo, cookie, ip, by, tls, protocol, queue_id, recipient = match.groups()
    return Hop(
        by=by, from_helo=helo, from_ip=address(ip), protocol=protocol.upper(), auth=protocol.upper(),
        ident=cookie or None, id=queue_id, for_addr=mailbox(recipient), date=date, tls=tls, family="t-online",
    )  # fmt: skip


FAMILY = Family("t-online", ".t-online.de with ", ("TLS", "TLSv1", "TLS1", "esmtp"), parse)
