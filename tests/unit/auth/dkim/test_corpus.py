"""Signed messages with the result that others give them, whole, cut, and without their body."""

from __future__ import annotations

import base64
import json
from functools import lru_cache
from pathlib import Path

import pytest

from whosent.auth.dkim import Signature, verify
from whosent.mail.part import parse
from whosent.model.notice import Body
from whosent.model.question import Answer, Observed, Question

CASES = Path(__file__).resolve().parents[5] / "shared" / "corpus" / "auth" / "dkim_cases.json"
BROKEN_BODY = ("-bodymod", "-append")
BROKEN_HEADER = ("-hdrmod", "-extrafrom", "-ss-refold", "-sr-refold", "-ss-l-refold", "-sr-l-refold")
"""What was changed after signing, by the ends of the names."""
KEYLESS = {"revoked": "key-revoked", "nokey": "no-key"}


@lru_cache(maxsize=1)
def corpus() -> dict:
    return json.loads(CASES.read_text("utf-8")) if CASES.is_file() else {"dns": {}, "cases": []}


def check(message: bytes, have: Body = "full") -> tuple[Signature, ...]:
    def ask(question: Question) -> Answer:
        record = corpus()["dns"].get(question.name)
        return Observed(() if record is None else (record,))

    return verify(parse(message), have, None, ask)


def each_case() -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", corpus()["cases"], ids=lambda case: case["id"])


def headers(found: tuple[Signature, ...]) -> list[tuple[str, str]]:
    return [(signature.header, signature.why) for signature in found]


@pytest.mark.skipif(not CASES.is_file(), reason="the shared corpora are not beside the repository")
def test_the_corpus_is_there() -> None:
    assert len(corpus()["cases"]) == 202


@each_case()
def test_the_declared_result(case: dict) -> None:
    found = check(base64.b64decode(case["msg"]))
    assert any(signature.header == signature.body == "valid" for signature in found) == case["expect"], found


@each_case()
def test_header_and_body_apart(case: dict) -> None:
    found = check(base64.b64decode(case["msg"]))
    if case["id"] in KEYLESS:
        assert headers(found) == [("unknown", KEYLESS[case["id"]])]
        assert found[0].body == "valid"
    elif case["id"] == "two-bad-good":
        assert [(signature.header, signature.body) for signature in found] == [("valid", "invalid"), ("valid", "valid")]
    else:
        broken = case["id"].endswith(BROKEN_BODY) and not case["expect"]
        header = "invalid" if case["id"].endswith(BROKEN_HEADER) else "valid"
        assert {signature.header for signature in found} == {header}
        assert {signature.body for signature in found} == {"invalid" if broken else "valid"}


@each_case()
def test_without_the_body_the_header_says_the_same(case: dict) -> None:
    message = base64.b64decode(case["msg"])
    part = parse(message)
    found = check(message[: part.body], "none")
    assert headers(found) == headers(check(message))
    assert all(signature.body != "invalid" for signature in found)
    if message[part.body :].strip():
        assert all(signature.body == "unknown" for signature in found)


@each_case()
def test_with_a_body_that_was_cut_the_header_says_the_same(case: dict) -> None:
    message = base64.b64decode(case["msg"])
    part = parse(message)
    for end in (part.body + 1, (part.body + len(message)) // 2, len(message) - 1):
        found = check(message[: max(end, part.body)], "truncated")
        assert headers(found) == headers(check(message))
        assert all(signature.body != "invalid" for signature in found)
