r"""Google (Gmail, Workspace, Groups).

from HELO (name. [ip]) by mx.google.com with ESMTPS id d38sm7808380wam.20.2010.10.03 for <rcpt>
    (version=TLS1_3 cipher=... bits=256/256)
from [ip] by mx.google.com with ESMTPS id ...
by 2002:a05:6512::1 with SMTP id x5csp577194lqe             inside Google; no client
by 10.36.251.57 with HTTP                                   web mail
by 10.190.4.196 with POP3 id 4mf308372yxp.131               its POP3 collector
from PROJECT named unknown by gmailapi.google.com with HTTPREST
"""

from __future__ import annotations

from whosent.model.hop import Hop
from whosent.received.grammar import MAILBOX, NAME, WORD, Family, address, auth_word, compiled, known, mailbox

_TAIL = (
    rf" with ([A-Z0-9]+)(?: id ({WORD}))?(?: for (<[^<>]*>|{MAILBOX}))?"
    r"(?: \((?:version=(?:3D)?)?([^ ()]*+)[^()]*+\))?"
)
_CLIENT = compiled(
    rf"from ({WORD}) \((?:({NAME})? )?\[?([0-9A-Fa-f.:]++)\]?\) by ((?:[\w\-]+\.)*(?:google|gmail)\.com){_TAIL}"
)
_LITERAL = compiled(rf"from (\[[0-9A-Fa-f.:]++\]) by ((?:[\w\-]+\.)*(?:google|gmail)\.com){_TAIL}")
_INSIDE = compiled(
    rf"(?:from (\S+ named \S+) )?by (10(?:\.\d+){{3}}|2002:[0-9a-f:]+|(?:[\w\-]+\.)*(?:google|gmail)\.com){_TAIL}"
)

_COLLECTORS = frozenset({"POP3", "IMAP"})


def parse(head: str, date: str | None) -> Hop | None:
    if head.startswith("by "):
        return _inside(head, date)
    if "google" not in head and "gmail" not in head:
        return None
    if match := _CLIENT.fullmatch(head):
        helo, name, ip, by, protocol, queue_id, recipient, tls = match.groups()
    elif match := _LITERAL.fullmatch(head):
        helo, by, protocol, queue_id, recipient, tls = match.groups()
        name, ip = None, helo
    else:
        return _inside(head, date)
    return Hop(
        by=by, from_helo=helo, from_rdns=known(name), from_ip=address(ip), protocol=protocol,
        auth=auth_word(protocol), id=queue_id, for_addr=mailbox(recipient), date=date,
        tls="yes" if tls == "Google" else tls, family="google",
    )  # fmt: skip


def _inside(head: str, date: str | None) -> Hop | None:
    match = _INSIDE.fullmatch(head)
    if match is None:
        return None
    _, by, protocol, queue_id, recipient, _ = match.groups()
    web = protocol is not None and protocol.startswith("HTTP")
    collector = protocol in _COLLECTORS
    return Hop(
        by=by, protocol=protocol, auth="HTTP" if web else auth_word(protocol), id=queue_id,
        for_addr=mailbox(recipient), date=date, family="google", retrieval=collector,
        local=not web and not collector,
    )  # fmt: skip


FAMILY = Family(
    "google",
    "",
    ("10", "2002", "mx", "smtp", "SMTP", "ESMTP", "SMTPS", "ESMTPS", "ESMTPSA", "HTTP", "HTTPREST", "POP3", "named"),
    parse,
)
