r"""Courier: courier/module.esmtp/courieresmtpd.C, courier/submit.C.

    from HELO (name [::ffff:ip]) (IDENT: answer, AUTH: LOGIN login, TLS: TLS1.3,256bits,CIPHER) by HOST with ESMTPSA
        id 0000000000254812.000000006B04FC32.000000E8
    from localhost (localhost [127.0.0.1]) (ftp://ftp.isi.edu/in-notes/rfc1894.txt) by HOST with dsn    its bounces
    from user (uid 33) by HOST with local

Bad bytes of the HELO become "_". Addresses are printed in their IPv6 form. `softdnserr`: the PTR lookup failed;
whether a name resolves back is not printed. The RFC 1413 answer is the client's own word and may say ", AUTH:".
"""

from __future__ import annotations

from whosent.model.hop import Hop
from whosent.received.grammar import (
    INNER,
    NAME,
    WORD,
    Family,
    address,
    auth_word,
    compiled,
    known,
    upper,
)

_REMOTE = compiled(
    rf"from ({WORD}) \((?:({NAME}) )?\[([^\] ]++)\]\)((?: \((?:IDENT: |AUTH: |TLS: |ftp:){INNER}\))*+)"
    rf" by ({WORD})(?: with ({WORD}))?(?: id ({WORD}))?"
)
_LOCAL = compiled(rf"from ({WORD}) \(uid (\d{{1,10}})\) by ({WORD}) with ({WORD})(?: id ({WORD}))?")

_SIGNS = ("[::ffff:", "(AUTH: ", "(TLS: ", "(IDENT: ", " (uid ")
_ID = compiled(r"[0-9A-F]{8,16}\.[0-9A-F]{8,16}\.[0-9A-F]{8}")
_AUTH = compiled(r"(?: \(|, )AUTH: (\S+?) ([^ ,()]+)")
_TLS = compiled(r"(?: \(|, )TLS: ([^ ,()]+)")
_IDENT = compiled(r" \(IDENT: ([^ ,()]*)")


def parse(head: str, date: str | None) -> Hop | None:
    # An id of three hexadecimal numbers stands at the end; the TLS and AUTH comments may be missing.
    if head[-9:-8] != "." and not any(sign in head for sign in _SIGNS):
        return None
    match = _REMOTE.fullmatch(head)
    if match is None:
        return _local(head, date)
    helo, name, ip, notes, by, protocol, queue_id = match.groups()
    signed = ip.startswith("::ffff:") or " (AUTH: " in notes or " (TLS: " in notes
    if not signed and not (queue_id and _ID.fullmatch(queue_id)):
        return None
    protocol = upper(protocol)
    ident, auth, login, tls = _notes(notes) if notes else (None, None, None, None)
    return Hop(
        by=by, from_helo=helo, from_rdns=known(name), from_ip=address(ip), protocol=protocol,
        auth=login or auth or auth_word(protocol), login=login, ident=ident, id=queue_id, date=date, tls=tls,
        family="courier", local=protocol == "DSN",
    )  # fmt: skip


def _notes(notes: str) -> tuple[str | None, str | None, str | None, str | None]:
    """ident, mechanism, login, TLS"""
    ident = _IDENT.search(notes)
    # Behind an ident answer nothing is certain: the answer itself may go on with ", AUTH: LOGIN somebody".
    auth = None if ident else _AUTH.search(notes)
    tls = _TLS.search(notes)
    return (
        ident[1] or None if ident else None,
        auth[1] if auth else None,
        auth[2] if auth else None,
        tls[1] if tls else None,
    )


def _local(head: str, date: str | None) -> Hop | None:
    match = _LOCAL.fullmatch(head)
    if match is None:
        return None
    user, uid, by, protocol, queue_id = match.groups()
    return Hop(
        by=by, protocol=upper(protocol), local_user=user, local_uid=int(uid), id=queue_id, date=date,
        family="courier", local=True,
    )  # fmt: skip


FAMILY = Family(
    "courier",
    "[::ffff:",
    ("AUTH", "TLS", "IDENT", "uid", "dsn", "smtp", "esmtp", "esmtps", "SMTP", "ESMTP", "ESMTPS", "ESMTPSA", "ESMTPA"),
    parse,
)
