"""Cases of policy discovery by tree walk."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.unit.auth.zone import rounds

from whosent.auth.dmarc import discover
from whosent.model.question import Answer, Observed, Question

CASES = Path(__file__).resolve().parents[5] / "shared" / "corpus" / "auth" / "rfc9989_discovery_cases.json"


def cases() -> list[dict]:
    return json.loads(CASES.read_text("utf-8")) if CASES.is_file() else []


@pytest.mark.skipif(not CASES.is_file(), reason="the shared corpora are not beside the repository")
def test_the_corpus_is_there() -> None:
    assert len(cases()) >= 18


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["id"])
def test_case(case: dict) -> None:
    def answer(question: Question) -> Answer:
        if question.topic != "TXT":
            return Observed(())
        value = case["zone"].get(question.name, [])
        return Observed((value,) if isinstance(value, str) else tuple(value))

    told = rounds(answer, lambda ask: discover(case["domain"], ask), lambda found: found.state == "open")
    found = told[-1][0]
    assert (found.record_at if found.state == "found" else None, found.policy) == (case["record_at"], case["policy"])
    assert len(told) <= 3
