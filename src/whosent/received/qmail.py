r"""qmail and its heirs (netqmail, notqmail, s/qmail, qmail-ldap, indimail, qpsmtpd): received.c, qmail-queue.c.

    from NAME (HELO helo) (ident@ip) by HOST with ESMTPS      HELO is left out where it equals NAME
    (qmail 4711 invoked from network), (qmail 4711 invoked by uid 33), (qmail 4711 invoked for bounce)

Bytes that are unsafe in a header become "?", so HELO and ident have no blanks and no parentheses. Yahoo, IronPort,
Zimbra (LHLO), Mirapoint and mail filters write the same form with small changes. Patches put the login where ident
stands; the line does not say so, hence it stays `ident`. Yahoo's "with login" does say so. Nothing tells whether
NAME resolves back.
"""

from __future__ import annotations

import re

from whosent.model.hop import Hop
from whosent.received.grammar import (
    INNER,
    LOCAL_PROTOCOLS,
    MAILBOX,
    WORD,
    Family,
    address,
    auth_word,
    compiled,
    envelope,
    known,
    mailbox,
)

_NOTES = rf"(?: \((?:envelope|version=|cipher|using |[^ ()]+ encrypted){INNER}\))*+"
_LINE = compiled(
    rf"from ({WORD})(?: \((HELO|EHLO|LHLO) ?([^ ()]*)\))? \((?:([^ ()]+)@)?(\[)?([0-9A-Fa-f.:]++)\]?(?: with (\w+))?\)"
    rf"({_NOTES}) by ({WORD})(?: ?\(({INNER})\))?(?: with (?:(\S+) encrypted )?({WORD})({_NOTES}))?"
    rf"(?: (?:id|ID) ({WORD}))?(?: for ({MAILBOX}))?({_NOTES})"
)
_PROTOCOL = compiled(r"([A-Z0-9]{0,12}(?:SMTP|LMTP|HTTP)[A-Z]{0,12})(?:/TLS/(\S+))?", re.IGNORECASE)
_CIPHER = compiled(r" \((\S+) encrypted")

_QUEUE = compiled(
    r"(?:\(qmail \S+(?: messnum \d+)? |indimail-mta queue \d+ by host (\S+) \()"
    r"invoked (?:by uid (\d{1,10})|(?:by|for|from) [a-z]+(?:\[[^\]]*\])?)\)"
)


def parse(head: str, date: str | None) -> Hop | None:
    if "LO " not in head and "qmail" not in head and ("[" in head or ") by " not in head):
        return _queue(head, date)
    match = _LINE.fullmatch(head)
    if match is None:
        return _queue(head, date)
    name, verb, helo, ident, bracket, ip, mechanism, notes, by, product, cipher, word, tls, *tail = match.groups()
    protocol = _PROTOCOL.fullmatch(word) if word else None
    if verb is None and not _plain(bracket, product, protocol, tail[0]):
        return None
    queue_id, recipient, rest = tail
    rdns = known(name)
    printed = protocol[1].upper() if protocol else None
    cipher = cipher or (protocol and protocol[2]) or (tls and (m := _CIPHER.match(tls)) and m[1]) or None
    login = ident if mechanism else None
    return Hop(
        by=by, from_helo=(helo or None) if verb else rdns, from_rdns=rdns, from_ip=address(ip), protocol=printed,
        auth=login or mechanism or auth_word(printed), login=login, ident=None if mechanism else ident, id=queue_id,
        for_addr=mailbox(recipient), envelope_from=envelope(notes + rest), date=date, tls=cipher, family="qmail",
        local=printed in LOCAL_PROTOCOLS,
    )  # fmt: skip


def _plain(bracket: str | None, product: str | None, protocol: re.Match[str] | None, queue_id: str | None) -> bool:
    """Without `(HELO x)` only the bare form is qmail's: other MTAs print the HELO there, not the resolved name."""
    if product:
        return "qmail" in product or product.startswith("qp ")
    return bracket is None and protocol is not None and queue_id is None


def _queue(head: str, date: str | None) -> Hop | None:
    match = _QUEUE.fullmatch(head) if "invoked " in head else None
    if match is None:
        return None
    by, uid = match.groups()
    return Hop(by=by, local_uid=int(uid) if uid else None, date=date, family="qmail", local=True)


FAMILY = Family(
    "qmail",
    "(HELO ",
    (
        "HELO",
        "EHLO",
        "LHLO",
        "qmail",
        "invoked",
        "queue",
        "SMTP",
        "ESMTP",
        "SMTPS",
        "ESMTPS",
        "ESMTPA",
        "ESMTPSA",
        "encrypted",
    ),
    parse,
)
