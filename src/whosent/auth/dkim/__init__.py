"""DKIM (RFC 6376, RFC 8301, RFC 8463): what did a holder of the domain's key sign?

Header and body are judged apart. A valid header signature shows that these fields with this body hash once passed a
holder of the key; it says nothing about recipient, time or tenant, and it can be shown without the body, which bounces
often cut off. All is read from the bytes as they stand: a message that was put together anew (a `.msg`) is not what was
signed.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING

from whosent.auth.ask import Ask
from whosent.auth.dkim.field import ALGORITHMS, Field, read_field
from whosent.auth.dkim.key import LEAST_BITS, Key, look_up
from whosent.auth.dkim.outcome import WATCHED, Result, Signature, Why
from whosent.auth.dkim.signed import Signed
from whosent.mail.part import Part
from whosent.model.notice import Body

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.hashes import SHA256

__all__ = ["MAX_SIGNATURES", "WATCHED", "Result", "Signature", "Why", "verify"]

MAX_SIGNATURES = 20
"""Of one message, from the top. Senders, lists and forwarders add one or two each."""


def verify(part: Part, have: Body, at: float | None, ask: Ask) -> tuple[Signature, ...]:
    """All signatures of a message, topmost first. Total: any bytes give a result.

    `have` says how much of its body came back; `at` (seconds since 1970) is the time for which x= is judged, None for
    not at all. Keys are those of today. Where `why` is `open`: answer what was asked and call again.
    """
    numbers = part.head.numbers(b"dkim-signature")[:MAX_SIGNATURES]
    if not numbers:
        return ()
    signed = Signed(part, have)
    return tuple(_signature(number, signed, at, ask) for number in numbers)


def _signature(number: int, signed: Signed, at: float | None, ask: Ask) -> Signature:
    field = read_field(signed.head.fields[number][2])
    if field.why:
        return _told(number, field, signed, field.header, "unknown", field.why)
    keys = look_up(field.selector, field.domain, ask)
    if keys == "open":
        return _told(number, field, signed, "unknown", "unknown", keys)
    body = signed.body(field)
    if isinstance(keys, str):
        return _told(number, field, signed, "unknown", body, keys)
    header, why, key = _header(number, field, signed, keys)
    if not why and at is not None and field.expires_at is not None and field.expires_at < at:
        why = "expired"
    return _told(number, field, signed, header, body, why, key)


def _header(number: int, field: Field, signed: Signed, keys: tuple[Key, ...]) -> tuple[Result, Why, Key]:
    """Did one of the keys make it? If none did, the last of those that can say so, else the last of all."""
    header: Result = "unknown"
    why: Why = ""
    judged = keys[-1]
    data = b""
    for key in keys:
        fault = _unusable(key, field)
        if fault:
            if header == "unknown":
                why, judged = fault, key
            continue
        data = data or signed.fields(number, field)
        if _made(key, field.signature, data):
            return "valid", "", key
        header, why, judged = "invalid", "mismatch", key
    return header, why, judged


def _unusable(key: Key, field: Field) -> Why:
    if key.kind != ALGORITHMS[field.algorithm]:
        return "key-use"
    if key.strict and not field.identity.endswith(f"@{field.domain}"):  # t=s
        return "key-use"
    return "weak-key" if key.kind == "rsa" and key.bits < LEAST_BITS else ""


def _made(key: Key, signature: bytes, data: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

    try:
        if isinstance(key.public, RSAPublicKey):
            key.public.verify(signature, data, *_scheme())
        else:
            # The hash is what is signed (RFC 8463 section 3).
            key.public.verify(signature, hashlib.sha256(data).digest())
    except InvalidSignature:
        return False
    return True


@lru_cache(maxsize=1)
def _scheme() -> tuple[PKCS1v15, SHA256]:
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.hashes import SHA256

    return PKCS1v15(), SHA256()


def _told(
    number: int, field: Field, signed: Signed, header: Result, body: Result, why: Why, key: Key | None = None
) -> Signature:
    bits, testing = (None, False) if key is None else (key.bits, key.testing)
    covers, oversigned = signed.watched(field.headers)
    return Signature(
        number, header, body, why, field.domain, field.selector, field.identity, field.algorithm, field.headers,
        covers, oversigned, field.signed_at, field.expires_at, field.length, bits, testing,
    )  # fmt: skip
