r"""Postfix: smtpd.c, pickup.c, cleanup_message.c, forward.c, bounce_notify_util.c.

    from HELO (verified-name-or-unknown [ip]) (using TLS... ) (Client CN ...) (Authenticated sender: login)
        by HOST (Postfix) with ESMTPSA id QUEUEID for <rcpt>
    by HOST (Postfix, from userid 33) id QUEUEID          pickup: the sendmail command
    by HOST (Postfix) id QUEUEID                          bounce, local forward, and smtpd_hide_client_session

smtpd replaces blanks and `<>()\";@` in the HELO by "?"; the comments' texts are sanitised so that parentheses
balance. The client's name is printed only if it resolves back to the address. A before-queue filter's smtpd
prints no id. AOL and others print their own name in place of "Postfix"; their TLS comment gives them away.
"""

from __future__ import annotations

from whosent.model.hop import Hop
from whosent.received.grammar import (
    COMMENT,
    INNER,
    MAILBOX,
    NAME,
    WORD,
    Family,
    address,
    auth_word,
    compiled,
    envelope,
    known,
    mailbox,
    upper,
)

_TAIL = rf"(?: with ({WORD}))?(?: id ({WORD}))?(?: for ({MAILBOX}))?((?: {COMMENT})*+)"

_SMTPD = compiled(
    rf"from ({WORD}) \(({NAME}) \[([^\] ]*+)\](?::\d+)?\)((?: {COMMENT})*+) ?by ({WORD}) \(({INNER})\){_TAIL}"
)
_NO_CLIENT = compiled(
    rf"by ({WORD}) \(({INNER})\)(?: via ([A-Z]+))?(?: with ({WORD}))?(?: id ({WORD}))?(?: for ({MAILBOX}))?"
)

# Only top-level comments count: a certificate's name may hold "(Authenticated sender: x)" as well.
_NOTE = compiled(COMMENT)
_TLS = compiled(r"\(using (\S+) with cipher \S+ \(\d+/\d+ bits\)")
_LOGIN = "(Authenticated sender: "
_USERID = compiled(r"(.*), from userid (\d{1,10})")


def parse(head: str, date: str | None) -> Hop | None:
    match = _SMTPD.fullmatch(head)
    if match is None:
        return _without_client(head, date)
    helo, name, ip, notes, by, product, protocol, queue_id, recipient, rest = match.groups()
    login = tls = None
    if notes:
        login, tls = _notes(notes)
    if "Postfix" not in product and tls is None:
        return None
    protocol = upper(protocol)
    rdns = known(name)
    client = address(ip)
    return Hop(
        by=by, from_helo=helo, from_rdns=rdns, from_ip=client, protocol=protocol,
        auth=login or auth_word(protocol), login=login, id=queue_id, for_addr=mailbox(recipient),
        envelope_from=envelope(rest) if rest else None, date=date, tls=tls, family="postfix",
        rdns_confirmed=True if rdns and client else None,
    )  # fmt: skip


def _notes(notes: str) -> tuple[str | None, str | None]:
    login = tls = None
    for note in _NOTE.findall(notes):
        if match := _TLS.match(note):
            tls = match[1]
        elif note.startswith(_LOGIN):
            login = note[len(_LOGIN) : -1].strip() or None
    return login, tls


def _without_client(head: str, date: str | None) -> Hop | None:
    match = _NO_CLIENT.fullmatch(head)
    if match is None:
        return None
    by, product, via, protocol, queue_id, recipient = match.groups()
    user = _USERID.fullmatch(product)
    if user is None and "Postfix" not in product and via != "BOUNCE":
        return None
    protocol = upper(protocol)
    return Hop(
        by=by, protocol=protocol, auth=auth_word(protocol), local_uid=int(user[2]) if user else None, id=queue_id,
        for_addr=mailbox(recipient), date=date, family="postfix",
        # A recipient is printed by smtpd only: a client session that was hidden on purpose.
        local=user is not None or (protocol is None and recipient is None),
    )  # fmt: skip


FAMILY = Family("postfix", "(Postfix", ("Postfix", "using", "Authenticated", "userid", "BOUNCE"), parse)
