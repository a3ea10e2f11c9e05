r"""Momentum (Ecelerity) of Message Systems, SparkPost.

    from [ip] ([ip:port] helo=HELO) by HOST (envelope-from <sender>) (ecelerity 3.6.1 r(...))
        with ESMTPS (cipher=...) id ID
    from name ([ip:port] helo=HELO) by ...
    from ([ip:port] helo=HELO) by ...
    from [127.0.0.1] ([local]) by ...           made inside

HELO cannot hold blanks; the address stands before it.
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
    envelope,
    mailbox,
    upper,
)

_LINE = compiled(
    rf"from (?:(\[[^\] ]*\]|{NAME}) )?\(\[([^\] ]++)\](?::\d+)?(?: helo=([^ ()]*))?\) by ({WORD})((?: {COMMENT})*+)"
    rf"(?: with ({WORD})((?: {COMMENT})*+))?(?: id ({WORD}))?(?: for ({MAILBOX}))?"
)
_CIPHER = compiled(r"cipher=([^ ()]+)")


def parse(head: str, date: str | None) -> Hop | None:
    match = _LINE.fullmatch(head)
    if match is None:
        return None
    name, ip, helo, by, notes, protocol, more, queue_id, recipient = match.groups()
    if "ecelerity" not in notes and ":" not in ip:
        return None
    client = address(ip)
    protocol = upper(protocol)
    cipher = _CIPHER.search(more) if more else None
    return Hop(
        by=by, from_helo=helo or None, from_rdns=None if not name or name.startswith("[") else name, from_ip=client,
        protocol=protocol, auth=auth_word(protocol), id=queue_id, for_addr=mailbox(recipient),
        envelope_from=envelope(notes), date=date, tls=cipher[1] if cipher else None, family="momentum",
        local=ip == "local",
    )  # fmt: skip


FAMILY = Family("momentum", "(ecelerity ", ("ecelerity",), parse)
