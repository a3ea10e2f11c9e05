r"""Delivery into a mail store: Dovecot LMTP and submission (lmtp-client.c, submission-backend), Cyrus lmtpd, biglobe.

    from HELO by HOST with LMTP id ID (envelope-from <sender>) for <rcpt>              over a socket
    from HELO ([ip]) (using TLSv1.3 with cipher ...) by HOST with LMTP id ID (envelope-from <sender>) for <rcpt>
    from HELO ([unix socket]) by HOST (Cyrus v2.4.17) with LMTPA
    by HOST (Dovecot) with LMTP id ID for <rcpt>

Dovecot refuses a HELO that is no domain or literal.
"""

from __future__ import annotations

from whosent.model.hop import Hop
from whosent.received.grammar import (
    INNER,
    LOCAL_PROTOCOLS,
    MAILBOX,
    NAME,
    WORD,
    Family,
    address,
    auth_word,
    compiled,
    known,
    mailbox,
)

_TLS = r"(?: \(using ([^ ()]++)[^()]*+(?:\([^()]*+\)[^()]*+)*+\))?"
_LINE = compiled(
    rf"(?:from ({WORD})(?: \((?:({NAME}) )?\[([^\]]*+)\]\))?{_TLS} )?by ({WORD})(?: \(({INNER})\))? with ([A-Z0-9]+)"
    rf"(?: id ({WORD}))?(?: \(envelope-from ({MAILBOX})\))?(?: for ({MAILBOX}))?"
)


def parse(head: str, date: str | None) -> Hop | None:
    match = _LINE.fullmatch(head)
    if match is None:
        return None
    helo, name, ip, tls, by, product, protocol, queue_id, sender, recipient = match.groups()
    local = protocol in LOCAL_PROTOCOLS
    if not local and sender is None:
        return None
    client = address(ip)
    return Hop(
        by=by, from_helo=helo, from_rdns=known(name) if client else None, from_ip=client, protocol=protocol,
        auth=None if local else auth_word(protocol), id=queue_id, for_addr=mailbox(recipient),
        envelope_from=mailbox(sender), date=date, tls=tls,
        family="cyrus" if product and product.startswith("Cyrus") else "dovecot", local=local,
    )  # fmt: skip


FAMILY = Family("dovecot", " with LMTP", ("LMTP", "LMTPS", "LMTPA", "LMTPSA", "envelope"), parse)
