"""Bounce Address Tag Validation (draft-levine-smtp-batv-01): `prvs=KDDDSSSSSS=local@domain`, and what others write.

K is the number of the key, DDD the last day of the tag (days since 1970 in UTC, modulo 1000), S the first three bytes
of HMAC-SHA1(key, K DDD address) in hexadecimal: so Exim's `${prvs}` and batv-milter make them. Exim hashes the address
as it is given; here it is in lower case, for mail systems change the case of addresses on the way.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

from whosent.mail.pattern import pattern

Tag = Literal["valid", "expired", "false", "foreign"]
"""valid: made with our key, and its time has not run out. expired: made with our key, once. false: it has the number of
a key of ours, and was not made with it. foreign: of a form or with a key that we do not know; the domain of the address
may use them elsewhere."""

LIFETIME = 14
"""Days, where the key says nothing else. Nobody returns mail later than that: RFC 5321 section 4.5.4.1 wants it tried
for four to five days, and the bounce may lie in a queue as long."""
WRAP = 1000
"""The days begin again after so many."""
LONGEST = 48
"""Octets of the longest local part that is tagged: with the tag it has 64 (RFC 5321 section 4.5.3.1.1)."""
_DEFAULT: Mapping[int, int] = MappingProxyType({})
_TAG = pattern(r"prvs=([0-9])([0-9]{3})([0-9a-f]{6})=([^@]{1,255}@[^@]{1,255})", re.IGNORECASE)

_LOCAL = r"([^@]{1,128})"
_DOMAIN = r"@([^@]{1,255})"
_FORMS = (
    # Exim, Proofpoint: ten digits as in the draft; Cisco's appliances: nine, all of them hexadecimal.
    pattern(rf"prvs=[0-9a-f]{{9,10}}={_LOCAL}{_DOMAIN}", re.IGNORECASE),
    # The tag behind: AsyncOS (its manual shows letters beyond F), and with a slash the first drafts.
    pattern(rf"prvs={_LOCAL}[=/][0-9][0-9a-z]{{8,9}}{_DOMAIN}", re.IGNORECASE),
    # Momentum and SparkPost
    pattern(rf"msprvs1=[^=@]{{1,40}}={_LOCAL}{_DOMAIN}", re.IGNORECASE),
    # Barracuda
    pattern(rf"btv1==[0-9a-z]{{1,20}}=={_LOCAL}{_DOMAIN}", re.IGNORECASE),
)


class Prvs(NamedTuple):
    """A tag in the form of the draft. `day`: its last one, modulo 1000; `address`: what is inside, as it stands."""

    key: int
    day: int
    mac: str
    address: str


def read_prvs(address: str) -> Prvs | None:
    """The tag of an address, None if there is none of this form."""
    found = _TAG.fullmatch(address)
    return Prvs(int(found[1]), int(found[2]), found[3].lower(), found[4]) if found is not None else None


def sign(address: str, key: int, secret: bytes, last: int) -> str:
    """The address with a tag that is good until the day `last` (days since 1970). `ValueError` where none fits before
    it: no domain, a local part that is too long or in quotation marks (RFC 5321 section 4.1.2), no UTF-8."""
    local, at, domain = address.rpartition("@")
    if not at or not local or not domain or local.startswith('"'):
        raise ValueError(f"'{address}' cannot be tagged: it is no address like anna@example.org")
    if len(local.encode()) > LONGEST:
        raise ValueError(f"'{address}' cannot be tagged: before the @ stand more than {LONGEST} bytes, no room is left")
    return f"prvs={key}{last % WRAP:03}{_mac(key, last % WRAP, address, secret)}={address}"


def verify(
    address: str, secrets: Mapping[int, bytes], today: int, lifetimes: Mapping[int, int] = _DEFAULT
) -> Tag | None:
    """What the tag of an address is worth on the day `today`; None where it has none. `secrets`, `lifetimes`: of each
    key by its number; the days for which its tags are good, at most. A tag whose last day lies further ahead than that
    has expired: else those of the last round would be good again."""
    tag = read_prvs(address)
    if tag is None:
        return "foreign" if unwrap_prvs(address) is not None else None
    secret = secrets.get(tag.key)
    if secret is None:
        return "foreign"
    if not hmac.compare_digest(tag.mac, _mac(tag.key, tag.day, tag.address, secret)):
        return "false"
    return "valid" if (tag.day - today) % WRAP <= lifetimes.get(tag.key, LIFETIME) else "expired"


def _mac(key: int, day: int, address: str, secret: bytes) -> str:
    text = f"{key}{day:03}{address.lower()}"
    return hmac.digest(secret, text.encode(errors="surrogatepass"), "sha1").hex()[:6]


def unwrap_prvs(address: str) -> str | None:
    """The address inside a tag, None if there is none. Whether the tag is ours is decided with the key."""
    if "=" not in address:
        return None
    for form in _FORMS:
        found = form.fullmatch(address)
        if found is not None:
            return f"{found[1]}@{found[2]}"
    return None
