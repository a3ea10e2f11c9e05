"""Keys, and messages signed and checked with dkimpy: an implementation by others."""

from __future__ import annotations

import base64
import hashlib
import logging
from collections.abc import Mapping
from functools import lru_cache
from types import SimpleNamespace

import dkim
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa

from whosent.auth.ask import Ask
from whosent.model.question import Observed, Question

DOMAIN, SELECTOR = "own.example", "s1"
BITS = 1_024
NAME = f"{SELECTOR}._domainkey.{DOMAIN}"
ALGORITHMS = ("rsa-sha256", "ed25519-sha256")
SILENT = logging.getLogger("nobody")
SILENT.addHandler(logging.NullHandler())
SILENT.propagate = False

MESSAGE = (
    b"Received: from a.example by b.example; Tue, 24 Nov 2026 03:53:34 +0100\r\n"
    b"From: Anna <anna@own.example>\r\nTo: bernd@other.example\r\nSubject:  An  offer\r\n\tof ours \r\n"
    b"Date: Tue, 24 Nov 2026 03:53:33 +0100\r\nMessage-ID: <1@own.example>\r\nContent-Type: text/plain\r\n\r\n"
    b"Hello  Bernd,\t\r\n\r\nhere it is. \r\n\r\n\r\n"
)


@lru_cache(maxsize=8)
def rsa_key(bits: int) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65_537, bits)


@lru_cache(maxsize=1)
def ed25519_key() -> ed25519.Ed25519PrivateKey:
    return ed25519.Ed25519PrivateKey.generate()


def record(algorithm: str = "rsa-sha256", bits: int = BITS) -> str:
    """What is to be published."""
    if algorithm.startswith("ed25519"):
        raw = ed25519_key().public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        return f"v=DKIM1; k=ed25519; p={base64.b64encode(raw).decode()}"
    der = (
        rsa_key(bits)
        .public_key()
        .public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    return f"v=DKIM1; k=rsa; p={base64.b64encode(der).decode()}"


def asking(*records: str, name: str = NAME) -> Ask:
    """A zone with nothing but these records at one name."""
    return lambda question: Observed(records if question == Question("TXT", name) else ())


def sign(
    message: bytes = MESSAGE, algorithm: str = "rsa-sha256", canonical: str = "relaxed/relaxed", *,
    length: bool = False, headers: tuple[bytes, ...] | None = None, identity: str | None = None, bits: int = BITS,
) -> bytes:  # fmt: skip
    """The message with dkimpy's signature on top."""
    if algorithm.startswith("ed25519"):
        secret = base64.b64encode(
            ed25519_key().private_bytes(
                serialization.Encoding.Raw, serialization.PrivateFormat.Raw, serialization.NoEncryption()
            )
        )
    else:
        secret = rsa_key(bits).private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
        )
    signer = dkim.DKIM(message, logger=SILENT, signature_algorithm=algorithm.encode())
    field = signer.sign(
        SELECTOR.encode(), DOMAIN.encode(), secret, canonicalize=tuple(canonical.encode().split(b"/")),
        include_headers=headers, length=length, identity=identity and identity.encode(),
    )  # fmt: skip
    return field + message


def dkimpy_says(message: bytes, records: Mapping[str, str], number: int = 0) -> bool:
    """Is the signature valid, header and body together?"""
    try:
        checker = dkim.DKIM(message, logger=SILENT, minkey=1_024)
        return bool(checker.verify(number, lambda name, timeout=5: records.get(name.decode().rstrip("."), "")))
    except Exception:  # it raises what its conversions raise
        return False


def own_signature(data: bytes) -> str:
    """rsa-sha256, base64, by our key of the usual size."""
    return base64.b64encode(rsa_key(BITS).sign(data, padding.PKCS1v15(), hashes.SHA256())).decode()


EMPTY = base64.b64encode(hashlib.sha256(b"").digest()).decode()
"""The hash of a body that is not there, in its relaxed form."""


def by_hand(tags: str, signed: str = "from:a@own.example\r\n") -> bytes:
    """A message without body whose signature has these tags more; `signed` is what they sign, in its relaxed form."""
    value = f"v=1; a=rsa-sha256; c=relaxed/relaxed; d={DOMAIN}; s={SELECTOR}; bh={EMPTY}; {tags}; b="
    signature = own_signature(f"{signed}dkim-signature:{value}".encode())
    return f"DKIM-Signature: {value}{signature}\r\nFrom: a@own.example\r\n\r\n".encode()


class _SigningKey:
    def __init__(self, secret: bytes, encoder: object) -> None:
        self._key = ed25519.Ed25519PrivateKey.from_private_bytes(base64.b64decode(secret))

    def sign(self, data: bytes) -> SimpleNamespace:
        return SimpleNamespace(signature=self._key.sign(data))


class _VerifyKey:
    def __init__(self, data: bytes, encoder: object) -> None:
        self._key = ed25519.Ed25519PublicKey.from_public_bytes(base64.b64decode(data))

    def verify(self, data: bytes, signature: bytes) -> None:
        try:
            self._key.verify(signature, data)
        except InvalidSignature:
            raise dkim.nacl.exceptions.BadSignatureError from None


if not hasattr(dkim, "nacl"):  # dkimpy computes Ed25519 with PyNaCl; where that is missing, with what we have
    dkim.nacl = SimpleNamespace(
        signing=SimpleNamespace(SigningKey=_SigningKey, VerifyKey=_VerifyKey),
        encoding=SimpleNamespace(Base64Encoder=None),
        exceptions=SimpleNamespace(
            BadSignatureError=type("BadSignatureError", (Exception,), {}), ValueError=ValueError
        ),
    )
