"""The hand-over: the line in which the reporter took the message from somebody else (walk, step 3).

By position, not by names: a spammer repeats the reporter's name one line lower. The walk goes on only while the
client's address is inside the reporter's house: loopback, private, or confirmed to carry a name of the reporter's
organisation. What a line says of its writer can only stop the walk: where it names somebody else's host, the reporter
wrote none (it returns the message as it came), or hides its clients behind one private address.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from whosent.mail.domain import same_organisation
from whosent.mail.ip import is_loopback
from whosent.model.hop import Hop
from whosent.walk.client import looks_dynamic
from whosent.walk.lines import Line
from whosent.walk.side import Side, is_inside, is_public_name


class HandOver(Struct, frozen=True, gc=False):
    """`line` is None where the returned message has no line of the reporter that names a client. `crossed`: inner hops
    were passed on the way, where somebody in the reporter's house could have written the rest."""

    line: Line | None
    crossed: bool = False


def find_hand_over(returned: tuple[Line, ...], names: Sequence[str], side: Side) -> HandOver:
    """Walk down the reporter's own lines. `names` are those of the reporter: its own, the client at our border, the
    failed recipients' domains; none where nothing is known of it."""
    crossed = False
    house = [name for name in names if name]
    for line in returned:
        hop = line.hop
        if not _of_house(hop.by, house, side):
            return HandOver(None, crossed)
        if hop.local_user or hop.local_uid is not None or (hop.auth and not hop.local):
            return HandOver(line, crossed)
        if hop.local:
            continue
        if line.clientless:
            return HandOver(None, crossed)
        if side.match(hop) in ("yes", "maybe", "network"):
            return HandOver(line, crossed)
        inside = is_loopback(hop.from_ip) or is_inside(hop.from_ip)
        if not inside and not (line.index + 1 < len(returned) and _named_inside(hop, house, side)):
            return HandOver(line, crossed)
        crossed = True
        if not house and hop.by:
            house = [hop.by]
    return HandOver(None, crossed)


def _of_house(by: str | None, house: list[str], side: Side) -> bool:
    """May the reporter have written this line?"""
    if side.names_us(by):
        return False
    if not house or by is None or not is_public_name(by):
        return True
    return any(by.lower() == name.lower() or same_organisation(by, name) for name in house)


def _named_inside(hop: Hop, house: list[str], side: Side) -> bool:
    """A confirmed name of the reporter's organisation that is neither a customer's line nor our own organisation."""
    if hop.rdns_confirmed is not True or looks_dynamic(hop.from_rdns, hop.from_ip):
        return False
    if side.of_our_organisation(hop.from_rdns):
        return False
    return any(same_organisation(hop.from_rdns, name) for name in (hop.by, *house))
