"""Signed Message-IDs: `KDDDDD.nonce.mac@domain`, for owners of a mailbox who have no server to tag envelope senders.

K is the number of the key, DDDDD the day (since 1970, UTC) on which it was made, the nonce and the MAC are base 32 in
lower case. The MAC is the first ten bytes of HMAC-SHA256(key, "whosent message-id" K day nonce author), the author in
lower case: 80 bits. Most bounces bring the Message-ID back, even where they return nothing else.
"""

from __future__ import annotations

import hmac
import re
from base64 import b32encode
from collections.abc import Mapping
from typing import Literal, NamedTuple

from whosent.mail.pattern import pattern

Named = Literal["valid", "false", "foreign"]
"""valid: made with our key for this author. false: it has our form and the number of a key of ours, and was not made
with it, or for somebody else. foreign: everything else."""

NONCE = 5
"""Bytes."""
_AUTHOR = pattern(r"[^@\s<>]{1,255}@([^@\s<>]{1,255})")
_FORM = pattern(r"([0-9])([0-9]{5})\.([a-z2-7]{8})\.([a-z2-7]{16})@[^@\s<>]{1,255}", re.IGNORECASE)


class Made(NamedTuple):
    """What a Message-ID of this form says. `day`: on which it was made, since 1970."""

    key: int
    day: int
    nonce: str
    mac: str


def read_name(message_id: str) -> Made | None:
    """The parts of a Message-ID (angle brackets or not), None if it has another form."""
    found = _FORM.fullmatch(message_id.strip().strip("<>"))
    return Made(int(found[1]), int(found[2]), found[3].lower(), found[4].lower()) if found is not None else None


def name(author: str, key: int, secret: bytes, day: int, nonce: bytes) -> str:
    """A signed Message-ID without angle brackets for a message of `author`; `nonce`: `NONCE` random bytes.
    `ValueError` where the author is no address."""
    found = _AUTHOR.fullmatch(author)
    if found is None:
        raise ValueError(f"'{author}' is no address: write it like anna@example.org")
    text = b32encode(nonce[:NONCE]).decode().lower()
    return f"{key}{day:05}.{text}.{_mac(key, day, text, author, secret)}@{found[1]}"


def verify(message_id: str, author: str, secrets: Mapping[int, bytes]) -> Named:
    """Was it made with one of these keys for this author?"""
    made = read_name(message_id)
    secret = secrets.get(made.key) if made is not None else None
    if made is None or secret is None:
        return "foreign"
    good = hmac.compare_digest(made.mac, _mac(made.key, made.day, made.nonce, author, secret))
    return "valid" if good else "false"


def _mac(key: int, day: int, nonce: str, author: str, secret: bytes) -> str:
    text = f"whosent message-id {key} {day:05} {nonce} {author.lower()}"
    return b32encode(hmac.digest(secret, text.encode(errors="surrogatepass"), "sha256")[:10]).decode().lower()
