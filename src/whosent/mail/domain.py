"""Whose domain is a host name in? The organisational domain by the Public Suffix List (RFC 9989 section 3.2 names the
term; DMARC's own tree walk needs DNS and lives in `auth`)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList


@lru_cache(maxsize=1)
def _list() -> PublicSuffixList:
    from publicsuffixlist import PublicSuffixList  # 40 ms and 3 MB: only when two names differ

    return PublicSuffixList()


@lru_cache(maxsize=16_384)
def organisational_domain(name: str) -> str:
    """`mx1.mail.example.co.uk` -> `example.co.uk`; a name that is itself a public suffix stays as it is."""
    name = name.lower().rstrip(".")[:255]
    try:
        return _list().privatesuffix(name) or name
    except (ValueError, UnicodeError):
        return name


def same_organisation(left: str | None, right: str | None) -> bool:
    """True if both host names lie in one organisational domain. Single-label names belong to nobody."""
    if not left or not right or "." not in left or "." not in right:
        return False
    left, right = left.lower().rstrip("."), right.lower().rstrip(".")
    return left == right or organisational_domain(left) == organisational_domain(right)
