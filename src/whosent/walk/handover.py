"""The hand-over: the line in which the reporter took the message from somebody else (walk, step 3).

By position, not by names: a spammer repeats the reporter's name one line lower. The walk goes on only while the
client's address is inside the reporter's house: loopback, private, or confirmed to carry a name of the reporter's
organisation.
"""

from __future__ import annotations

from msgspec import Struct

from whosent.mail.domain import same_organisation
from whosent.walk.lines import Line
from whosent.walk.side import Side, is_inside, is_loopback


class HandOver(Struct, frozen=True):
    """`line` is None where the returned message has no line of the reporter. `crossed`: loopback or private hops were
    passed on the way, where a script of the reporter's own could have written the rest."""

    line: Line | None
    crossed: bool = False


def find_hand_over(returned: tuple[Line, ...], reporter: str | None, side: Side) -> HandOver:
    """Walk down the reporter's own lines."""
    crossed = False
    for line in returned:
        hop = line.hop
        if hop.local_user or hop.local_uid is not None or (hop.auth and not hop.local):
            return HandOver(line, crossed)
        if hop.local or (hop.from_ip is None and not hop.from_helo):
            continue
        if side.match(hop) in ("yes", "maybe", "network"):
            return HandOver(line, crossed)
        if is_loopback(hop.from_ip) or is_inside(hop.from_ip):
            crossed = True
            continue
        named_inside = hop.rdns_confirmed is True and (
            same_organisation(hop.from_rdns, hop.by) or same_organisation(hop.from_rdns, reporter)
        )
        if named_inside and line.index + 1 < len(returned):
            continue
        return HandOver(line, crossed)
    return HandOver(None, crossed)
