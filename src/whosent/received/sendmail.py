r"""Sendmail 8 and what was built from it (Sentrion, Switch, Proofpoint): `HReceived` in cf/m4/proto.m4.

    from HELO (ident@name [ip] (may be forged)) (authenticated bits=0) by HOST (V/Z) with ESMTPSA id ID
        (version=TLSv1.3 cipher=... bits=256 verify=NO) for <rcpt>
    (from user@localhost) by HOST (V/Z/Submit) id ID for rcpt       the sendmail command
    from user@localhost by ...,  from HELO (user@localhost) by ...   sendmail -bs, very old versions
    from localhost (localhost) by HOST (V/Z) id ID                   its own bounces

HELO has letters, digits and `[].-_#:` (srvrsmtp.c), the RFC 1413 answer is cleaned (daemon.c, cleanstrcpy).
"may be forged": the name does not resolve to the address. Versions are often masked: (V8/cf), (R8/cf).
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

_IDENT = r"(?:(?:IDENT:)?([^ ()@\[\]]*)@)?"
_TAIL = (
    rf" by ({WORD})(?: \(({INNER})\))?(?: with ({WORD}))?(?: id ({WORD}))?"
    rf"(?: \(version=([^ ()]*+)[^()]*+(?:\([^()]*+\)[^()]*+)?\))?(?: for ({MAILBOX}))?((?: {COMMENT})*+)"
)
_REMOTE = compiled(
    rf"from ({WORD}) \({_IDENT}(?:({NAME}) ?)?(?:\[([^\] ]*+)\])?( \(may be forged\))?\)"
    rf"((?: \(auth[^()]*+(?:\([^()]*+\))?\))?){_TAIL}"
)
_NO_HELO = compiled(rf"\(from {_IDENT}(?:({NAME}) ?)?(?:\[([^\] ]*+)\])?( \(may be forged\))?\){_TAIL}")
_BARE_USER = compiled(rf"from ([^ ()@\[\]]+)@localhost{_TAIL}")

_VERSION = compiled(r"(?:[5-8]\.\d[\w.+\-]*/|[A-Z]?8/cf|Switch-)")
_LOGIN = compiled(r" \(authenticated(?: as ([^ ()]+))?")


def parse(head: str, date: str | None) -> Hop | None:
    helo = name = ip = forged = auth = None
    if match := _REMOTE.fullmatch(head):
        helo, ident, name, ip, forged, auth, by, version, protocol, queue_id, tls, recipient, rest = match.groups()
    elif match := _NO_HELO.fullmatch(head):
        ident, name, ip, forged, by, version, protocol, queue_id, tls, recipient, rest = match.groups()
    elif match := _BARE_USER.fullmatch(head):
        ident, by, version, protocol, queue_id, tls, recipient, rest = match.groups()
    else:
        return None
    if not (forged or auth or (version and _VERSION.match(version))) or (ip is None and address(name)):
        return None
    protocol = upper(protocol)
    client = address(ip)
    rdns = known(name) if client else None
    word, login = _authentication(auth, protocol) if auth else (auth_word(protocol), None)
    local = ip is None
    # By position up to protocol: for more than 15 keywords CPython builds a dict first.
    return Hop(
        by, helo, rdns, client, protocol, auth=word, login=login,
        ident=None if local else ident or None, local_user=ident if local and ident else None, id=queue_id,
        for_addr=mailbox(recipient), envelope_from=envelope(rest) if rest else None, date=date, tls=tls or None,
        family="sendmail", rdns_confirmed=None if rdns is None else not forged, local=local,
    )  # fmt: skip


def _authentication(note: str, protocol: str | None) -> tuple[str | None, str | None]:
    """The word for `auth`, and the login, which only site-made texts print."""
    match = _LOGIN.match(note)
    login = match[1] if match else None
    return login or auth_word(protocol) or "authenticated", login


FAMILY = Family("sendmail", " (8.", ("8", "5", "6", "V8", "R8", "Switch", "authenticated", "may"), parse)
