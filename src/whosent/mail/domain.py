"""Whose domain is a host name in? The organisational domain by the Public Suffix List (RFC 9989 section 3.2 names the
term; DMARC's own tree walk needs DNS and lives in `auth`)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

MAX_NAME = 255
"""Octets of a domain name (RFC 1035 section 2.3.4)."""


@lru_cache(maxsize=1)
def _list() -> PublicSuffixList:
    from publicsuffixlist import PublicSuffixList  # 15 ms and 3 MB: only when two names may be of one organisation

    return PublicSuffixList(accept_encoded_idn=False)  # to encode it takes twice as long as to read it


def organisational_domain(name: str) -> str:
    """`mx1.mail.example.co.uk` -> `example.co.uk`, in the form (U-label or A-label) in which it came. A name that is
    itself a public suffix, an address and an address literal stay as they are."""
    return _owner(name.lower().rstrip(".")[:MAX_NAME])


@lru_cache(maxsize=16_384)
def _owner(name: str) -> str:
    labels = name.split(".")
    if _is_address(labels[-1]):
        return name
    private = _list().privatesuffix(_u_labels(name))
    return ".".join(labels[-1 - private.count(".") :]) if private else name


def same_organisation(left: str | None, right: str | None) -> bool:
    """True if both host names lie in one organisational domain. Single-label names belong to nobody, addresses only to
    themselves."""
    if not left or not right:
        return False
    left, right = left.lower().rstrip("."), right.lower().rstrip(".")
    if "." not in left or "." not in right:
        return False
    if left == right:
        return True
    if _ending(left) != _ending(right):
        return False
    return a_labels(organisational_domain(left)) == a_labels(organisational_domain(right))


def _ending(name: str) -> str:
    """The last two labels: no organisational domain has fewer, so that most pairs are told apart without the list."""
    return a_labels(".".join(name.rsplit(".", 2)[-2:]))


def _is_address(last_label: str) -> bool:
    """No top-level domain is a number (RFC 1123 section 2.1)."""
    return last_label.isdigit() or last_label.endswith("]") or ":" in last_label


def a_labels(name: str) -> str:
    """`name` with its U-labels as A-labels (RFC 5890 section 2.3.2.1), as it is where that fails."""
    if name.isascii():
        return name
    try:
        return name.encode("idna").decode("ascii")
    except UnicodeError:
        return name


def _u_labels(name: str) -> str:
    """`name` with its A-labels as U-labels, as the Public Suffix List has them."""
    if name.isascii() and "xn--" not in name:
        return name
    return ".".join(map(_u_label, name.split(".")))


def _u_label(label: str) -> str:
    try:
        return label.encode("idna").decode("idna")
    except UnicodeError:
        return label
