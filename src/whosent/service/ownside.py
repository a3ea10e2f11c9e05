"""The user's words about his own side -> `OwnSide`. Names are lower case; a name that is not ASCII is kept both as it
is and in the form that mail headers and DNS carry (RFC 5890 A-label)."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable

from whosent.mail.domain import a_labels
from whosent.mail.ip import normalise_ip
from whosent.model.item import Intake
from whosent.model.ownside import OwnSide

_NAME = re.compile(r"[^\s\x00-\x20<>()\[\]:;@\\,\"'/]{1,253}")
_LOCAL = re.compile(r'[^\s\x00-\x20<>()\[\]:;@\\,"]{1,255}|"[^"\x00-\x1f]{1,255}"')
_NUMERIC = re.compile(r"(?:.{0,250}\.)?\d{1,253}")
"""No name ends in a label of digits alone (RFC 1123 section 2.1): it is an address that somebody mistyped."""


def own_side(
    *,
    names: Iterable[str] = (),
    own: Iterable[str] = (),
    mx: Iterable[str] = (),
    own_complete: bool = False,
    mailboxes: frozenset[str] | None = None,
    intake: Intake = "store",
) -> OwnSide:
    """`names` are addresses and domains whose side we are on (`--as`), `own` hosts, addresses and networks (`--own`),
    `mx` border hosts. `ValueError` with one line for the user names the value that is none of these."""
    domains: list[str] = []
    addresses: list[str] = []
    for value in names:
        _add_name(value.strip(), domains, addresses)
    hosts: list[str] = []
    ips: list[str] = []
    networks: list[str] = []
    for value in own:
        _add_host(value.strip(), hosts, ips, networks)
    return OwnSide(
        domains=_once(domains),
        addresses=_once(addresses),
        own_hosts=_once(hosts),
        own_addresses=_once(ips),
        own_networks=_once(networks),
        own_complete=own_complete,
        mx_hosts=_once(form for value in mx for form in _border_forms(value.strip())),
        mailboxes=mailboxes,
        intake=intake,
    )


def _once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _add_name(value: str, domains: list[str], addresses: list[str]) -> None:
    local, at, domain = value.rpartition("@")
    if normalise_ip(value) is not None or "/" in value:
        raise ValueError(f"'{value}' is a host or network, not a mail address or domain: use --own for it")
    if not _is_name(domain) or (local and not _LOCAL.fullmatch(local)):
        raise ValueError(f"'{value}' is neither a mail address (me@example.org) nor a domain (example.org)")
    forms = _name_forms(domain)
    if at and local:
        addresses.extend(f"{local.lower()}@{form}" for form in forms)
    else:
        domains.extend(forms)


def _add_host(value: str, hosts: list[str], ips: list[str], networks: list[str]) -> None:
    ip = normalise_ip(value)
    if ip is not None:
        ips.append(ip)
    elif "/" in value:
        try:
            networks.append(str(ipaddress.ip_network(value, strict=False)))
        except ValueError:
            raise ValueError(f"'{value}' is not a network: write it as 192.0.2.0/24 or 2001:db8::/32") from None
    else:
        hosts.extend(_host_forms(value))


def _border_forms(value: str) -> list[str]:
    ip = normalise_ip(value)
    return _host_forms(value) if ip is None else [ip]


def _host_forms(value: str) -> list[str]:
    if "@" in value:
        raise ValueError(f"'{value}' is a mail address, not a host: use --as for it")
    if not _is_name(value):
        raise ValueError(f"'{value}' is not a host: write a name (mail.example.org) or an address (192.0.2.1)")
    return _name_forms(value)


def _is_name(value: str) -> bool:
    name = value.rstrip(".")
    return _NAME.fullmatch(name) is not None and _NUMERIC.fullmatch(name) is None


def _name_forms(name: str) -> list[str]:
    lower = name.lower().rstrip(".")
    return list(dict.fromkeys((a_labels(lower), lower)))
