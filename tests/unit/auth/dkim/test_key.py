"""RFC 6376 section 3.6.1, RFC 8463 section 4.2, RFC 8301 section 3.2."""

from __future__ import annotations

import base64

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from tests.unit.auth.dkim.signing import BITS, NAME, asking, record, rsa_key

from whosent.auth.dkim.key import Key, look_up, read_key
from whosent.model.question import NotObserved, Question

RSA, ED25519 = record(), record("ed25519-sha256")
SPKI = (serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def key(text: str) -> Key:
    found = read_key(text)
    assert isinstance(found, Key), found
    return found


def encoded(der: bytes) -> str:
    return f"p={base64.b64encode(der).decode()}"


def test_rsa() -> None:
    assert (key(RSA).kind, key(RSA).bits, key(RSA).strict, key(RSA).testing) == ("rsa", 1_024, False, False)


def test_rsa_without_the_algorithm_in_front() -> None:
    der = rsa_key(BITS).public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.PKCS1)
    assert key(encoded(der)).bits == 1_024


def test_ed25519() -> None:
    assert (key(ED25519).kind, key(ED25519).bits) == ("ed25519", 256)


def test_flags() -> None:
    assert key(f"{RSA}; t=y:s").strict
    assert key(f"{RSA}; t= n : Y").testing


@pytest.mark.parametrize("more", ["h=sha1:SHA256", "s=chat:email", "s=*", "n=note; x=y", "g=somebody", "v=DKIM1"])
def test_what_permits(more: str) -> None:
    assert key(f"{more}; {RSA.removeprefix('v=DKIM1;')}")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("k=rsa; p=", "key-revoked"), ("v=DKIM1; p= ", "key-revoked"), ("v=spf1 -all", "no-key"), ("", "no-key"),
        ('""', "no-key"), ("v=DKIM1; k=rsa", "no-key"), ("v=DKIM3; p=RSA", "key-syntax"), ("p=RSA; t", "key-syntax"),
        ("p=!!!", "key-syntax"), ("p=YWJj", "key-syntax"), ("k=ed25519; p=YWJj", "key-syntax"),
        ("k=ed25519; p=RSA", "key-syntax"), ("h=sha1; p=RSA", "key-use"), ("s=tlsrpt; p=RSA", "key-use"),
        ("k=dsa; p=RSA", "key-use"), ("p=" + "A" * 4_000, "key-size"),
    ],
)  # fmt: skip
def test_what_is_no_usable_key(text: str, why: str) -> None:
    assert read_key(text.replace("RSA", RSA.partition("p=")[2])) == why


def test_a_key_of_another_kind_in_the_place_of_rsa() -> None:
    der = ec.generate_private_key(ec.SECP256R1()).public_key().public_bytes(*SPKI)
    assert read_key(encoded(der)) == "key-syntax"


def test_an_absurd_exponent() -> None:
    modulus = rsa_key(BITS).public_key().public_numbers().n
    der = rsa.RSAPublicNumbers((1 << 200) + 1, modulus).public_key().public_bytes(*SPKI)
    assert read_key(encoded(der)) == "key-size"


@pytest.mark.parametrize("bits", [8_192, 8_200])
def test_the_largest_key(bits: int) -> None:
    der = rsa.RSAPublicNumbers(65_537, (1 << (bits - 1)) + 1).public_key().public_bytes(*SPKI)
    found = read_key(encoded(der))
    assert isinstance(found, Key) if bits == 8_192 else found == "key-size"


def test_looking_it_up() -> None:
    assert look_up("s1", "own.example", asking(RSA)) == (read_key(RSA),)
    assert look_up("s2", "own.example", asking(RSA)) == "no-key"
    assert look_up("s1", "own.example", lambda question: None) == "open"
    assert look_up("s1", "own.example", lambda question: NotObserved("no time")) == "not-observed"


def test_the_question_is_in_a_labels() -> None:
    asked: list[Question] = []
    look_up("s1", "b\u00fccher.example", lambda question: asked.append(question))  # type: ignore[func-returns-value]
    assert asked == [Question("TXT", "s1._domainkey.xn--bcher-kva.example")]


def test_other_records_beside_the_key() -> None:
    assert look_up("s1", "own.example", asking("v=spf1 -all", RSA)) == (read_key(RSA),)
    assert look_up("s1", "own.example", asking("v=spf1 -all", "p=")) == "key-revoked"
    assert look_up("s1", "own.example", asking("p=" + "A" * 9_000)) == "key-size"
    assert look_up("s1", "own.example", asking(RSA, ED25519)) == (read_key(RSA), read_key(ED25519))
    assert NAME == "s1._domainkey.own.example"
