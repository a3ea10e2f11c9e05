"""What kind of machine handed the message over, as far as its line tells: a mail server, or something that only
pretends."""

from __future__ import annotations

import re
from typing import Literal

from whosent.mail.domain import same_organisation
from whosent.model.hop import Hop

Client = Literal["server", "direct", "unknown"]
"""server: says a name that its address confirms. direct: says no such name and shows no way behind it: a bot, a
desktop. unknown: says a name that could not be checked, and the line below was written under the same name."""

_DYNAMIC = re.compile(
    r"(?:^|[.\-_0-9])(?:dyn|dynamic|dsl|adsl|vdsl|xdsl|pool|dial|dialup|dialin|ppp|pppoe|cable|dhcp|cust|customer|client|"
    r"broadband|catv|mobile|umts|lte|wlan|dip\d?|res|home|user)(?:$|[.\-_0-9])",
    re.IGNORECASE,
)


def kind_of_client(hop: Hop, below: Hop | None, our_names: tuple[str, ...]) -> Client:
    """Judge the client of `hop`. `below` is the next line down, claimed to be written by that client; `our_names` are
    names of our side, empty where our hosts are known completely by address.

    Whatever could be a mail server of ours under a name that we do not know must not come out as `direct`.
    """
    helo, rdns = hop.from_helo, hop.from_rdns
    if looks_dynamic(rdns, hop.from_ip) and not same_organisation(below.by if below else None, rdns):
        return "direct"
    if is_host_name(helo) and same_organisation(helo, rdns) and hop.rdns_confirmed is not False:
        return "server" if hop.rdns_confirmed else "unknown"
    if below is not None and below.by and _stamped_by_client(below.by.lower(), helo, rdns):
        return "unknown"
    if any(same_organisation(helo, name) for name in our_names):
        return "unknown"  # a web server's script that speaks SMTP itself says the site's name, and so does a forger
    return "direct"


def _stamped_by_client(by: str, helo: str | None, rdns: str | None) -> bool:
    return any(name is not None and (name.lower() == by or same_organisation(name, by)) for name in (helo, rdns))


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
