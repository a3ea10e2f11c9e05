"""DKIM keys as they are published (RFC 6376 section 3.6.1, RFC 8463)."""

from __future__ import annotations

import base64
import binascii
import re

from whosent.auth.ask import Ask
from whosent.model.question import Observed, Question
from whosent.posture.facts import Key, KeySource

USUAL = (
    "default", "dkim", "mail", "selector1", "selector2", "google", "k1", "k2", "s1", "s2", "s1024", "s2048", "fm1",
    "key1", "mx", "protonmail", "sig1", "zoho", "20230601", "1",
)  # fmt: skip
"""What widespread signing programs and providers call theirs: where no selector is known, these are worth a look."""
MAX_RECORD = 8_192

_TAG = re.compile(r"\s{0,20}([a-z]{1,10})\s{0,20}=(.{0,8000})", re.DOTALL | re.IGNORECASE)
_BLANK = re.compile(r"\s+")


def survey(domain: str, selectors: dict[tuple[str, str], KeySource], ask: Ask) -> tuple[Key, ...]:
    """The keys of the given selectors (with their signing domains); of the usual ones those that exist."""
    wanted: dict[tuple[str, str], KeySource] = {(name, domain): "usual" for name in USUAL}
    wanted.update(selectors)
    found = [look_up(selector, signer, source, ask) for (selector, signer), source in wanted.items()]
    known = [key for key in found if key.source != "usual"]
    return tuple(known + [key for key in found if key.source == "usual" and key.state in ("key", "broken", "revoked")])


def look_up(selector: str, domain: str, source: KeySource, ask: Ask) -> Key:
    """One key."""
    answer = ask(Question("TXT", f"{selector}._domainkey.{domain}"))
    if not isinstance(answer, Observed):
        return Key(selector, domain, "unseen", source)
    texts = [text for text in answer.values if _is_key(text)]
    if not texts:
        return Key(selector, domain, "none", source)
    return read(texts[0], selector, domain, source) if len(texts) == 1 else Key(selector, domain, "broken", source)


def read(text: str, selector: str, domain: str, source: KeySource) -> Key:
    """The key in a record."""
    tags = _tags(text)
    algorithm = tags.get("k", "rsa").lower()[:20]
    testing = "y" in tags.get("t", "").lower().split(":")
    data = _BLANK.sub("", tags.get("p", ""))
    if not data:
        return Key(selector, domain, "revoked", source, algorithm, testing=testing)
    raw = _decoded(data)
    bits = _rsa_bits(raw) if algorithm == "rsa" else None
    good = bits is not None if algorithm == "rsa" else len(raw) == 32 and algorithm == "ed25519"
    return Key(selector, domain, "key" if good else "broken", source, algorithm, bits, testing)


def _is_key(text: str) -> bool:
    """Other records that answer for every name below a domain (an SPF wildcard) are no keys."""
    tags = _tags(text)
    return "p" in tags and tags.get("v", "DKIM1") == "DKIM1"


def _tags(text: str) -> dict[str, str]:
    found = (_TAG.fullmatch(part) for part in text[:MAX_RECORD].split(";", 50))
    return {tag[1].lower(): tag[2].strip() for tag in found if tag is not None}


def _decoded(data: str) -> bytes:
    try:
        return base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        return b""


def _rsa_bits(der: bytes) -> int | None:
    """The size of the modulus in a SubjectPublicKeyInfo (RFC 5280 section 4.1) or bare RSAPublicKey (RFC 8017 appendix
    A.1.1): it is the longest INTEGER, and stands first in its SEQUENCE. None where there is none."""
    at, end = 0, len(der)
    while at < end:
        tag, length, at = _der(der, at)
        if length is None or at + length > end:
            return None
        if tag == 0x02:
            return int.from_bytes(der[at : at + length], "big").bit_length() or None
        if tag == 0x30 and at + length == end and der[at : at + 1] == b"\x30":  # the algorithm stands in front
            _, skipped, inner = _der(der, at)
            at = inner + (skipped or 0)
        elif tag == 0x03:
            at += 1  # a BIT STRING begins with the number of unused bits
        elif tag != 0x30:
            at += length
    return None


def _der(der: bytes, at: int) -> tuple[int, int | None, int]:
    """Tag, length and begin of the value at `at`."""
    if at + 2 > len(der):
        return 0, None, at
    tag, length, at = der[at], der[at + 1], at + 2
    if length < 0x80:
        return tag, length, at
    count = length & 0x7F
    if not 1 <= count <= 4 or at + count > len(der):
        return tag, None, at
    return tag, int.from_bytes(der[at : at + count], "big"), at + count
