"""Which hosts are ours? Three questions, never one list:

border      whose Received lines do we believe on the way in (MX hosts, filters in front)
ours-out    which hosts that we operate may have put this mail on the wire
shared-out  what SPF permits but others use as well (answered where SPF is evaluated, not here)

A name counts only where the writer of the line confirmed it (`Hop.rdns_confirmed`): a PTR record is a claim of the
address's owner.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Literal

from whosent.mail.domain import same_organisation
from whosent.mail.ip import normalise_ip
from whosent.model.hop import Hop
from whosent.model.ownside import OwnSide
from whosent.model.question import Answer, Observed, Question

Ask = Callable[[Question], Answer | None]
"""Gives the answer, or None after noting the question as open."""

Match = Literal["yes", "maybe", "network", "no"]
"""yes: address or confirmed name is ours. maybe: only an unconfirmed name says so. network: inside our address space,
where customers' servers sit too."""


class Side:
    """What we know of our own hosts for one examination."""

    __slots__ = (
        "_addresses", "_ask", "_names", "_networks", "_resolved", "by_position", "forwarder", "mx_names", "own",
        "top_host",
    )  # fmt: skip

    def __init__(self, own: OwnSide, ask: Ask, top_host: str | None) -> None:
        self.own = own
        self._ask = ask
        self._addresses = frozenset(own.own_addresses)
        self._names = frozenset(own.own_hosts)
        self._networks = own.own_networks
        self.mx_names = frozenset(own.mx_hosts)
        self._resolved: dict[str, frozenset[str]] | None = None
        self.by_position = not own.configured and own.intake == "store"
        self.top_host = top_host if self.by_position else None
        """with nothing configured: the host that wrote our topmost line (ours-out is then partial)"""
        self.forwarder: Hop | None = None
        """with nothing configured: the border's line, if its client passed on mail for the victim's address (a
        catch-all forwarded to a big provider): that client may be ours, the provider is not"""

    @property
    def complete(self) -> bool:
        """True if the user said that there are no other outbound hosts, and what he named is known by address: a name
        alone recognises a host only where its PTR record resolves back to it."""
        if not (self.own.configured and self.own.own_complete):
            return False
        return bool(self._addresses or self._networks) or all(self._resolve().values())

    @property
    def known(self) -> bool:
        """True if at least one outbound host is known, by configuration or by position."""
        return self.own.configured or self.top_host is not None

    def match(self, hop: Hop) -> Match:
        """Is the client of this line a host that we operate?"""
        ip, name = hop.from_ip, (hop.from_rdns or "").lower()
        if ip and ip in self._addresses:
            return "yes"
        named = bool(name) and (name in self._names or name == self.top_host)
        if named and hop.rdns_confirmed:
            return "yes"
        if ip and self._names and any(ip in addresses for addresses in self._resolve().values()):
            return "yes"
        if ip and self._networks and in_networks(ip, self._networks):
            return "network"
        if named and hop.rdns_confirmed is None and (hop.from_helo or "").lower() == name:
            return "maybe"  # this MTA prints PTR names unchecked; HELO says the same
        if self.forwarder is not None and _same_client(hop, self.forwarder):
            return "maybe"
        return "no"

    def is_own_address(self, ip: str | None) -> bool:
        """Is it the address of a host that we operate?"""
        if ip is None:
            return False
        return ip in self._addresses or any(ip in found for found in self._resolve().values())

    def may_be_own(self, name: str | None, ip: str | None) -> bool:
        """May this client be a host of ours, as far as we know our own side? Addresses that work inside one house only
        are; without a complete list so are those that bear our name or stand next to ours, and where no address of ours
        is known, all."""
        if self.is_own_address(ip) or self.names_us(name) or is_inside(ip):
            return True
        if self.complete:
            return False
        known = bool(self._addresses or self._networks) or any(self._resolve().values())
        return not known or self.of_our_organisation(name) or self.is_neighbour(ip)

    def is_border(self, hop: Hop) -> bool:
        """Is the client of this line one of our MX hosts or filters (they hand mail inwards)?"""
        if hop.from_ip is not None and hop.from_ip in self.mx_names:
            return True
        return bool(hop.from_rdns) and hop.rdns_confirmed is True and str(hop.from_rdns).lower() in self.mx_names

    def may_be_border(self, hop: Hop) -> bool:
        """The same by a name that the writer of the line did not check: anybody can have such a PTR record."""
        return hop.rdns_confirmed is None and (hop.from_rdns or "").lower() in self.mx_names

    def names_us(self, name: str | None) -> bool:
        """Is it the name of one of our hosts?"""
        lower = (name or "").lower().rstrip(".")
        return bool(lower) and (lower in self._names or lower == self.top_host)

    def of_our_organisation(self, name: str | None) -> bool:
        """Does the name lie in the organisation of one of our hosts?"""
        return self.names_us(name) or any(same_organisation(name, ours) for ours in (*self._names, self.top_host))

    def is_neighbour(self, ip: str | None) -> bool:
        """Is the address next to one of ours: the other hosts of a provider's customer mostly are?"""
        return ip is not None and any(_same_subnet(ip, ours) for ours in self._addresses)

    def may_have_written(self, by: str | None, above: Hop) -> bool:
        """Is `by` a name that the client of the line above, a host of ours, would use for itself? A program on it that
        speaks SMTP itself writes no line, and what stands below is then anybody's."""
        if by is None or not is_public_name(by) or self.of_our_organisation(by):
            return True
        said = [name for name in (above.from_helo, above.from_rdns, *self.own.domains) if name]
        return any(same_organisation(by, name) for name in said)

    def _resolve(self) -> dict[str, frozenset[str]]:
        """Addresses of each host named with --own, as far as DNS answers."""
        if self._resolved is None:
            self._resolved = {name: self._look_up(name) for name in sorted(self._names)}
        return self._resolved

    def _look_up(self, name: str) -> frozenset[str]:
        answers = [self._ask(Question(topic, name)) for topic in ("A", "AAAA")]
        found = (value for answer in answers if isinstance(answer, Observed) for value in answer.values)
        return frozenset(ip for value in found if (ip := normalise_ip(value)) is not None)


def _same_client(left: Hop, right: Hop) -> bool:
    """The same address, or the same confirmed name (a host has an IPv4 and an IPv6 address)."""
    if left.from_ip is not None and left.from_ip == right.from_ip:
        return True
    name = (left.from_rdns or "").lower()
    return bool(name) and left.rdns_confirmed is not False and name == (right.from_rdns or "").lower()


_PRIVATE_DOMAINS = (".local", ".localdomain", ".localhost", ".lan", ".internal", ".intern", ".intra", ".corp", ".home",
                    ".private", ".arpa", ".invalid")  # fmt: skip
"""Names inside one house: RFC 6761, RFC 6762, RFC 8375, and what administrators choose."""


def is_public_name(name: str) -> bool:
    """A host name that can only mean one host in the world."""
    lower = name.lower().rstrip(".")
    if "." not in lower or ":" in lower or lower.replace(".", "").isdigit():
        return False
    return not lower.endswith(_PRIVATE_DOMAINS)


@lru_cache(maxsize=4_096)
def _same_subnet(left: str, right: str) -> bool:
    """The same /24 (IPv4) or /48 (IPv6)."""
    try:
        one, other = ipaddress.ip_address(left), ipaddress.ip_address(right)
    except ValueError:
        return False
    shift = 8 if one.version == 4 else 80
    return one.version == other.version and int(one) >> shift == int(other) >> shift


@lru_cache(maxsize=4_096)
def in_networks(ip: str, networks: tuple[str, ...]) -> bool:
    """Is the address inside one of the networks?"""
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return False
    return any(address in ipaddress.ip_network(network, strict=False) for network in networks)


_INSIDE_V4 = (
    "10.",
    "192.168.",
    "169.254.",
    *(f"172.{n}." for n in range(16, 32)),
    *(f"100.{n}." for n in range(64, 128)),
)
_INSIDE_V6 = re.compile(r"f(?:[cd][0-9a-f]|e[89ab])[0-9a-f]:").match


def is_inside(ip: str | None) -> bool:
    """An address (normalised) that only works inside one house: RFC 1918, RFC 4193 (fc00::/7), link-local (fe80::/10),
    shared (RFC 6598: 100.64.0.0/10). Documentation networks are not among them: labs route them."""
    if ip is None:
        return False
    return _INSIDE_V6(ip) is not None if ":" in ip else ip.startswith(_INSIDE_V4)
