"""What becomes of a sender on the way out, and of a tagged recipient on the way in."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from whosent.auth import batv
from whosent.auth.keyring import Keyring
from whosent.guard.routed import PLAIN, reached
from whosent.guard.settings import Settings
from whosent.mail.pattern import pattern

# Any that begins so, also where the rest is the forwarder's secret (the form in full: auth/srs.py). Not Microsoft 365's
# `user+SRS=…`: with us that would be the user's own address with an extension.
_SRS = pattern(r"\"?SRS[01][=+-]", re.IGNORECASE)
Why = Literal["signed", "no-key", "not-ours", "exempt", "srs", "tagged", "untaggable", "no-address"]
"""no-key: it has to be signed, and nothing is there to sign it with: the mail has to wait. All others but `signed`: it
goes out as it is."""


class Signing(NamedTuple):
    """`address`: the tagged one, where it was `signed`."""

    why: Why
    address: str | None = None


def sign(sender: str, settings: Settings, ring: Keyring, today: int) -> Signing:
    """The sender as it leaves. On one day it is always the same: greylisting and lists know it again."""
    sender = reached(sender, settings)
    local, _, domain = sender.rpartition("@")
    if not local or not domain:
        return Signing("no-address")
    if not settings.owns(sender):
        return Signing("not-ours")
    if settings.never_tagged(sender):
        return Signing("exempt")
    if is_srs(sender):  # it bears another's domain and a proof of its own
        return Signing("srs")
    if batv.unwrap_prvs(sender) is not None:
        return Signing("tagged")
    if not takes_tag(sender):
        return Signing("untaggable")
    return Signing("signed", ring.sign(sender, today)) if ring.signing is not None else Signing("no-key")


def unsign(recipient: str, ring: Keyring, today: int) -> str | None:
    """The address inside a tag of ours, however old (people write to a Return-Path late, and refusing is not decided
    here); None where there is no tag, or none of ours."""
    tag = batv.read_prvs(recipient)
    return tag.address if tag is not None and ring.verify(recipient, today) in ("valid", "expired") else None


def is_srs(address: str) -> bool:
    """A forwarder made it of another's address."""
    return _SRS.match(address) is not None


def takes_tag(address: str) -> bool:
    """Before its local part there is room for a tag, and it is no quoted one or something that is no UTF-8."""
    local = address.rpartition("@")[0]
    return PLAIN.fullmatch(local) is not None and len(local.encode()) <= batv.LONGEST
