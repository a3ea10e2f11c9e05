r"""Every MTA that has no grammar of its own: RFC 5321 section 4.4, and what the world makes of it.

    from HELO (name [ip]) by HOST (product) with ESMTP id ID for <rcpt>
    from HELO ([ip]) by HOST with ESMTP id ID          Domino, MDaemon, hMailServer, Post.Office, InterMail, ...
    from HELO (ip) by HOST (product) with SMTP         PowerMTA, KumoMTA, Mercury, Scalix, ...
    from name [ip] by HOST ...                         IMail, MDaemon, Trend Micro, mail stores of USA.net
    from name (HELO helo) ([ip]) by HOST with ESMTP    IronPort, mxlogic
    from [ip] by HOST ...,  from ([ip]) by HOST ...    MailEnable, NTMail

Best effort, but no address is invented. A name and an address count as printed by the MTA only in a comment of one
of these shapes, or beside each other. Two comments with different addresses: one of them may be a HELO, so neither
counts. A login counts only behind the address, because an unknown MTA may let a HELO have blanks and parentheses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from whosent.model.hop import Hop
from whosent.received.grammar import (
    COMMENT,
    INNER,
    LOCAL_PROTOCOLS,
    MAILBOX,
    NAME,
    WORD,
    address,
    auth_word,
    compiled,
    envelope,
    known,
    mailbox,
)

_BY = compiled(r"(?:^|(?<=[ )]))by ([^ ();]++)", re.IGNORECASE)
_FROM = compiled(r"\(?from +", re.IGNORECASE)

_USUAL = compiled(
    rf"(?:from ([^ ()\[<@]++|\[{WORD})(?: \((?:({NAME}) )?\[([^\[\] ]++)\]\))? )?by ([^ ();]++)(?: (\({INNER}\)))?"
    rf"(?: with ({WORD}))?(?: (\([^()]*+\)))?(?: id ({WORD}))?(?: for ({MAILBOX}))?"
)
_NOTE = compiled(r"\((?:auth|using|TLS|account|envelope|version)", re.IGNORECASE)

_COMMENTS = compiled(COMMENT)
_ADDRESS = compiled(
    rf"\( ?(?:(?:IDENT:)?([^ ()]*)@)?(?:(?:({NAME}) ?)?\[([^\[\] ]++)\](?::\d+)?| ?([0-9A-Fa-f.:]++))"
    r"(?: \[[^\[\] ]++\]| unverified| verified| RDNS failed| \(may be forged\)| \(AS\d++[^()]*+\))?"
    r"(?: helo=([^ ()]+))?\)"
)
_GREETING = compiled(r"\((?:HELO|EHLO|LHLO) ?([^ ()]*)\)")
_BESIDE = compiled(rf"({WORD}) \[([^\[\] ]++)\]")
_LITERAL = compiled(r"\[([^\[\] ]++)\]")
_PORT = compiled(r"(\d+(?:\.\d+){3})\.\d+")

_PARTS = compiled(rf"({COMMENT})|\b(id|for|from) +({MAILBOX})|\benvelope-from +({MAILBOX})|([^ ();,]+)", re.IGNORECASE)
_PROTOCOL = compiled(r"((?:UTF8)?(?:E?SMTP|LMTP)S?A?|ASMTP|HTTP[SU]?|local|bsmtp|dsn)(?:/TLS/(\S+))?", re.IGNORECASE)
_LOGIN = compiled(
    r"\((?:authenticated(?: (?:as|user|sender))?:?|AUTH: [^ ()]++|account)"
    r"(?: +(?!bits=|\()([^ (),]++))?[^()]*+(?:\([^()]*+\))?\)",
    re.IGNORECASE,
)
_TLS = compiled(r"\((?:using |version=|cipher=|TLS: |(?=(?:TLS|SSL)v?\d)|(?=[^ ()]+ encrypted\)))([^ (),:]+)")
_PRODUCT = compiled(r"\(/?([A-Za-z.\-]+)")
_CRITICAL_PATH = compiled(r"\((?:\d\.\d\.\d{3}(?:\.\d+)*|NPlex .*)\)")

_FAMILIES = {
    "Axigen": "axigen", "JAMES": "james", "ZoneMTA": "zonemta", "trex": "mailchannels",
    "Coremail": "coremail", "Content": "mailmarshal", "HCL": "domino", "Halon": "halon",
    "Haraka": "haraka", "IBM": "domino", "IceWarp": "icewarp", "InterMail": "intermail", "Kerio": "kerio",
    "KumoMTA": "kumomta", "Lotus": "domino", "MDaemon": "mdaemon", "MTA-v": "intermail", "Mercury": "mercury",
    "Merak": "icewarp", "Mirapoint": "mirapoint", "MOS": "mirapoint", "NAVGW": "navgw", "NPlex": "critical-path",
    "NTMail": "ntmail", "Oracle": "oracle", "PMDF": "oracle", "Post.Office": "post.office", "PowerMTA": "powermta",
    "SG": "sendgrid", "SMTPD": "imail", "Scalix": "scalix", "SimpleEmailService-": "ses", "Smail": "smail",
    "Spam": "barracuda", "Stalwart": "stalwart", "Sun": "oracle", "SurgeMail": "surgemail", "Yandex": "yandex",
    "MailEnable": "mailenable",
    "hMailServer": "hmailserver", "iPlanet": "oracle", "nwsmtp": "yandex",
}  # fmt: skip
"""First word of the product that the line names, in a comment or behind `with` -> family."""


_BARE_ADDRESS_PRODUCTS = (" with HTTP", " via HTTP", " (InterScan", " with Mail2000")
"""An address without brackets may be a HELO, except in these lines."""


class _Client(NamedTuple):
    """What stands between `from` and `by`. `notes`: comments behind the address, the MTA's own for sure."""

    helo: str | None = None
    rdns: str | None = None
    ip: str | None = None
    ident: str | None = None
    user: str | None = None
    bare_ip: str | None = None
    notes: tuple[str, ...] = ()
    words: str = ""


class _Rest(NamedTuple):
    """What stands behind `by HOST`."""

    product: str | None
    protocol: str | None
    queue_id: str | None
    recipient: str | None
    sender: str | None
    family: str
    tls: str | None
    auth: str | None
    login: str | None


def parse(head: str, date: str | None) -> Hop:
    """Never None: a line of no known shape gives an empty hop with its date."""
    if (match := _USUAL.fullmatch(head)) and (hop := _usual(match, date)):
        return hop
    text, by, tail = _split(head)
    start = _FROM.match(text)
    wrapped = text[:1] == "("
    text = text[start.end() :].removesuffix(")") if wrapped and start else text[start.end() :] if start else ""
    client = _client(text) if text else _Client()
    rest = _rest(client, tail)
    protocol = rest.protocol
    helo, user = client.helo, client.user if wrapped else None
    if protocol == "LOCAL" and client.ip is None:
        helo, user = None, user or helo
    ip = client.ip
    if client.bare_ip and any(product in tail for product in _BARE_ADDRESS_PRODUCTS):
        ip = client.bare_ip
    rdns = client.rdns
    if rdns is None and rest.product and _CRITICAL_PATH.fullmatch(rest.product):
        rdns = client.helo if client.helo and client.helo[0] != "[" else None
    # By position up to protocol: for more than 15 keywords CPython builds a dict first.
    return Hop(
        by, helo, rdns, ip, protocol, auth=rest.auth, login=rest.login,
        ident=client.ident, local_user=user, id=rest.queue_id, for_addr=rest.recipient,
        envelope_from=rest.sender, date=date, tls=rest.tls, family=rest.family,
        local=user is not None or protocol in LOCAL_PROTOCOLS or text == "localhost (localhost)",
    )  # fmt: skip


def _split(head: str) -> tuple[str, str | None, str]:
    """What stands before the first `by` outside of comments, the host, and the rest."""
    for match in _BY.finditer(head):
        before = head[: match.start()].rstrip()
        # "from by [192.0.2.1] by ...": the first is a HELO.
        if before.count("(") == before.count(")") and before[-4:].lower() != "from":
            return before, match[1], head[match.end() :]
    return head, None, ""


def _usual(match: re.Match[str], date: str | None) -> Hop | None:
    helo, name, ip, by, product, word, note, queue_id, recipient = match.groups()
    client = address(ip)
    if client is None and (ip or (helo and (helo[0] == "[" or address(helo)))):
        return None
    printed = _PROTOCOL.fullmatch(word) if word else None
    if word == "local" or _NOTE.match(product or "") or _NOTE.match(note or ""):
        return None
    protocol, tls = (printed[1].upper(), printed[2]) if printed else (None, None)
    return Hop(
        by=by, from_helo=known(helo), from_rdns=known(name), from_ip=client, protocol=protocol, auth=_auth(protocol),
        id=queue_id and queue_id.strip("<>"), for_addr=mailbox(recipient), date=date, tls=tls,
        family=_family(product) or _FAMILIES.get(word or "", ""), local=protocol in LOCAL_PROTOCOLS,
    )  # fmt: skip


def _auth(protocol: str | None) -> str | None:
    return "HTTPS" if protocol == "HTTPS" else auth_word(protocol)


def _family(product: str | None) -> str:
    if not product:
        return ""
    name = _PRODUCT.match(product)
    return _FAMILIES.get(name[1], "") if name else "critical-path" if _CRITICAL_PATH.fullmatch(product) else ""


def _client(text: str) -> _Client:
    comments = _COMMENTS.findall(text)
    plain = text.partition("(")[0].strip()
    greeting = next((match for note in comments if (match := _GREETING.fullmatch(note))), None)
    found = [
        (number, match)
        for number, note in enumerate(comments)
        if not _GREETING.fullmatch(note) and (match := _ADDRESS.fullmatch(note))
    ]
    if not found:
        return _without_comment(text, plain, greeting, comments)
    number, match = found[-1]
    first = plain.partition(" ")[0]
    ip = _one_address(match for _, match in found)
    name = known(match[2]) if ip else None
    helo: str | None = match[5] or first or None
    if greeting:
        name, helo = known(first), greeting[1] or None
    elif ip and match[0].endswith(" verified)"):
        name = known(first)
    # Behind a greeting the comments may be the client's.
    notes = () if greeting else tuple(comments[number + 1 :])
    return _Client(helo, name, ip, match[1] or None, notes=notes, words=text.rpartition(")")[2])


def _without_comment(text: str, plain: str, greeting: re.Match[str] | None, comments: list[str]) -> _Client:
    """No comment holds an address: it stands outside, or nowhere."""
    notes = () if greeting else tuple(comments)
    if beside := _BESIDE.fullmatch(plain):
        name, ip = known(beside[1]), address(beside[2])
        return _Client(greeting[1] or None, name, ip, notes=notes) if greeting else _Client(name, None, ip, notes=notes)
    if literal := _LITERAL.fullmatch(plain):
        helo = greeting[1] or None if greeting else plain
        return _Client(helo, None, address(literal[1]), notes=notes)
    if bare := address(plain):
        return _Client(None, bare_ip=bare, notes=notes)
    first, _, more = plain.partition(" ")
    if "@" in first:
        return _Client(user=first.partition("@")[0])
    _, comment, behind = text.rpartition(")")
    helo = known(first) if not (comment and more) else None
    return _Client(helo, words=behind if comment else plain)


def _one_address(matches: Iterable[re.Match[str]]) -> str | None:
    """The address that all comments agree on."""
    found = set()
    for match in matches:
        text = match[3] or match[4]
        with_port = _PORT.fullmatch(text)
        found.add(address(with_port[1] if with_port else text))
    return found.pop() if len(found) == 1 else None


def _rest(client: _Client, text: str) -> _Rest:
    product = protocol = queue_id = recipient = sender = tls = None
    family = ""
    notes = list(client.notes)
    for comment, word, value, envelope_from, other in _PARTS.findall(client.words + " " + text):
        if comment:
            product = product or comment
            family = family or _family(comment)
            notes.append(comment)
        elif word:
            kind = word.lower()
            if kind == "id":
                queue_id = queue_id or value.strip("<>")
            elif kind == "for":
                recipient = recipient or mailbox(value)
            else:
                sender = sender or mailbox(value)
        elif envelope_from:
            sender = mailbox(envelope_from)
        elif protocol is None and (match := _PROTOCOL.fullmatch(other)):
            protocol, tls = match[1].upper(), match[2]
        elif other in _FAMILIES:
            family = _FAMILIES[other]
        elif other == "AUTH" and protocol:
            notes.append("(authenticated)")
    login = auth = None
    for note in notes:
        if match := _LOGIN.fullmatch(note):
            login = match[1]
            auth = login or "authenticated"
        tls = tls or ((match := _TLS.match(note)) and match[1]) or None
        sender = sender or envelope(note)
    return _Rest(product, protocol, queue_id, recipient, sender, family, tls, login or _auth(protocol) or auth, login)
