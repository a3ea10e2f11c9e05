"""RFC 8617: the chain of sets, and what keeps us from judging it."""

from __future__ import annotations

import base64
import json
import logging
import socket
from pathlib import Path

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from tests.unit.auth.dkim.signing import record
from tests.unit.auth.sealing import FIELDS, Chain

from whosent.auth import arc
from whosent.auth.arc import MAX_FIELDS, MAX_INSTANCES, Instance
from whosent.auth.ask import Ask
from whosent.mail.part import parse
from whosent.model.notice import Body
from whosent.model.question import Answer, NotObserved, Observed, Question

CASES = Path(__file__).resolve().parents[4] / "shared" / "corpus" / "auth" / "arc_cases.json"
ONCE = Chain().seal().message()
THRICE = Chain().seal().seal("forward.example").seal("school.test", selector="s2").message()


def everywhere(question: Question) -> Answer:
    return Observed((record(),))


def check(message: bytes, have: Body = "full", ask: Ask = everywhere) -> tuple[str, str]:
    chain = arc.verify(parse(message), have, ask)
    return chain.cv, chain.why


def cases() -> list[dict]:
    return json.loads(CASES.read_text("utf-8")) if CASES.is_file() else []


@pytest.mark.skipif(not CASES.is_file(), reason="the shared corpora are not beside the repository")
def test_the_corpus_is_there() -> None:
    assert len(cases()) == 171


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["id"])
def test_case(case: dict) -> None:
    def ask(question: Question) -> Answer:
        found = case["dns"].get(question.name)
        return Observed(() if found is None else (found,))

    chain = arc.verify(parse(case["msg"].encode()), "full", ask)
    assert chain.cv == case["cv"]
    if chain.cv == "pass":
        assert [instance.number for instance in chain.instances] == list(range(1, len(chain.instances) + 1))


def test_no_chain() -> None:
    assert arc.verify(parse(b"From: a@own.example\r\n\r\n"), "full", everywhere) == arc.Chain("none")
    assert check(b"") == ("none", "")


def test_a_chain_that_holds() -> None:
    assert check(ONCE) == ("pass", "")
    chain = arc.verify(parse(THRICE), "full", everywhere)
    assert (chain.cv, chain.why) == ("pass", "")
    assert chain.instances == tuple(
        Instance(number, domain, f"mx.{domain}", f"mx.{domain}; dkim=pass header.d=own.example")
        for number, domain in enumerate(("lists.example", "forward.example", "school.test"), 1)
    )


def test_line_ends_of_the_queue() -> None:
    assert check(THRICE.replace(b"\r\n", b"\n")) == ("pass", "")


@pytest.mark.parametrize(
    ("old", "new"), [(b"dkim=pass", b"dkim=fail"), (b"An  offer", b"Another offer"), (b"here it is", b"there it is")]
)
def test_what_was_changed(old: bytes, new: bytes) -> None:
    assert check(THRICE.replace(old, new)) == ("fail", "mismatch")


def test_a_set_that_is_not_complete() -> None:
    message = THRICE.replace(b"ARC-Seal: i=2", b"X-Seal: i=2")
    assert check(message) == ("fail", "structure")
    assert [instance.number for instance in arc.verify(parse(message), "full", everywhere).instances] == [1, 2, 3]
    assert check(b"ARC-Seal: nothing\r\n" + b"From: a@own.example\r\n\r\n") == ("none", "structure")


def test_a_chain_that_ended() -> None:
    assert check(Chain().seal().seal(cv="fail").message()) == ("none", "ended")


def test_without_the_body_the_seals_are_judged() -> None:
    header = THRICE[: parse(THRICE).body]
    assert check(header, "none") == ("unknown", "body")
    assert check(THRICE[:-20], "truncated") == ("unknown", "body")
    assert check(header.replace(b"dkim=pass", b"dkim=fail"), "none") == ("fail", "mismatch")
    assert check(Chain(b"").seal().message(), "none") == ("pass", "")


def test_all_keys_are_asked_for_at_once() -> None:
    asked: set[Question] = set()
    assert check(THRICE, ask=lambda question: asked.add(question)) == ("unknown", "open")  # type: ignore[func-returns-value]
    assert {question.name for question in asked} == {
        "s1._domainkey.lists.example", "s1._domainkey.forward.example", "s2._domainkey.school.test",
    }  # fmt: skip
    assert {question.topic for question in asked} == {"TXT"}


def test_keys_that_nobody_could_look_for() -> None:
    assert check(THRICE, ask=lambda question: NotObserved("no time")) == ("unknown", "not-observed")


@pytest.mark.parametrize("text", ["", "v=spf1 -all", "p=", "p=YWJj", "p=" + "A" * 9_000, "k=rsa; p=\u00e4"])
def test_without_a_usable_key_the_chain_fails(text: str) -> None:
    assert check(ONCE, ask=lambda question: Observed((text,))) == ("fail", "no-key")
    assert check(ONCE, ask=lambda question: Observed(())) == ("fail", "no-key")


def test_a_key_with_an_absurd_exponent_is_none() -> None:
    public = rsa.RSAPublicNumbers((1 << 700) + 1, (1 << 1_023) + 1).public_key()
    text = base64.b64encode(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()
    assert check(ONCE, ask=lambda question: Observed((f"p={text}",))) == ("fail", "no-key")


def test_other_records_beside_the_key() -> None:
    assert check(ONCE, ask=lambda question: Observed(("v=spf1 -all", record()))) == ("pass", "")


@pytest.mark.parametrize("more", ["t=99999999999; ", "t=1; x=1000; "])
def test_nobody_is_blamed_for_the_clock(more: str) -> None:
    assert check(Chain().seal(more=more).message()) == ("unknown", "clock")


def test_more_sets_than_there_may_be() -> None:
    many = b"".join(b"ARC-Seal: i=%d; cv=pass\r\n" % number for number in range(1, MAX_INSTANCES + 2))
    assert check(many + b"From: a@own.example\r\n\r\n") == ("fail", "limit")


@pytest.mark.parametrize(
    "message",
    [
        ONCE + b"a" + b" " * 100_000 + b"b",
        ONCE.replace(b"From:", b"X: " + b"\r\n " * 10_000 + b"x\r\nFrom:"),
        ONCE.replace(b"ARC-Seal: ", b"ARC-Seal: n=" + b"a" * 9_000 + b"; "),
        ONCE.replace(b"h=from", b"h=" + b"a:" * 4_000 + b"from").replace(b"From:", b"X: y\r\n" * 495 + b"From:"),
        ONCE.replace(b"From:", b"X: y\r\n" * MAX_FIELDS + b"From:"),
        ONCE + b"a" * arc.MAX_WORK,
    ],
    ids=["blanks", "folds", "long", "names", "fields", "large"],
)
def test_what_would_take_too_long_is_not_begun(message: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dkim, "arc_verify", lambda *_, **__: pytest.fail("it was given to dkimpy"))
    assert check(message) == ("unknown", "limit")


def test_ordinary_white_space_is_no_hindrance() -> None:
    body = (b" " * 200 + b"<td>\r\n") * 300 + b"\r\n" * 5_000
    assert check(Chain(body).seal().message()) == ("pass", "")


def test_hostile_values() -> None:
    assert check(ONCE.replace(b"i=1", b"i=" + b"1" * 5_000)) == ("none", "structure")
    assert check(b"ARC-Seal: i=1\r\n \xff\x00;\xe4=") == ("fail", "structure")


def test_whatever_dkimpy_raises(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise IndexError("list index out of range")

    monkeypatch.setattr(dkim, "arc_verify", broken)
    assert check(ONCE) == ("fail", "structure")


def test_it_neither_logs_nor_looks_anything_up(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "socket", lambda *_, **__: pytest.fail("the network was touched"))
    caplog.set_level(logging.DEBUG)
    for message in (THRICE, THRICE.replace(b"dkim=pass", b"dkim=fail"), THRICE.replace(b"cv=pass", b"cv=maybe")):
        check(message)
        check(message, ask=lambda question: Observed(()))
    assert caplog.records == []


def test_the_samples_sign_what_they_should() -> None:
    assert [name for name, _ in FIELDS] == ["From", "To", "Subject"]
    assert check(ONCE.replace(b"list@lists.example", b"somebody@else.example")) == ("pass", "")
