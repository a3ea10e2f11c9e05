"""Messages that OpenDKIM signed in the lab, as receivers of many kinds returned them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from whosent.auth.dkim import Signature, verify
from whosent.mail.part import EMBEDDED, Part, parse
from whosent.model.question import Answer, Observed, Question

ROOT = Path(__file__).resolve().parents[4]
LAB = ROOT.parent / "shared" / "corpus" / "lab"
KEYS = json.loads((ROOT / "examples" / "dns.json").read_text("utf-8"))
BOGUS = "bogus-dkim"
"""The variant of the lab in which a spammer writes a signature that nobody made."""


def ask(question: Question) -> Answer:
    return Observed(tuple(KEYS.get(f"{question.topic} {question.name}", ())))


def messages(part: Part) -> Iterator[Part]:
    yield part
    for leaf in part.leaves():
        if leaf.content_type in EMBEDDED:
            yield from messages(leaf.embedded())


def signatures(path: Path) -> Iterator[tuple[bool, Signature]]:
    """Each with whether there is a body to it."""
    for part in messages(parse(path.read_bytes())):
        there = bool(part.data[part.body : part.end].strip())
        for signature in verify(part, "full" if there else "none", None, ask):
            yield there, signature


GOLDEN = sorted(
    path
    for path in (ROOT / "tests" / "golden" / "cases").glob("*/message.eml")
    if b"DKIM-Signature:" in path.read_bytes()
)


def test_there_are_such_messages() -> None:
    assert len(GOLDEN) >= 10


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.parent.name)
def test_each_comes_back_valid_unless_nobody_made_it(path: Path) -> None:
    found = list(signatures(path))
    assert found
    expected = "invalid" if BOGUS in path.parent.name else "valid"
    assert {signature.header for _, signature in found} == {expected}
    if expected == "valid":
        assert all(signature.body == ("valid" if there else "unknown") for there, signature in found)


@pytest.mark.skipif(not LAB.is_dir(), reason="the shared corpora are not beside the repository")
def test_all_of_the_lab() -> None:
    """A header is never altered on the way back; a body once, by Courier, which encoded it anew."""
    rows = [json.loads(line) for line in (LAB / "truth.jsonl").read_text("utf-8").splitlines()]
    told = [(row["variant"] == BOGUS, *pair) for row in rows for pair in signatures(LAB / row["file"])]
    assert len(told) > 100
    assert [bogus for bogus, _, _ in told] == [signature.header == "invalid" for _, _, signature in told]
    assert all(signature.body == "unknown" for _, there, signature in told if not there)
    altered = [signature for bogus, there, signature in told if there and not bogus and signature.body != "valid"]
    assert len(altered) <= 1
