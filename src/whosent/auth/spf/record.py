"""SPF records as text (RFC 7208 sections 3 to 6): which of a name's TXT records is one, and its terms.

The terms are read tolerantly, to tell people about their record; whether a record is valid, and what it says of an
address, is for the evaluator.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

VERSION = "v=spf1"
MAX_RECORD = 4_096
"""Octets of a record. It should fit in 512 (RFC 7208 section 3.4); what no answer over UDP can hold is nobody's."""
MAX_TERMS = 400

Qualifier = Literal["+", "-", "~", "?"]

LOOKUPS = frozenset({"include", "a", "mx", "ptr", "exists", "redirect"})
"""Terms that count against the limit of ten (RFC 7208 section 4.6.4)."""
MECHANISMS = LOOKUPS - {"redirect"} | {"all", "ip4", "ip6"}

# name, then `:`, `/` or `=`, then the rest; every part is the publisher's
_TERM = re.compile(r"([+~?-]?)([a-z][a-z0-9_.-]{0,62})(?:([:=/])(.{0,500}))?", re.IGNORECASE)
_CIDR = re.compile(r"(?:/[0-9]{1,3})?(?:/{1,2}[0-9]{1,3})?")


class Term(Struct, frozen=True):
    """One mechanism or modifier. `target` is its domain-spec or network, "" where the domain itself is meant."""

    text: str
    qualifier: Qualifier
    name: str
    target: str = ""
    modifier: bool = False

    @property
    def known(self) -> bool:
        """Is it of RFC 7208? Unknown modifiers are ignored by receivers, unknown mechanisms are an error."""
        return self.modifier or self.name in MECHANISMS


def records(texts: Iterable[str]) -> list[str]:
    """Those TXT records that are SPF (RFC 7208 section 4.5)."""
    return [text for text in texts if text[: len(VERSION)].lower() == VERSION and text[len(VERSION) :][:1] in ("", " ")]


def terms(record: str) -> tuple[Term, ...]:
    """The terms of a record in their order; what is none becomes a mechanism of that name, which nobody knows."""
    words = [word for word in record[:MAX_RECORD].split(" ")[1:] if word]
    return tuple(map(_term, words[:MAX_TERMS]))


def _term(text: str) -> Term:
    found = _TERM.fullmatch(text)
    if found is None:
        return Term(text, "+", text)
    sign, name, divider, rest = found[1], found[2].lower(), found[3], found[4] or ""
    if divider == "=":
        return Term(text, "+", name, rest.rstrip("."), modifier=True)
    if name not in ("ip4", "ip6"):
        rest = "" if divider == "/" else _without_cidr(rest).rstrip(".")
    qualifier: Qualifier = sign or "+"  # type: ignore[assignment]
    return Term(text, qualifier, name, rest)


def _without_cidr(target: str) -> str:
    """A slash may also stand in a macro: only a length at the end is one."""
    slash = target.find("/")
    while slash >= 0:
        if _CIDR.fullmatch(target, slash):
            return target[:slash]
        slash = target.find("/", slash + 1)
    return target
