"""Mail addresses in header values and prose (RFC 5322 section 3.4, read tolerantly)."""

from __future__ import annotations

import re
from functools import lru_cache

# Chinese and Japanese put no blanks around an address, but punctuation of their own (U+3000-3011, U+FF08-FF1F).
_WIDE = "\u3000-\u3003\u3008-\u3011\uff08\uff09\uff0c\uff1a\uff1b\uff1c\uff1e\uff1f"

# A local part is a dot-atom with UTF-8 (RFC 6531), or a quoted string; the domain has no spaces or brackets and a
# letter or digit at its begin (behind a typing error, for which mail bounces), or is an address literal. All
# quantifiers are bounded by the limits of RFC 5321 section 4.5.3.1 and slack.
ATOM = rf"[^\s\x00-\x20<>()\[\]:;@\\,\"{_WIDE}]{{1,128}}"
DOMAIN = rf"(?:[.-]{{0,2}}\w[^\s\x00-\x20<>()\[\]:;@\\,\"'`/?!#|{_WIDE}]{{0,252}}|\[[0-9A-Za-z:.]{{2,60}}\])"
ADDR_SPEC = rf"(?:{ATOM}|\"(?:[^\"\\\r\n]|\\.){{1,128}}\")@{DOMAIN}"

_ADDRESS = re.compile(ADDR_SPEC)
_ANGLE = re.compile(rf"<\s*(?:@[^<>:]{{1,255}}:)?({ADDR_SPEC})\s*>")
# Group 1 is a quoted local part: what looks like a comment or a name in it is neither.
_QUOTED = r"\"(?:[^\"\\]|\\.){0,500}\""
_COMMENT = re.compile(rf"({_QUOTED}@)|\([^()]{{0,500}}\)")
_NAME = re.compile(rf"({_QUOTED}@)|{_QUOTED}|\([^()]{{0,500}}\)")
_MAX_VALUE = 4_000
"""Characters of a header value that are looked at."""
_MAX_TEXT = 64 * 1024
"""Characters of a text or list that are searched: a run without "@" is tried at each of its characters."""


def first_address(value: str | None) -> str | None:
    """The first address of a header value: the one in angle brackets if there is one, case kept. What a display name or
    a comment says in front of it (`"<a@x.example>" <b@y.example>`) is no address."""
    return _first_address(value[:_MAX_VALUE]) if value else None


@lru_cache(maxsize=1_024)
def _first_address(value: str) -> str | None:
    """(The same fields are asked for at several stages of one message.)"""
    found = _ANGLE.search(value) if "<" in value else None
    if found is None:
        found = _ADDRESS.search(_COMMENT.sub(_blank, value) if "(" in value else value)
    elif _is_open(value[: found.start()]):
        bare = _NAME.sub(_blank, value)
        found = _ANGLE.search(bare) or _ADDRESS.search(bare) or found
    return tidy(found[found.lastindex or 0]) if found else None


def _blank(found: re.Match[str]) -> str:
    return found[1] or " "


def _is_open(before: str) -> bool:
    """A display name or a comment may still be open behind `before`."""
    return before.count('"') % 2 == 1 or "\\" in before or before.rfind("(") > before.rfind(")")


def all_addresses(text: str, limit: int = 1_000) -> list[str]:
    """The addresses in `text`, in order, each once (compared without case)."""
    seen: dict[str, str] = {}
    for found in _ADDRESS.finditer(text, 0, _MAX_TEXT):
        address = tidy(found[0])
        seen.setdefault(address.lower(), address)
        if len(seen) >= limit:
            break
    return list(seen.values())


def tidy(address: str) -> str:
    """`address` without the punctuation that prose puts around it."""
    address = address.strip().rstrip(".,;:!?'\u00bb\u201d\u2019*")
    bare = address.lstrip("'\u00ab\u201c\u2018*")
    return address if bare.startswith("@") else bare


def domain_of(address: str | None) -> str | None:
    """The domain, lower case, None if there is none."""
    if not address:
        return None
    _, at, domain = address.rpartition("@")
    return domain.lower().rstrip(".") or None if at else None


def local_part_of(address: str) -> str:
    """The local part, case kept."""
    return address.rpartition("@")[0]
