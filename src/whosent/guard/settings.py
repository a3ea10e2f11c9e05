"""What the administrator has settled: whose mail is tagged, who is exempt, and from when on something is refused."""

from __future__ import annotations

import re
from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Literal

from msgspec import Struct

from whosent.mail.address import ADDR_SPEC, domain_of
from whosent.mail.domain import MAX_NAME, a_labels
from whosent.mail.ip import normalise_ip
from whosent.mail.pattern import pattern

Mode = Literal["observe", "refuse"]
"""observe: nothing is refused; headers and counters say what would have been."""
Network = IPv4Network | IPv6Network

HERE = ("127.0.0.0/8", "::1")
"""This machine."""
FORMS = ("srs", "untaggable")
"""srs: what a forwarder makes. untaggable: what cannot bear a tag, for it is long or quoted."""
_NAME = pattern(r"(?=.{1,255}$)[\w-]{1,63}(?:\.[\w-]{1,63}){1,20}")
_ADDRESS = pattern(ADDR_SPEC, re.ASCII)


class Settings(Struct, frozen=True):
    """`domains`: lower case, A-labels. `since`: the day (since 1970) from which on all mail of the domains has been
    tagged. `senders`: addresses and domains that are never tagged, and never refused as recipients; `recipients`: to
    these addresses and domains mail goes untagged; `clients`: null-sender mail from there is never refused; `forms`:
    those of `FORMS` whose mail is let through; `inside`: mail from there is ours as that of a login is."""

    domains: frozenset[str]
    mode: Mode = "observe"
    since: int | None = None
    senders: frozenset[str] = frozenset()
    recipients: frozenset[str] = frozenset()
    clients: tuple[Network, ...] = ()
    forms: frozenset[str] = frozenset(FORMS)
    inside: tuple[Network, ...] = ()

    def owns(self, address: str) -> bool:
        """Is it an address of a domain whose mail is tagged?"""
        return _domain(address) in self.domains

    def never_tagged(self, sender: str) -> bool:
        """An exempt sender."""
        return _among(sender, self.senders)

    def takes_untagged(self, recipient: str) -> bool:
        """An exempt recipient."""
        return _among(recipient, self.recipients)

    def trusts(self, client: str) -> bool:
        """Is the IP address that of an exempt client?"""
        return _within(client, self.clients)

    def is_inside(self, client: str) -> bool:
        """Is the IP address one from which our own mail comes?"""
        return _within(client, self.inside)

    def refuses_from(self, lifetime: int) -> int | None:
        """The first day on which something is refused, None while it is only observed. Until `lifetime` days (of tags)
        have passed, bounces of mail that was not tagged yet are on their way."""
        return self.since + lifetime if self.mode == "refuse" and self.since is not None else None


def settle(
    domains: Iterable[str], *, mode: str = "observe", since: int | None = None, senders: Iterable[str] = (),
    recipients: Iterable[str] = (), clients: Iterable[str] = HERE, forms: Iterable[str] = FORMS,
    inside: Iterable[str] = HERE,
) -> Settings:  # fmt: skip
    """The settings, checked. `ValueError` with one line for the user."""
    names = frozenset(_named("domains", domain) for domain in domains)
    if not names:
        raise ValueError('domains: name those whose mail your servers tag, like domains = ["example.org"]')
    if mode not in ("observe", "refuse"):
        raise ValueError(f"mode: '{mode}' is neither observe nor refuse")
    if mode == "refuse" and since is None:
        raise ValueError("since: to refuse, say since which day all mail has been tagged, like since = 2026-11-24")
    return Settings(
        domains=names,
        mode="refuse" if mode == "refuse" else "observe",
        since=since,
        senders=frozenset(_meant("exempt.senders", sender) for sender in senders),
        recipients=frozenset(_meant("exempt.recipients", recipient) for recipient in recipients),
        clients=tuple(_network("exempt.clients", client) for client in clients),
        forms=frozenset(_form(form) for form in forms),
        inside=tuple(_network("inside", client) for client in inside),
    )


def _meant(key: str, text: str) -> str:
    """An address or a domain, as it is compared."""
    if "@" not in text:
        return _named(key, text)
    if not _ADDRESS.fullmatch(text.strip()):
        raise ValueError(f"{key}: '{text}' is no address")
    return _folded(text.strip())


def _named(key: str, text: str) -> str:
    name = a_labels(text.strip().lower().rstrip("."))
    if not _NAME.fullmatch(name):
        raise ValueError(f"{key}: '{text}' is no domain: write it like example.org")
    return name


def _form(text: str) -> str:
    if text not in FORMS:
        raise ValueError(f"exempt.forms: '{text}' is neither {FORMS[0]} nor {FORMS[1]}")
    return text


def _network(key: str, text: str) -> Network:
    try:
        return ip_network(text.strip())
    except ValueError:
        raise ValueError(f"{key}: '{text}' is no address or network: write it like 192.0.2.0/24") from None


def _among(address: str, named: frozenset[str]) -> bool:
    return bool(named) and (_folded(address) in named or _domain(address) in named)


def _folded(address: str) -> str:
    local, at, _ = address.rpartition("@")
    return f"{local.lower()}{at}{_domain(address)}"


def _domain(address: str) -> str:
    domain = domain_of(address) or ""
    return a_labels(domain) if len(domain) <= MAX_NAME else ""


def _within(client: str, networks: tuple[Network, ...]) -> bool:
    known = normalise_ip(client) if networks else None
    if known is None:
        return False
    address = ip_address(known)
    return any(address in network for network in networks)
