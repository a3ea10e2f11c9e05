"""Domains for tests, by their records."""

from __future__ import annotations

from tests.unit.auth.zone import Zone, asking

from whosent.posture import Posture, Seen, Step, look, steps

HOSTS: Zone = {"MX own.example": ["10 mail.own.example"], "A mail.own.example": ["192.0.2.10"]}
GOOD: Zone = {
    **HOSTS,
    "TXT own.example": ["v=spf1 mx -all"],
    "TXT _dmarc.own.example": ["v=DMARC1; p=reject; rua=mailto:dmarc@own.example"],
}


def looked_at(zone: Zone, domain: str = "own.example", seen: Seen | None = None, *selectors: str) -> Posture:
    return look(domain, asking(zone), selectors, seen)


def advised(zone: Zone, domain: str = "own.example", seen: Seen | None = None) -> dict[str, Step]:
    return {step.key.removeprefix("posture-"): step for step in steps(looked_at(zone, domain, seen))}
