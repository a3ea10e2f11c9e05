"""What kind of machine handed the message over, as far as its line tells: a mail server, or something that only pretends."""

from __future__ import annotations

import re
from typing import Literal

from whosent.mail.domain import same_organisation
from whosent.model.hop import Hop

Client = Literal["server", "direct", "unknown"]
"""server: says a name that its address confirms. direct: says no such name and shows no way behind it: a bot, a desktop.
unknown: says a name that could not be checked, and the line below was written under the same name."""

_DYNAMIC = re.compile(
    r"(?:^|[.\-_0-9])(?:dyn|dynamic|dsl|adsl|vdsl|xdsl|pool|dial|dialup|dialin|ppp|pppoe|cable|dhcp|cust|customer|client|"
    r"broadband|catv|mobile|umts|lte|wlan|dip\d?|res|home|user)(?:$|[.\-_0-9])",
    re.IGNORECASE,
)


def kind_of_client(hop: Hop, below: Hop | None) -> Client:
    """Judge the client of `hop`; `below` is the next line down, claimed to be written by that client."""
    helo, rdns = hop.from_helo, hop.from_rdns
    names_itself = is_host_name(helo)
    by_below = (below.by or "").lower() if below else ""
    if names_itself and hop.rdns_confirmed and same_organisation(helo, rdns) and not looks_dynamic(rdns, hop.from_ip):
        return "server"
    if names_itself and by_below and by_below == str(helo).lower():
        return "unknown"
    if rdns and by_below and by_below == rdns.lower():
        return "unknown"
    return "direct"


def is_host_name(name: str | None) -> bool:
    """A name with a dot and no address literal: what RFC 5321 section 4.1.4 wants in EHLO."""
    return bool(name) and "." in str(name) and str(name)[0] != "[" and not str(name).replace(".", "").isdigit()


def looks_dynamic(name: str | None, ip: str | None) -> bool:
    """A name that providers give to whole ranges of customers: words such as `dyn` or `dsl`, or the address's own
    numbers in it."""
    if not name:
        return False
    if _DYNAMIC.search(name[:255]):
        return True
    octets = (ip or "").split(".")
    if len(octets) != 4:
        return False
    numbers = re.findall(r"\d{1,3}", name[:255])
    return sum(octet in numbers for octet in octets) >= 3
