"""What mail shows of a domain's habits: the selectors of its signatures, bounce tags, a catch-all.

Anybody can write any of it into a message. A made-up selector costs a lookup in the owner's own zone, nothing more; the
signs of tags and of a catch-all are hints, and are told as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from whosent.auth.batv import unwrap_prvs
from whosent.content.localpart import looks_random
from whosent.mail import parse
from whosent.mail.address import domain_of, first_address, local_part_of
from whosent.mail.head import Head
from whosent.notice import recognise_with_returned

MAX_SELECTORS = 20
MAX_SIGNATURES = 20
"""Per header."""

_TAG = re.compile(r"(?:^|;)\s{0,20}([ds])\s{0,20}=\s{0,20}([^\s;]{1,253})")
_SELECTOR = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]{0,100}[a-z0-9_])?", re.IGNORECASE)
_DELIVERED = (b"x-original-to", b"envelope-to", b"delivered-to", b"x-envelope-to", b"to")


class Seen(Struct, frozen=True):
    """What was seen in so many messages. `selectors`: name -> signing domain; `tagged`: envelope senders of the domain
    with a bounce tag (BATV), `untagged`: without; `made_up`: addresses of the domain that nobody gave to anybody, and
    at which bounces arrived all the same."""

    messages: int = 0
    notices: int = 0
    selectors: tuple[tuple[str, str], ...] = ()
    tagged: int = 0
    untagged: int = 0
    made_up: tuple[str, ...] = ()


def is_selector(text: str) -> bool:
    """Can it be a selector (RFC 6376 section 3.1)?"""
    return _SELECTOR.fullmatch(text) is not None and ".." not in text


def see(domain: str, messages: Iterable[bytes]) -> Seen:
    """Look through messages for what they show of `domain` (lower case)."""
    count = notices = tagged = untagged = 0
    selectors: dict[tuple[str, str], None] = {}
    made_up: dict[str, None] = {}
    for data in messages:
        count += 1
        mail = parse(data)
        notice, returned = recognise_with_returned(mail)
        heads = [mail.head] if returned is None else [mail.head, returned.head]
        for head in heads:
            selectors.update(dict.fromkeys(_selectors(head, domain)))
        if notice.kind not in ("bounce", "delay", "delivered"):
            continue
        notices += 1
        addressee = _addressee(mail.head)
        if domain_of(addressee) != domain or addressee is None:
            continue
        if unwrap_prvs(addressee) is not None:
            tagged += 1
        else:
            untagged += 1
            if looks_random(local_part_of(addressee)):
                made_up[addressee.lower()] = None
    return Seen(count, notices, tuple(selectors)[:MAX_SELECTORS], tagged, untagged, tuple(made_up))


def _selectors(head: Head, domain: str) -> Iterator[tuple[str, str]]:
    """Selector and domain of signatures by the domain or a name below it."""
    for number in head.numbers(b"dkim-signature")[:MAX_SIGNATURES]:
        tags = dict(reversed(_TAG.findall(head.value(number)[:4_000])))
        signer, selector = tags.get("d", "").lower().rstrip("."), tags.get("s", "")
        if f".{signer}".endswith(f".{domain}") and is_selector(selector):
            yield selector.lower(), signer


def _addressee(head: Head) -> str | None:
    """To whom the notice came: the return address of the message that it reports."""
    found = (first_address(head.get(name)) for name in _DELIVERED)
    return next((address for address in found if address), None)
