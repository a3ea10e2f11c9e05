"""IP addresses as mail servers print them: brackets, `IPv6:` tags, mapped IPv4, ports, zone ids."""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache

_OCTET = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_V4 = re.compile(rf"\[?({_OCTET}(?:\.{_OCTET}){{3}})\]?(?::\d{{1,5}})?", re.ASCII).fullmatch
_V6 = re.compile(
    r"\[?(?:IPv6:)? ?([0-9A-F:]{2,39}(?:(?<=:)\d{1,3}(?:\.\d{1,3}){3})?)(?:%[\w.\-]{1,32})?\]?",
    re.ASCII | re.IGNORECASE,
).fullmatch
_V6_PORT = re.compile(r"\[([^\[\]]{2,80})\]:\d{1,5}", re.ASCII).fullmatch


_LONGEST = 100


def normalise_ip(text: str) -> str | None:
    """The address in `text` in its canonical form, or None where it is none.

    Understood: `192.0.2.1`, `[192.0.2.1]`, `[192.0.2.1]:25`, `192.0.2.1:25`, `2001:DB8::1`, `[IPv6:2001:db8::1]`
    (RFC 5321 section 4.1.3), `[2001:db8::1]:25`, `fe80::1%eth0` (the zone id is dropped: it has a meaning only on
    the host that wrote it). `::ffff:192.0.2.1` is the IPv4 address (RFC 4291 section 2.5.5.2). Leading zeros
    in IPv4 are refused, because programs disagree whether they are octal.
    """
    return _normalise(text) if len(text) <= _LONGEST else None


@lru_cache(maxsize=8192)
def _normalise(text: str) -> str | None:
    text = text.strip()
    match = _V4(text)
    if match is not None:
        return match[1]
    if ":" not in text:
        return None
    port = _V6_PORT(text)
    match = _V6(port[1] if port else text)
    if match is None:
        return None
    try:
        address = ipaddress.IPv6Address(match[1])
    except ValueError:
        return None
    return str(address.ipv4_mapped or address)


@lru_cache(maxsize=8192)
def place_of(ip: str) -> str:
    """The connection that an address stands for: an IPv4 address itself, of IPv6 the /64 that one house is given (its
    machines choose the rest anew every day: RFC 8981)."""
    if ":" not in ip:
        return ip
    try:
        return str(ipaddress.IPv6Network((ip, 64), strict=False).network_address)
    except ValueError:
        return ip


@lru_cache(maxsize=8192)
def site_of(ip: str) -> str:
    """The largest network that one house is given, as a rule (RFC 6177): of IPv6 the /48; an IPv4 address itself."""
    return str(ipaddress.IPv6Network((ip, 48), strict=False)) if ":" in ip else ip


@lru_cache(maxsize=8192)
def region_of(ip: str) -> str:
    """The network around an address in which a provider's customers of one region are, roughly: the /16, of IPv6 the
    /40."""
    try:
        return str(ipaddress.ip_network((ip, 40 if ":" in ip else 16), strict=False))
    except ValueError:
        return ip


def is_loopback(ip: str | None) -> bool:
    """127.0.0.0/8 or ::1."""
    return ip is not None and (ip.startswith("127.") or ip == "::1")
