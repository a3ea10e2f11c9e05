r"""OpenSMTPD: smtp_session.c.

    from HELO (name [ip]) by HOST (OpenSMTPD) with ESMTPSA id 9bd10ac3 (TLSv1.3:CIPHER:256:NO) auth=yes user=LOGIN
        for <rcpt>
    from HOST (HOST [local]) by ...      the sendmail command; always marked as authenticated
    by HOST (OpenSMTPD) ...              `listen on ... mask-src`

HELO must be a domain or an address literal. The name is what the PTR record says; whether it resolves back is
not printed. Versions before 5.4 put a semicolon after each part.
"""

from __future__ import annotations

from whosent.model.hop import Hop
from whosent.received.grammar import MAILBOX, WORD, Family, address, auth_word, compiled, known, mailbox, upper

_LINE = compiled(
    rf"(?:from ({WORD}) \(([^ ()\[\]]+) \[([^\] ]++)\]\);? )?by ({WORD}) \(OpenSMTPD\) with ({WORD}) id ([^ ();]+);?"
    rf"(?: \(([^ ():]+):[^()]*+\))?(?: auth=(?:yes|no))?(?: user=([^ ();]+))?(?: for ({MAILBOX}))?"
)


def parse(head: str, date: str | None) -> Hop | None:
    match = _LINE.fullmatch(head)
    if match is None:
        return None
    helo, name, ip, by, protocol, queue_id, tls, login, recipient = match.groups()
    protocol = upper(protocol)
    local = ip == "local"
    client = address(ip)
    return Hop(
        by=by, from_helo=helo, from_rdns=known(name) if client else None, from_ip=client, protocol=protocol,
        auth=None if local else login or auth_word(protocol), login=login, id=queue_id, for_addr=mailbox(recipient),
        date=date, tls=tls, family="opensmtpd", local=local,
    )  # fmt: skip


FAMILY = Family("opensmtpd", "(OpenSMTPD)", ("OpenSMTPD",), parse)
