"""DMARC Policy Records as text (RFC 9989 sections 4.7 and 4.8). What is wrong in one is left out, as receivers do."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

MAX_RECORD = 4_096
MAX_TAGS = 50
MAX_URIS = 20

Policy = Literal["none", "quarantine", "reject"]
Psd = Literal["y", "n", "u"]
Mode = Literal["r", "s"]

_POLICIES: dict[str, Policy] = {"none": "none", "quarantine": "quarantine", "reject": "reject"}
_PSD: dict[str, Psd] = {"y": "y", "n": "n"}
_VERSION = re.compile(r"[vV][ \t]{0,20}=[ \t]{0,20}DMARC1[ \t]{0,20}(?:;|$)")
_TAG = re.compile(r"\s{0,20}([a-zA-Z]{1,20})\s{0,20}=(.{1,2000})", re.DOTALL)
_URI = re.compile(r"[a-z][a-z0-9+.-]{1,20}:[^\s\x00-\x20\x7f-\x9f,!<>\"]{1,500}(?:![0-9]{1,20}[kmgt]?)?", re.IGNORECASE)


class Record(Struct, frozen=True):
    """One record. Tags with their defaults; None where a tag is absent or its value is none of those that there are.

    valid   "p" has a value, and "sp" and "np" have one or are absent; otherwise the record asks for reports at most
    rua     syntactically valid report addresses
    pct     of RFC 7489; receivers of RFC 9989 ignore it
    """

    text: str
    p: Policy | None = None
    sp: Policy | None = None
    np: Policy | None = None
    psd: Psd = "u"
    testing: bool = False
    adkim: Mode = "r"
    aspf: Mode = "r"
    rua: tuple[str, ...] = ()
    ruf: tuple[str, ...] = ()
    pct: int | None = None
    valid: bool = True


def published(texts: Iterable[str]) -> Record | None:
    """The policy record among the TXT records of a name; of several, none counts (section 4.10)."""
    found = [text for text in texts if _VERSION.match(text)]
    return read(found[0]) if len(found) == 1 else None


def several(texts: Iterable[str]) -> bool:
    """Are there policy records that cancel each other out?"""
    return sum(1 for text in texts if _VERSION.match(text)) > 1


def read(text: str) -> Record:
    """The record in a text that begins with the version."""
    tags = _tags(text)
    policies = {name: _POLICIES.get(tags[name].lower()) for name in ("p", "sp", "np") if name in tags}
    percent = tags.get("pct", "")
    return Record(
        text,
        p=policies.get("p"),
        sp=policies.get("sp"),
        np=policies.get("np"),
        psd=_PSD.get(tags.get("psd", "").lower(), "u"),
        testing=tags.get("t", "").lower() == "y",
        adkim="s" if tags.get("adkim", "").lower() == "s" else "r",
        aspf="s" if tags.get("aspf", "").lower() == "s" else "r",
        rua=_uris(tags.get("rua", "")),
        ruf=_uris(tags.get("ruf", "")),
        pct=int(percent) if percent.isascii() and percent.isdigit() and len(percent) < 4 else None,
        valid="p" in policies and None not in policies.values(),
    )


def _tags(text: str) -> dict[str, str]:
    """Values by lower-case name; of several tags with one name the first counts."""
    found: dict[str, str] = {}
    for part in text[:MAX_RECORD].split(";", MAX_TAGS)[1:]:
        tag = _TAG.fullmatch(part)
        if tag is not None:
            found.setdefault(tag[1].lower(), tag[2].strip())
    return found


def _uris(value: str) -> tuple[str, ...]:
    return tuple(uri.strip() for uri in value.split(",", MAX_URIS) if _URI.fullmatch(uri.strip()))
