r"""XMail.

from HELO ([ip]:port) by HOST with [XMail 1.20 ESMTP Server] id <S72E> for <rcpt> from <sender>
"""

from __future__ import annotations

from whosent.model.hop import Hop
from whosent.received.grammar import MAILBOX, WORD, Family, address, compiled, mailbox

_LINE = compiled(
    rf"from ({WORD}) \(\[?([0-9A-Fa-f.:]++)\]?(?::\d+)?\) by ({WORD}) with \[XMail \S+ (\w+) Server\]"
    rf"(?: id <?([^ <>]+)>?)?(?: for ({MAILBOX}))?(?: from ({MAILBOX}))?"
)


def parse(head: str, date: str | None) -> Hop | None:
    match = _LINE.fullmatch(head)
    if match is None:
        return None
    helo, ip, by, protocol, queue_id, recipient, sender = match.groups()
    return Hop(
        by=by, from_helo=helo, from_ip=address(ip), protocol=protocol.upper(), id=queue_id, for_addr=mailbox(recipient),
        envelope_from=mailbox(sender), date=date, family="xmail",
    )  # fmt: skip


FAMILY = Family("xmail", "[XMail ", ("XMail",), parse)
