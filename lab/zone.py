"""The lab's DNS as a table, in the form that `whosent --dns FILE` reads: {"MX a.example": ["10 mail.b.example"]}."""

from __future__ import annotations

import ipaddress

from lab import world

Records = dict[str, list[str]]

SPF = {
    "kunde.example": "v=spf1 mx -all",
    "laden.example": "v=spf1 mx ~all",
    "hoster.example": "v=spf1 mx -all",
}
"""verein.example has none, like many clubs."""


def records() -> Records:
    """What the name server of the lab knows when it starts."""
    found: Records = {}
    for place in world.PLACES.values():
        for address in place.addresses:
            name = line_name(address) or place.name
            found.setdefault(f"{_kind(address)} {name}", []).append(address)
            found.setdefault(f"PTR {address}", []).append(name)
        for domain in place.domains:
            found.setdefault(f"MX {domain}", []).append(f"10 {place.name}")
    found[f"MX {world.UNREACHABLE}"] = [f"10 mx.{world.UNREACHABLE}"]
    found[f"A mx.{world.UNREACHABLE}"] = ["192.0.2.99"]
    for domain, text in SPF.items():
        found[f"TXT {domain}"] = [text]
    return found


def line_name(address: str) -> str | None:
    """The name that an access provider or a renter of servers gives an address; None: it is that of the host."""
    if address in world.THIEVES:
        return f"vps{address.rpartition('.')[2] if '.' in address else 'six'}.cheapvps.test"
    if address in (*world.BOTS, *world.HOMES):
        kind = "home" if address in world.HOMES else "dyn"
        return f"{kind}-{address.replace('.', '-')}.access.test"
    return None


def zone_file(table: Records) -> str:
    """All of it as one zone file of the root."""
    lines = [
        "$ORIGIN .", "$TTL 60",
        "@ IN SOA ns.lab.test. hostmaster.lab.test. 1 60 60 60 5", "@ IN NS ns.lab.test.",
    ]  # fmt: skip
    for key, values in table.items():
        kind, _, name = key.partition(" ")
        owner = ipaddress.ip_address(name).reverse_pointer if kind == "PTR" else name
        lines.extend(f"{owner}. IN {kind} {_data(kind, value)}" for value in values)
    return "\n".join(lines) + "\n"


def _kind(address: str) -> str:
    return "AAAA" if ":" in address else "A"


def _data(kind: str, value: str) -> str:
    if kind == "TXT":  # strings of 255 octets at most: RFC 1035 section 3.3
        return " ".join(f'"{value[start : start + 200]}"' for start in range(0, len(value), 200))
    return f"{value}." if kind in {"MX", "PTR", "CNAME", "NS"} else value
