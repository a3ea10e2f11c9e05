"""Mail addresses in header values and prose (RFC 5322 section 3.4, read tolerantly)."""

from __future__ import annotations

import re

# A local part is a dot-atom with UTF-8 (RFC 6531), or a quoted string; the domain has no spaces or brackets,
# or is an address literal. All quantifiers are bounded by the limits of RFC 5321 section 4.5.3.1 and slack.
ATOM = r"[^\s\x00-\x20<>()\[\]:;@\\,\"]{1,128}"
DOMAIN = r"(?:[^\s\x00-\x20<>()\[\]:;@\\,\"'`/?!#|]{1,255}|\[[0-9A-Za-z:.]{2,60}\])"
ADDR_SPEC = rf"(?:{ATOM}|\"(?:[^\"\\\r\n]|\\.){{1,128}}\")@{DOMAIN}"

_ADDRESS = re.compile(ADDR_SPEC)
_ANGLE = re.compile(rf"<\s*(?:@[^<>:]{{1,255}}:)?({ADDR_SPEC})\s*>")
_COMMENT = re.compile(r"\([^()]{0,500}\)")


def first_address(value: str | None) -> str | None:
    """The first address of a header value: the one in angle brackets if there is one, case kept."""
    if not value:
        return None
    found = _ANGLE.search(value, 0, 4_000) if "<" in value else None
    if found:
        return tidy(found[1])
    if "(" in value:
        value = _COMMENT.sub(" ", value[:4_000])
    plain = _ADDRESS.search(value, 0, 4_000)
    return tidy(plain[0]) if plain else None


def all_addresses(text: str, limit: int = 1_000) -> list[str]:
    """Every address in `text`, in order, each once (compared without case)."""
    seen: dict[str, str] = {}
    for found in _ADDRESS.finditer(text):
        address = tidy(found[0])
        seen.setdefault(address.lower(), address)
        if len(seen) >= limit:
            break
    return list(seen.values())


def tidy(address: str) -> str:
    """`address` without the punctuation that prose puts around it."""
    address = address.strip().rstrip(".,;:!?'\u00bb\u201d\u2019*")
    return address.lstrip("'\u00ab\u201c\u2018*") if not address.startswith('"') else address


def domain_of(address: str | None) -> str | None:
    """The domain, lower case, None if there is none."""
    if not address:
        return None
    _, at, domain = address.rpartition("@")
    return domain.lower().rstrip(".") if at and domain else None


def local_part_of(address: str) -> str:
    """The local part, case kept."""
    return address.rpartition("@")[0]
