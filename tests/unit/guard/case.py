"""One server's settings and keys, and a day."""

from __future__ import annotations

from whosent.auth import batv
from whosent.auth.keyring import Key, Keyring
from whosent.guard.settings import settle

DAY = 20_781
"""2026-11-24"""
OLD, NEW, RETIRED = Key(2, "verify", "rxk2f7u4dm6azw3e"), Key(3, "sign", "q4ycv6pcv3tqm2h5"), b"gone-gone-gone"
RING = Keyring((NEW, OLD))
SETTINGS = settle(
    ["example.org", "münchen.example"],
    senders=["News@example.org", "lists.example"],
    recipients=["lists.example.net", "bot@example.com"],
    clients=["192.0.2.0/24", "2001:db8:1::/48"],
)
REFUSING = settle(["example.org"], mode="refuse", since=DAY - 14)


def tagged(address: str, *, key: int = 3, day: int = DAY + 3, secret: bytes | None = None) -> str:
    """The address with a tag that is good until `day`."""
    return batv.sign(address, key, secret or RING.secrets[key], day)
