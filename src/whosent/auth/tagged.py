"""What one address says by its tag, told in full."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from whosent.auth import batv
from whosent.auth.keyring import Keyring
from whosent.auth.srs import unwrap_srs


class Tagged(Struct, frozen=True):
    """`worth`: as `batv.Tag`, or there is no tag (untaggable: for there is no room for one). `inside`: the address that
    was tagged. `key`: its number, and `until`: the last day of the tag (since 1970), where a key of ours made it."""

    address: str
    worth: Literal["valid", "expired", "false", "foreign", "untagged", "untaggable"]
    inside: str | None = None
    key: int | None = None
    until: int | None = None


def examine(address: str, ring: Keyring, today: int) -> Tagged:
    """The tag of an address, also where a forwarder wrapped it (SRS). Of an expired one `until` is the latest day that
    it can have been."""
    plain = unwrap_srs(address) or address
    worth = ring.verify(plain, today)
    if worth is None:
        room = len(plain.rpartition("@")[0].encode(errors="surrogatepass")) <= batv.LONGEST
        return Tagged(address, "untagged" if room else "untaggable")
    inside, tag = batv.unwrap_prvs(plain), batv.read_prvs(plain)
    if tag is None or worth not in ("valid", "expired"):
        return Tagged(address, worth, inside)
    ahead = (tag.day - today) % batv.WRAP
    return Tagged(address, worth, inside, tag.key, today + ahead - (0 if worth == "valid" else batv.WRAP))
