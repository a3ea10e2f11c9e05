"""What is said of a signature, and of what it is owed to."""

from __future__ import annotations

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from tests.unit.auth.dkim.signing import ALGORITHMS, MESSAGE, NAME, asking, by_hand, record, sign

from whosent.auth.ask import Ask
from whosent.auth.dkim import MAX_SIGNATURES, Signature, verify
from whosent.mail.part import parse
from whosent.model.notice import Body
from whosent.model.question import Answer, NotObserved, Observed, Question

SIGNED = sign()
SPKI = (Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def check(message: bytes = SIGNED, have: Body = "full", ask: Ask | None = None, at: float | None = None) -> Signature:
    found = verify(parse(message), have, at, ask or asking(record()))
    assert len(found) == 1
    return found[0]


def results(found: Signature) -> tuple[str, str, str]:
    return found.header, found.body, found.why


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_valid_signature(algorithm: str) -> None:
    found = check(sign(algorithm=algorithm, identity="anna@own.example"), ask=asking(record(algorithm)))
    assert results(found) == ("valid", "valid", "")
    assert (found.domain, found.selector, found.identity) == ("own.example", "s1", "anna@own.example")
    assert (found.algorithm, found.key_bits) == (algorithm, 1_024 if algorithm == "rsa-sha256" else 256)
    assert (found.number, found.testing, found.length, found.expires_at) == (0, False, None, None)
    assert found.signed_at is not None
    assert found.covers == ("from", "to", "subject", "date", "message-id")
    assert found.oversigned == ("from",)


def test_messages_without_signature() -> None:
    assert verify(parse(MESSAGE), "full", None, asking()) == ()
    assert verify(parse(b""), "none", None, asking()) == ()


def test_line_ends_of_the_queue() -> None:
    assert results(check(SIGNED.replace(b"\r\n", b"\n"))) == ("valid", "valid", "")


def test_the_field_need_not_be_on_top() -> None:
    found = check(b"Return-Path: <>\r\nReceived: from x by y\r\n" + SIGNED)
    assert (found.number, *results(found)) == (2, "valid", "valid", "")


def test_a_body_that_was_changed() -> None:
    assert results(check(SIGNED.replace(b"here", b"there"))) == ("valid", "invalid", "")


def test_a_field_that_was_changed() -> None:
    assert results(check(SIGNED.replace(b"bernd@", b"berta@"))) == ("invalid", "valid", "mismatch")


def test_the_body_did_not_come_back() -> None:
    header = SIGNED[: parse(SIGNED).body]
    assert results(check(header, "none")) == ("valid", "unknown", "")
    assert results(check(header.replace(b"Anna", b"Anne"), "none")) == ("invalid", "unknown", "mismatch")


def test_the_body_was_cut() -> None:
    assert results(check(SIGNED[:-20], "truncated")) == ("valid", "unknown", "")
    assert results(check(SIGNED[:-2], "truncated")) == ("valid", "valid", "")  # nothing but an empty line is missing


def test_the_signed_part_of_the_body_came_back() -> None:
    signed = sign(length=True)
    assert results(check(signed + b"A footer\r\n")) == ("valid", "valid", "")
    assert results(check(signed + b"A foo", "truncated")) == ("valid", "valid", "")
    assert results(check(signed[:-20], "truncated")) == ("valid", "unknown", "")
    assert check(signed).length == len(b"Hello Bernd,\r\n\r\nhere it is.\r\n")


def test_an_empty_body() -> None:
    signed = sign(MESSAGE[: parse(MESSAGE).body])
    assert results(check(signed, "none")) == ("valid", "valid", "")
    assert results(check(signed + b"Something\r\n")) == ("valid", "invalid", "")


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (Observed(()), "no-key"), (Observed(("v=spf1 -all",)), "no-key"), (NotObserved("no time"), "not-observed"),
        (Observed(("p=",)), "key-revoked"), (Observed(("p=abc",)), "key-syntax"),
        (Observed(("p=" + "A" * 4_000,)), "key-size"), (Observed(("k=dsa; p=YWJj",)), "key-use"),
    ],
)  # fmt: skip
def test_without_a_key_nobody_can_tell(answer: Answer, why: str) -> None:
    assert results(check(ask=lambda question: answer)) == ("unknown", "valid", why)
    assert results(check(SIGNED.replace(b"Anna", b"Anne"), ask=lambda question: answer)) == ("unknown", "valid", why)


def test_an_open_question() -> None:
    asked: list[Question] = []
    found = check(ask=lambda question: asked.append(question))  # type: ignore[func-returns-value]
    assert results(found) == ("unknown", "unknown", "open")
    assert asked == [Question("TXT", NAME)]


def test_a_key_that_everybody_can_compute() -> None:
    der = rsa.RSAPublicNumbers(65_537, (1 << 767) + 1).public_key().public_bytes(*SPKI)
    found = check(ask=asking(f"p={base64.b64encode(der).decode()}"))
    assert (*results(found), found.key_bits) == ("unknown", "valid", "weak-key", 768)


def test_sha1_is_not_considered_valid() -> None:
    found = check(sign(algorithm="rsa-sha1"))
    assert results(found) == ("unknown", "unknown", "sha1")
    assert found.domain == "own.example"


def test_a_key_of_another_algorithm() -> None:
    assert results(check(ask=asking(record("ed25519-sha256")))) == ("unknown", "valid", "key-use")


def test_a_key_for_the_domain_alone() -> None:
    strict = asking(f"{record()}; t=s")
    assert results(check(sign(identity="anna@own.example"), ask=strict)) == ("valid", "valid", "")
    assert results(check(sign(identity="anna@mail.own.example"))) == ("valid", "valid", "")
    assert results(check(sign(identity="anna@mail.own.example"), ask=strict)) == ("unknown", "valid", "key-use")


def test_a_domain_that_is_still_testing() -> None:
    assert check(ask=asking(f"{record()}; t=y")).testing


def test_several_keys_at_one_selector() -> None:
    other = record(bits=2_048)
    assert results(check(ask=asking(other, record("ed25519-sha256"), record()))) == ("valid", "valid", "")
    assert results(check(ask=asking(other, record("ed25519-sha256")))) == ("invalid", "valid", "mismatch")
    assert results(check(ask=asking("p=", record()))) == ("valid", "valid", "")


def test_an_expired_signature_is_a_fact_beside_the_result() -> None:
    message = by_hand("t=1000; x=2000; h=from")
    for at, why in ((None, ""), (2_000.0, ""), (2_001.0, "expired")):
        assert results(check(message, at=at)) == ("valid", "valid", why)
    changed = message.replace(b"From: a@", b"From: b@")
    assert results(check(changed, at=2_001.0)) == ("invalid", "valid", "mismatch")
    assert check(changed).expires_at == 2_000


def test_a_from_in_front_of_the_signed_one() -> None:
    signed = sign(headers=(b"from", b"to"))
    assert check(signed).covers == ("from", "to")
    assert check(signed).oversigned == ()
    forged = signed.replace(b"From:", b"From: evil@own.example\r\nFrom:", 1)
    assert (check(forged).header, check(forged).covers) == ("valid", ("to",))
    assert check(sign().replace(b"From:", b"From: evil@own.example\r\nFrom:", 1)).header == "invalid"


def test_a_field_that_must_not_be_added() -> None:
    bare = MESSAGE.replace(b"Subject:  An  offer\r\n\tof ours \r\n", b"")
    signed = sign(bare, headers=(b"from", b"subject"))
    assert (check(signed).covers, check(signed).oversigned) == (("from",), ("subject",))
    assert check(signed.replace(b"To:", b"Subject: x\r\nTo:", 1)).header == "invalid"


def test_a_signature_over_another_one_but_not_over_itself() -> None:
    twice = sign(SIGNED)
    found = verify(parse(twice), "full", None, asking(record()))
    assert [results(signature) for signature in found] == [("valid", "valid", "")] * 2


def test_its_own_field_is_not_there_when_it_signs() -> None:
    assert results(check(by_hand("h=from:dkim-signature"))) == ("valid", "valid", "")
    assert results(check(by_hand("h=from:nothing:from"))) == ("valid", "valid", "")


def test_blanks_after_b_belong_to_its_value() -> None:
    message = by_hand("h=from").replace(b"\r\nFrom", b" \r\n\t; n=\r\nFrom")
    assert check(message).header == "invalid"  # n= was not signed
    assert check(by_hand("h=from").replace(b"\r\nFrom", b"\r\n \t\r\nFrom")).header == "valid"


def test_the_signatures_of_the_top_are_judged() -> None:
    field = b"DKIM-Signature: v=1\r\n"
    found = verify(parse(field * 50 + SIGNED), "full", None, asking(record()))
    assert [signature.why for signature in found] == ["syntax"] * MAX_SIGNATURES
