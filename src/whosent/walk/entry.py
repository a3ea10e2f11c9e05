"""How the message entered our server: the first entry line, and not one line further (walk, step 4).

Everything below the entry line was in the message when it came and is only `claimed`, lines that name us included.
"""

from __future__ import annotations

from msgspec import Struct

from whosent.mail.ip import is_loopback
from whosent.model.hop import Hop
from whosent.model.verdict import Entry
from whosent.walk.client import looks_dynamic
from whosent.walk.lines import Line
from whosent.walk.side import Side


class Entered(Struct, frozen=True, gc=False):
    """`entry` None: our lines end without showing how it came in. `network`: the client sits in our address space.
    `sibling`: a host was passed that bears our organisation's name but is not known to be ours. `through`: it came
    through another host of ours.

    `last` is the index of the last line that may be a host's of ours, `sure` of the last before a sibling was passed;
    -1 where there is none."""

    entry: Entry | None
    line: Line | None
    network: bool = False
    sibling: bool = False
    through: bool = False
    last: int = -1
    sure: int = -1


def find_entry(lines: tuple[Line, ...], side: Side, above: Hop | None = None) -> Entered:
    """`lines` start with the topmost line that a host of ours wrote; `above` is the line in which that host handed the
    message over, None where the host itself is known to have written it. The order of the questions matters: a login
    over loopback (webmail) is a login."""
    sibling: int | None = None
    through = False
    last = -1

    def found(entry: Entry | None, line: Line | None, *, network: bool = False) -> Entered:
        return Entered(entry, line, network, sibling is not None, through, last, last if sibling is None else sibling)

    for line in lines:
        hop = line.hop
        if above is not None and not side.may_have_written(hop.by, above):
            return found(None, None)
        last = line.index
        if hop.auth and not hop.local:
            return found("login", line)
        if hop.local_user is not None or hop.local_uid is not None:
            return found("local", line)
        if hop.local:
            continue  # re-queued inside the host (alias, .forward): the line below is still ours by position
        if line.clientless:
            return found(None, None)
        if is_loopback(hop.from_ip):
            return found("loopback", line)
        match = side.match(hop)
        if match == "yes":
            through, above = True, hop
            continue
        if match == "maybe" or _is_sibling(hop, side):
            sibling = line.index if sibling is None else sibling
            above = hop
            continue
        return found("relayed", line, network=match == "network")
    return found(None, None)


def _is_sibling(hop: Hop, side: Side) -> bool:
    """Without a complete list: a client whose confirmed name lies in the organisation of a host that we know of. A web
    server in the next rack, or a customer's machine: enough to look on, not enough to decide."""
    return (
        not side.complete
        and hop.rdns_confirmed is True
        and side.of_our_organisation(hop.from_rdns)
        and not looks_dynamic(hop.from_rdns, hop.from_ip)
    )
