r"""Oracle Communications Messaging Server and its ancestors (PMDF, SIMS, iPlanet, Sun Java System): hand-overs inside.

    from process-daemon.HOST by HOST (Oracle Communications Messaging Server 8.0 64bit ...) id <ID@HOST> for rcpt
    from HOST (Sun Java System Messaging Server ...) id <ID@HOST>

SMTP hops have the common form, see `generic`. Some owners print another product name: without the true one nothing
is claimed, because the first name may then be a HELO.
"""

from __future__ import annotations

import re

from whosent.model.hop import Hop
from whosent.received.grammar import COMMENT, INNER, MAILBOX, WORD, Family, compiled, mailbox

_PRODUCT = r"Oracle Communications|Sun (?:Java|ONE|Internet)|iPlanet|PMDF|Netscape Messaging"
_INSIDE = compiled(
    rf"from (?:[\w\-]*(?:daemon|conversion|reprocess)(?:\.{WORD})? by )?({WORD}) \((?:{_PRODUCT}){INNER}\)"
    rf" id <([^<> ]++)>(?: for ({MAILBOX}))?(?: {COMMENT})?",
    re.IGNORECASE,
)


def parse(head: str, date: str | None) -> Hop | None:
    match = _INSIDE.fullmatch(head)
    if match is None:
        return None
    by, queue_id, recipient = match.groups()
    return Hop(by=by, id=queue_id, for_addr=mailbox(recipient), date=date, family="oracle", local=True)


FAMILY = Family("oracle", " id <", (), parse)
