r"""Microsoft Exchange, Office 365, Outlook.com, IIS SMTP service, Internet Mail Service.

    from HELO (ip) by HOST (ip) with Microsoft SMTP Server (version=TLS1_2, cipher=...) id 15.20.1.2 via Frontend
        Transport
    from HOST ([ip]) by HOST ([ip%zone]) with mapi id 15.20.1.2         store driver: the message came from a mailbox
    from HOST (ip) by HOST with HTTPS via HOST                          front end to mailbox in Office 365
    from HELO ([ip] unverified) by HOST over TLS secured channel with Microsoft SMTPSVC(7.5.7601.23008)
    from mail pickup service by HOST with Microsoft SMTPSVC
    by HOST with Internet Mail Service (5.5.2653.19) id <3MQDQNK7>

The first name is what the client said in EHLO. SMTPSVC does not restrict it, but nothing of the client's stands
behind the address: the pattern is read from the end.
"""

from __future__ import annotations

from whosent.model.hop import Hop
from whosent.received.grammar import INNER, WORD, Family, address, compiled

_SERVER = compiled(
    rf"from ({WORD}) \(\[?([0-9A-Fa-f.:%]++)\]?\) by ({WORD})(?: \(\[?[0-9A-Fa-f.:%]++\]?\))? with "
    rf"(Microsoft SMTP Server|mapi|HTTPS|Microsoft Exchange Server HTTP-DAV)(?: \(({INNER})\))?"
    rf"(?: id ({WORD}))?(?: via ({WORD}| ?Frontend Transport| ?Mailbox Transport))?"
)
_SMTPSVC = compiled(
    r"from (.*) \(\[([^\] ]++)\](?: unverified| RDNS failed)?\) by ([^ ()]+)( over TLS secured channel)?"
    r" with Microsoft E?SMTPSVC(?:\([^()]*+\))?"
)
_PICKUP = compiled(rf"from mail pickup service by ({WORD}) with Microsoft SMTPSVC(?:\([^()]*+\))?")
_IMS = compiled(rf"by ({WORD}) with Internet Mail Service \([^()]*+\)(?: id ({WORD}))?")
_VERSION = compiled(r"version=(\w+)")

_PROTOCOLS = {"mapi": "MAPI", "HTTPS": "HTTPS", "Microsoft Exchange Server HTTP-DAV": "HTTP-DAV"}


def parse(head: str, date: str | None) -> Hop | None:
    if match := _SERVER.fullmatch(head):
        return _server(match.groups(), date)
    if match := _PICKUP.fullmatch(head):
        return Hop(by=match[1], date=date, family="exchange", local=True)
    if match := _SMTPSVC.fullmatch(head):
        helo, ip, by, tls = match.groups()
        return Hop(
            by=by, from_helo=helo, from_ip=address(ip), protocol="SMTP", date=date, tls="yes" if tls else None,
            family="exchange",
        )  # fmt: skip
    if match := _IMS.fullmatch(head):
        return Hop(by=match[1], id=match[2].strip("<>") if match[2] else None, date=date, family="exchange")
    return None


def _server(fields: tuple[str | None, ...], date: str | None) -> Hop | None:
    helo, ip, by, product, note, queue_id, _ = fields
    client = address(ip)
    if client is None or product is None:
        return None
    protocol = _PROTOCOLS.get(product, "SMTP")
    version = _VERSION.search(note) if note else None
    return Hop(
        by=by, from_helo=helo, from_ip=client, protocol=protocol, auth=protocol if protocol == "HTTP-DAV" else None,
        id=queue_id, date=date, tls=version[1] if version else "yes" if note else None, family="exchange",
        local=protocol == "MAPI",
    )  # fmt: skip


FAMILY = Family("exchange", "with Microsoft ", ("Microsoft", "mapi", "HTTPS", "Internet"), parse)
