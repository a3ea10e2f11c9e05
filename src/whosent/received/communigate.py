r"""CommuniGate Pro.

    from [ip] (HELO helo) by HOST (CommuniGate Pro SMTP 5.1.13) with ESMTP id 9823077 for rcpt
    from [ip] (account LOGIN HELO helo) by ...       logged in
    from name ([ip] verified) by ...                 HELO is a name that resolves to the address
    from [ip] (account LOGIN) by HOST (CommuniGate Pro XIMSS|WebUser|HTTP ...) with HTTPU
    from <sender> by HOST (CommuniGate Pro RULES|LIST|PIPE|GROUP ...) with RULES      made inside

HELO is one word; the address stands before it. The program's name can be changed by the owner.
"""

from __future__ import annotations

from whosent.model.hop import Hop
from whosent.received.grammar import (
    INNER,
    MAILBOX,
    NAME,
    WORD,
    Family,
    address,
    auth_word,
    compiled,
    mailbox,
    upper,
)

_TAIL = rf" by ({WORD}) \(({INNER})\)(?: with ({WORD}))?(?: id ({WORD}))?(?: for ({MAILBOX}))?"
_HELO = compiled(
    rf"from \[([^\] ]++)\](?: \((?:account ([^ ()]+))?(?: ?\[[^\] ]++\](?: verified)?)?(?: ?HELO ([^ ()]*))?\))?{_TAIL}"
)
_VERIFIED = compiled(rf"from ({NAME}) (?:\(account ([^ ()]+)\) )?\(\[([^\] ]++)\] verified\){_TAIL}")
_INSIDE = compiled(rf"from ({MAILBOX}){_TAIL}")


def parse(head: str, date: str | None) -> Hop | None:
    name = helo = ip = login = None
    if match := _HELO.fullmatch(head):
        ip, login, helo, *tail = match.groups()
    elif match := _VERIFIED.fullmatch(head):
        name, login, ip, *tail = match.groups()
        helo = name
    elif (match := _INSIDE.fullmatch(head)) and "CommuniGate" in match[3]:
        _, *tail = match.groups()
    else:
        return None
    by, product, protocol, queue_id, recipient = tail
    if "CommuniGate" not in product and not (login or name):
        return None
    protocol = upper(protocol)
    return Hop(
        by=by, from_helo=helo or None, from_rdns=name, from_ip=address(ip), protocol=protocol,
        auth=login or auth_word(protocol), login=login, id=queue_id, for_addr=mailbox(recipient), date=date,
        family="communigate", rdns_confirmed=True if name else None, local=ip is None,
    )  # fmt: skip


FAMILY = Family("communigate", "(CommuniGate ", ("account",), parse)
