"""How the message entered our server: the first entry line, and not one line further (walk, step 4).

Everything below the entry line was in the message when it came and is only `claimed`, lines that name us included.
"""

from __future__ import annotations

from msgspec import Struct

from whosent.model.verdict import Entry
from whosent.walk.lines import Line
from whosent.walk.side import Side, is_loopback


class Entered(Struct, frozen=True):
    """`entry` None: our lines end without showing how it came in. `network`: the client sits in our address space."""

    entry: Entry | None
    line: Line | None
    network: bool = False


def find_entry(lines: tuple[Line, ...], side: Side) -> Entered:
    """`lines` start with the topmost line that a host of ours wrote. The order of the questions matters: a login over
    loopback (webmail) is a login."""
    for line in lines:
        hop = line.hop
        if hop.auth:
            return Entered("login", line)
        if hop.local_user is not None or hop.local_uid is not None:
            return Entered("local", line)
        if hop.local or (hop.from_ip is None and not hop.from_helo):
            continue  # re-queued inside the host (alias, .forward): the line below is still ours by position
        if is_loopback(hop.from_ip):
            return Entered("loopback", line)
        match = side.match(hop)
        if match == "yes":
            continue
        return Entered("relayed", line, network=match == "network")
    return Entered(None, None)
