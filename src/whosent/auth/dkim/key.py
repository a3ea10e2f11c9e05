"""Public keys as they are published (RFC 6376 section 3.6, RFC 8463, RFC 8301).

g= of RFC 4871 is ignored, as RFC 6376 section 3.6.1 ignores every tag it does not know.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from whosent.auth.ask import Ask
from whosent.auth.dkim.outcome import Why
from whosent.auth.dkim.tags import MAX_LIST, octets, read_tags, words
from whosent.mail.domain import a_labels
from whosent.model.question import NotObserved, Question

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

MAX_BITS = 8_192
MAX_EXPONENT_BITS = 64
LEAST_BITS = 1_024
"""RFC 8301 section 3.2."""
MAX_KEYS = 4
"""Keys of one selector that are tried. There should be one; section 3.6.2.2 leaves open what more of them mean."""


class Key(Struct, frozen=True):
    """A key that can be used. `kind` is k=, `strict` t=s, `testing` t=y."""

    kind: str
    public: RSAPublicKey | Ed25519PublicKey
    bits: int
    strict: bool = False
    testing: bool = False


def look_up(selector: str, domain: str, ask: Ask) -> tuple[Key, ...] | Why:
    """The keys of a selector, or why there is none to be used."""
    answer = ask(Question("TXT", a_labels(f"{selector}._domainkey.{domain}")))
    if answer is None:
        return "open"
    if isinstance(answer, NotObserved):
        return "not-observed"
    found = [read_key(text) if len(text) <= MAX_LIST else "key-size" for text in answer.values[:MAX_KEYS]]
    keys = tuple(key for key in found if isinstance(key, Key))
    faults = (fault for fault in found if not isinstance(fault, Key) and fault != "no-key")
    return keys or next(faults, "no-key")


@lru_cache(maxsize=1_024)
def read_key(text: str) -> Key | Why:
    """The key of one record, or why it is none. Other records that answer for every name below a domain (an SPF
    wildcard) are `no-key`."""
    tags = read_tags(text)
    if tags is None:
        return "key-syntax" if "p=" in text else "no-key"
    if "p" not in tags:
        return "no-key"
    if tags.get("v", "DKIM1") != "DKIM1":
        return "key-syntax"
    if not tags["p"]:
        return "key-revoked"
    if not _permitted(tags.get("h"), {"sha256"}) or not _permitted(tags.get("s"), {"*", "email"}):
        return "key-use"
    data = octets(tags["p"])
    if data is None:
        return "key-syntax"
    return _key(tags.get("k", "rsa").lower(), data, words(tags.get("t", "")))


def _permitted(value: str | None, wanted: set[str]) -> bool:
    return value is None or not wanted.isdisjoint(words(value))


def _key(kind: str, data: bytes, flags: list[str]) -> Key | Why:
    strict, testing = "s" in flags, "y" in flags
    if kind == "rsa":
        loaded = _rsa(data)
        return loaded if isinstance(loaded, str) else Key(kind, loaded, loaded.key_size, strict, testing)
    if kind == "ed25519":  # the 32 octets as they are (RFC 8463 section 4.2)
        point = _ed25519(data)
        return "key-syntax" if point is None else Key(kind, point, 256, strict, testing)
    return "key-use"


def _rsa(der: bytes) -> RSAPublicKey | Why:
    """SubjectPublicKeyInfo, as everybody writes it, or the bare RSAPublicKey of RFC 6376's text."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from cryptography.hazmat.primitives.serialization import load_der_public_key

    if len(der) > MAX_BITS // 4:
        return "key-size"
    try:
        key = load_der_public_key(der)
    except (ValueError, UnsupportedAlgorithm):
        return "key-syntax"
    if not isinstance(key, RSAPublicKey):
        return "key-syntax"
    huge = key.key_size > MAX_BITS or key.public_numbers().e.bit_length() > MAX_EXPONENT_BITS
    return "key-size" if huge else key


def _ed25519(data: bytes) -> Ed25519PublicKey | None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        return Ed25519PublicKey.from_public_bytes(data)
    except ValueError:
        return None
