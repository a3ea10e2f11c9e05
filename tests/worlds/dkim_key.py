"""Signatures as OpenDKIM adds them: simple/simple, selector `mail`, From twice (lab, bounce 0060)."""

from __future__ import annotations

import dkim
from cryptography.hazmat.primitives import serialization
from tests.unit.auth.dkim.signing import SILENT, record, rsa_key
from tests.worlds.letter import Letter

BITS = 1_024
RECORD = record(bits=BITS)
"""What is published for every selector of these worlds."""
_HEADERS = (b"date", b"from", b"to", b"subject", b"from")


def signature(letter: Letter, domain: str, selector: str = "mail") -> str:
    """The field, as it goes on top of the letter."""
    secret = rsa_key(BITS).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    data = f"{letter.head}\n{letter.body}".replace("\n", "\r\n").encode()
    field: bytes = dkim.DKIM(data, logger=SILENT).sign(
        selector.encode(), domain.encode(), secret, canonicalize=(b"simple", b"simple"), include_headers=_HEADERS
    )
    return field.decode().replace("\r\n", "\n").rstrip("\n")
