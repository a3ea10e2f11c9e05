"""How the message entered our server: the first entry line, and not one line further (walk, step 4).

Everything below the entry line was in the message when it came and is only `claimed`, lines that name us included.
"""

from __future__ import annotations

from msgspec import Struct

from whosent.mail.domain import same_organisation
from whosent.model.hop import Hop
from whosent.model.verdict import Entry
from whosent.walk.client import looks_dynamic
from whosent.walk.lines import Line
from whosent.walk.side import Side, is_loopback


class Entered(Struct, frozen=True):
    """`entry` None: our lines end without showing how it came in. `network`: the client sits in our address space.
    `sibling`: a host was passed that bears our organisation's name but is not known to be ours."""

    entry: Entry | None
    line: Line | None
    network: bool = False
    sibling: bool = False


def find_entry(lines: tuple[Line, ...], side: Side) -> Entered:
    """`lines` start with the topmost line that a host of ours wrote. The order of the questions matters: a login over
    loopback (webmail) is a login."""
    sibling = False
    for line in lines:
        hop = line.hop
        if hop.auth and not hop.local:
            return Entered("login", line, sibling=sibling)
        if hop.local_user is not None or hop.local_uid is not None:
            return Entered("local", line, sibling=sibling)
        if hop.local or (hop.from_ip is None and not hop.from_helo):
            continue  # re-queued inside the host (alias, .forward): the line below is still ours by position
        if is_loopback(hop.from_ip):
            return Entered("loopback", line, sibling=sibling)
        match = side.match(hop)
        if match == "yes":
            continue
        if match == "maybe" or _is_sibling(hop, side):
            sibling = True
            continue
        return Entered("relayed", line, network=match == "network", sibling=sibling)
    return Entered(None, None)


def _is_sibling(hop: Hop, side: Side) -> bool:
    """With nothing configured: a client whose confirmed name lies in the organisation of the one host that we know of.
    A web server in the next rack, or a customer's machine: enough to look on, not enough to decide."""
    return (
        side.top_host is not None
        and hop.rdns_confirmed is True
        and same_organisation(hop.from_rdns, side.top_host)
        and not looks_dynamic(hop.from_rdns, hop.from_ip)
    )
