"""What kind of machine handed the message over, as far as its line tells: a mail server, or something that only
pretends."""

from __future__ import annotations

import re
from typing import Literal

from whosent.mail.domain import same_organisation
from whosent.mail.ip import is_loopback
from whosent.mail.pattern import pattern
from whosent.model.hop import Hop
from whosent.walk.side import is_inside

Client = Literal["server", "direct", "unknown"]
"""server: says a name that its address confirms. direct: says no such name and shows no way behind it: a bot, a
desktop. unknown: says a name that could not be checked, and the line below was written under the same name."""

_ACCESS = pattern(
    r"(?:^|[.\-_0-9])(?:dyn|dynamic|dsl|adsl|vdsl|xdsl|pool|dial|dialup|dialin|ppp|pppoe|cable|dhcp|broadband|catv|"
    r"mobile?|umts|lte|wlan|gprs|ftth|fib(?:er|re)|dip\d?)(?:$|[.\-_0-9])",
    re.IGNORECASE,
)
"""Words in the names of access lines: homes, offices, phones."""
_HOSTER = pattern(
    r"(?:^|[.\-_0-9])(?:v?server|srv|vps|vmi?|kvm|cloud|compute|ec2|dedi|dedicated|hosted|hosting|rack|racks|rent|"
    r"clients|static|colo|datacenter|droplet|linode)(?:$|[.\-_0-9])",
    re.IGNORECASE,
)
"""Words in the names of rented machines (`static` also in those of offices)."""
_CUSTOMERS = pattern(r"(?:^|[.\-_0-9])(?:customers?|web|mobile?)(?:$|[.\-_0-9])", re.IGNORECASE)
"""Words in the names of phones and lines that show two numbers of the address only."""
_CUSTOMER = pattern(r"(?:^|[.\-_0-9])(?:cust|customer|client|res|home|user)(?:$|[.\-_0-9])", re.IGNORECASE)
"""Words that hosters of servers use as well."""


def kind_of_client(hop: Hop, below: Hop | None, our_names: tuple[str, ...], *, complete: bool = False) -> Client:
    """Judge the client of `hop`. `below` is the next line down, claimed to be written by that client; `our_names` are
    names of our side. `complete`: all our hosts are known by address, and this client is none of them.

    Else, whatever could be a mail server of ours under a name that we do not know must not come out as `direct`: a
    rented server with the name that its hoster gave it, a server in an office, behind NAT, without a PTR record.
    """
    helo, rdns = hop.from_helo, hop.from_rdns
    if hop.from_ip is None or is_inside(hop.from_ip) or is_loopback(hop.from_ip):
        return "unknown"
    if hop.family not in _CHECKED and not looks_access(rdns):
        return "unknown"
    if rdns == hop.from_ip and helo in (None, rdns):
        return "unknown"  # a gateway that prints the address alone
    dynamic = looks_dynamic(rdns, hop.from_ip)
    if complete and dynamic and not same_organisation(below.by if below else None, rdns):
        return "direct"
    if not dynamic and is_host_name(helo) and same_organisation(helo, rdns) and hop.rdns_confirmed is not False:
        return "server" if hop.rdns_confirmed else "unknown"
    if below is not None and stamped_by_client(below, hop):
        return "unknown"
    if complete or looks_access(rdns):
        return "direct"
    if rdns and not dynamic and hop.rdns_confirmed is not False:
        return "unknown"  # somebody gave this machine a name of its own: a server, whatever it says in HELO
    if hop.family in _NO_NAMES and is_host_name(helo) and not looks_dynamic(helo, hop.from_ip):
        return "unknown"  # the line cannot tell a server from a bot that says a server's name
    if any(same_organisation(name, ours) for ours in our_names for name in (helo, rdns)):
        return "unknown"  # a web server's script that speaks SMTP itself says the site's name, and so does a forger
    return "direct"


_CHECKED = frozenset({"postfix", "exim", "sendmail", "opensmtpd", "courier", "qmail", "exchange", "google", "gmx",
                      "dma"})  # fmt: skip
"""Families of whose lines we know what the client said and what the MTA found. Others print an address, or one name of
either kind, and leave open whether they looked."""
_NO_NAMES = frozenset({"exchange", "gmx"})
"""Families that print no name that they looked up."""


def stamped_by_client(below: Hop, hop: Hop) -> bool:
    """Does the line below name the client of `hop` as its writer? qmail's queue lines name nobody."""
    if below.by is None:
        return below.local
    by = below.by.lower()
    names = (hop.from_helo, hop.from_rdns)
    return any(name is not None and (name.lower() == by or same_organisation(name, by)) for name in names)


def is_host_name(name: str | None) -> bool:
    """A name with a dot and no address literal: what RFC 5321 section 4.1.4 wants in EHLO."""
    return bool(name) and "." in str(name) and str(name)[0] != "[" and not str(name).replace(".", "").isdigit()


def looks_access(name: str | None) -> bool:
    """The name of an access line: no server that we rent stands there."""
    return bool(name) and _ACCESS.search(str(name)[:255]) is not None


def looks_line(name: str | None, ip: str | None) -> bool:
    """The name of a line at home, in an office, or of a phone, rather than of a rented server: it has words of access
    lines in it, or the address's own numbers and no word that hosters use."""
    if not name or looks_access(name):
        return bool(name)
    if _HOSTER.search(name[:255]):
        return False
    return _octets_in(name, ip) >= (2 if _CUSTOMERS.search(name[:255]) else 3)


def looks_dynamic(name: str | None, ip: str | None) -> bool:
    """A name that providers give to whole ranges of customers: words such as `dyn` or `dsl`, or the address's own
    numbers in it."""
    if not name:
        return False
    if looks_access(name) or _CUSTOMER.search(name[:255]):
        return True
    return _octets_in(name, ip) >= 3


def _octets_in(name: str, ip: str | None) -> int:
    """How many numbers of an IPv4 address stand in the name, with leading zeros or without."""
    octets = (ip or "").split(".")
    if len(octets) != 4:
        return 0
    numbers = {number.lstrip("0") or "0" for number in re.findall(r"\d{1,3}", name[:255])}
    return sum(octet in numbers for octet in octets)
