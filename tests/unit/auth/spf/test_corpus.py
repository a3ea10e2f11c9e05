"""The cases of RFC 7208's test suite, each answered round by round as the service does."""

from __future__ import annotations

import ipaddress
import json
from pathlib import Path

import pytest
from tests.unit.auth.zone import rounds

from whosent.auth.spf import check
from whosent.model.question import Answer, NotObserved, Observed, Question

CASES = Path(__file__).resolve().parents[5] / "shared" / "corpus" / "auth" / "rfc7208_cases.json"
UNEXPLAINED = "DEFAULT"
"""The suite's name for a receiver's own words."""

Zone = dict[str, list[list]]


def cases() -> list[dict]:
    return json.loads(CASES.read_text("utf-8")) if CASES.is_file() else []


def answer(zone: Zone, question: Question) -> Answer:
    name = question.name
    if question.topic == "PTR":
        name = ipaddress.ip_address(name).reverse_pointer
    return _records(zone, question.topic, name.lower().rstrip("."))


def _records(zone: Zone, topic: str, name: str) -> Answer:
    """A TIMEOUT stands for every record that is not in front of it."""
    found: list[str] = []
    for kind, value in {key.lower(): records for key, records in zone.items()}.get(name, []):
        if kind == "TIMEOUT":
            return Observed(tuple(found)) if found else NotObserved("time ran out")
        if kind == "CNAME":
            return _records(zone, topic, value.lower())
        if kind == topic:
            found.append(_text(kind, value))
    return Observed(tuple(found))


def _text(kind: str, value: object) -> str:
    if kind == "TXT":
        return "".join(value)  # type: ignore[arg-type]
    return f"{value[0]} {value[1]}" if kind == "MX" else str(value)  # type: ignore[index]


@pytest.mark.skipif(not CASES.is_file(), reason="the shared corpora are not beside the repository")
def test_the_corpus_is_there() -> None:
    assert len(cases()) >= 200


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["id"])
def test_case(case: dict) -> None:
    sender, helo = case["mailfrom"], case["helo"]
    told = rounds(
        lambda question: answer(case["zone"], question),
        lambda ask: check(case["host"], sender, helo, ask),
        lambda found: found.result == "open",
    )
    outcome, _ = told[-1]
    assert outcome.result in case["result"], outcome
    if case["explanation"] is not None:
        assert (outcome.explanation or UNEXPLAINED) == case["explanation"]
