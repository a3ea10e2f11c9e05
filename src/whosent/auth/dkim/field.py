"""The tags of a DKIM-Signature field (RFC 6376 section 3.5)."""

from __future__ import annotations

import re
from typing import NamedTuple

from whosent.auth.dkim.outcome import Result, Why
from whosent.auth.dkim.tags import MAX_LIST, Tags, octets, read_tags, words
from whosent.mail.domain import MAX_NAME
from whosent.mail.pattern import pattern

ALGORITHMS = {"rsa-sha256": "rsa", "ed25519-sha256": "ed25519", "rsa-sha1": "rsa"}
"""a= and the k= of the key it needs."""
CANONICAL = ("simple", "relaxed")
MAX_DIGITS = 12
"""Of t= and x=: more of them mean "never" (section 3.5)."""
MAX_LENGTH_DIGITS = 76
"""Of l= (section 3.5)."""

# sub-domain of RFC 5321 with the underscore of real selectors; U-labels by RFC 8616
_LABEL = r"[0-9A-Za-z_\u00a1-\ufffc](?:[0-9A-Za-z_\u00a1-\ufffc-]{0,61}[0-9A-Za-z_\u00a1-\ufffc])?"
_SELECTOR = pattern(rf"{_LABEL}(?:\.{_LABEL})*+")
_DOMAIN = pattern(rf"{_LABEL}(?:\.{_LABEL})++")
_REQUIRED = ("v", "a", "b", "bh", "d", "h", "s")


class Field(NamedTuple):
    """What a signature says of itself. Where `why` is not "" it is not checked, and `header` is the result."""

    why: Why = ""
    header: Result = "unknown"
    domain: str = ""
    selector: str = ""
    identity: str = ""
    algorithm: str = ""
    headers: tuple[str, ...] = ()
    signature: bytes = b""
    body_hash: bytes = b""
    relaxed_header: bool = False
    relaxed_body: bool = False
    signed_at: int | None = None
    expires_at: int | None = None
    length: int | None = None


def read_field(value: bytes) -> Field:
    """The tags of a field's value. Total."""
    if len(value) > MAX_LIST:
        return Field("limit")
    tags = read_tags(value.decode("utf-8", "replace"))
    if tags is None:
        return Field("syntax")
    read = _read(tags)
    unknown = "syntax" if _is_malformed(tags, read) else _unknown(tags)
    if unknown:
        return read._replace(why=unknown)
    wrong = _contradiction(read)
    return read._replace(why=wrong, header="invalid") if wrong else read


def _read(tags: Tags) -> Field:
    """All values as far as they can be read."""
    domain, selector = tags.get("d", "").lower(), tags.get("s", "").lower()
    if not (_is_name(_DOMAIN, domain) and _is_name(_SELECTOR, selector)):
        domain = selector = ""
    header, _, body = tags.get("c", "").lower().partition("/")
    return Field(
        domain=domain, selector=selector, identity=_identity(tags.get("i"), domain),
        algorithm=tags.get("a", "").lower(), headers=tuple(words(tags.get("h", ""))),
        signature=octets(tags.get("b", "")) or b"", body_hash=octets(tags.get("bh", "")) or b"",
        relaxed_header=header == "relaxed", relaxed_body=body == "relaxed",
        signed_at=_seconds(tags.get("t")), expires_at=_seconds(tags.get("x")), length=_length(tags.get("l")),
    )  # fmt: skip


def _is_malformed(tags: Tags, read: Field) -> bool:
    if any(not tags.get(name) for name in _REQUIRED) or not (read.domain and read.signature and read.body_hash):
        return True
    if any(name in tags and number is None for name, number in _numbers(read)):
        return True
    return read.signed_at is not None and read.expires_at is not None and read.expires_at < read.signed_at


def _numbers(read: Field) -> tuple[tuple[str, int | None], ...]:
    return (("t", read.signed_at), ("x", read.expires_at), ("l", read.length))


def _unknown(tags: Tags) -> Why:
    """What we have no means to check."""
    if tags["v"] != "1":
        return "version"
    if "dns/txt" not in words(tags.get("q", "dns/txt")):
        return "query"
    header, _, body = tags.get("c", "simple").lower().partition("/")
    if tags["a"].lower() not in ALGORITHMS or header not in CANONICAL or body not in ("", *CANONICAL):
        return "algorithm"
    return "sha1" if tags["a"].lower() == "rsa-sha1" else ""


def _contradiction(read: Field) -> Why:
    """What no signer may write."""
    if not _lies_in(read.identity, read.domain):
        return "identity"
    return "" if "from" in read.headers else "from-unsigned"


def _is_name(grammar: re.Pattern[str], name: str) -> bool:
    return len(name) <= MAX_NAME and grammar.fullmatch(name) is not None


def _identity(value: str | None, domain: str) -> str:
    """The local part keeps its case."""
    if value is None:
        return f"@{domain}" if domain else ""
    local, at, host = value.rpartition("@")
    return f"{local}{at}{host.lower()}"


def _lies_in(identity: str, domain: str) -> bool:
    host = identity.rpartition("@")[2]
    return "@" in identity and (host == domain or host.endswith(f".{domain}"))


def _seconds(value: str | None) -> int | None:
    if value is None or not _is_number(value):
        return None
    digits = value.lstrip("0") or "0"
    return int(digits) if len(digits) <= MAX_DIGITS else 10**MAX_DIGITS


def _length(value: str | None) -> int | None:
    return int(value) if value is not None and _is_number(value) and len(value) <= MAX_LENGTH_DIGITS else None


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdigit()
