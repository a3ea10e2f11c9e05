"""The rounds of `whosent posture`, and which names are asked."""

from __future__ import annotations

import pytest

from whosent.model.question import NotObserved, Observed
from whosent.service.posture import MAX_ROUNDS, Survey, domain_name

ZONE = {
    "TXT a.own.example": ["v=spf1 include:_spf.provider.test -all"],
    "TXT _spf.provider.test": ["v=spf1 include:more.test -all"],
    "TXT more.test": ["v=spf1 ip4:198.51.100.0/24 -all"],
    "MX a.own.example": ["10 mx.provider.test"],
    "A mx.provider.test": ["198.51.100.1"],
}


class Server:
    def __init__(self, zone: dict[str, list[str]]) -> None:
        self.zone = zone
        self.rounds: list[list[str]] = []

    def __call__(self, questions, seconds):
        self.rounds.append([f"{question.topic} {question.name}" for question in questions])
        return {
            question: Observed(tuple(self.zone.get(f"{question.topic} {question.name}", ()))) for question in questions
        }


def test_asks_what_the_records_lead_to_and_the_policies_above() -> None:
    server = Server(ZONE)
    Survey("a.own.example", "own", server, ["s9"]).run()
    asked = [name for names in server.rounds for name in names]
    assert {"TXT s9._domainkey.a.own.example", "TXT _dmarc.own.example", "TXT _dmarc.example", "TXT more.test"} <= set(
        asked
    )
    assert "A mx.provider.test" in asked
    assert len(asked) == len(set(asked))
    assert len(server.rounds) == 3
    assert not any(name.endswith(" own.example") for name in asked)


def test_a_chain_without_end_is_cut() -> None:
    class Endless(Server):
        def __call__(self, questions, seconds):
            found = super().__call__(questions, seconds)
            return {
                question: Observed((f"v=spf1 include:x{len(self.rounds)}.test -all",))
                if question.topic == "TXT"
                else answer
                for question, answer in found.items()
            }

    server = Endless({})
    posture, _ = Survey("own.example", "everything", server).run()
    assert len(server.rounds) <= MAX_ROUNDS
    assert posture.spf.result == "permerror"


def test_when_nobody_answers() -> None:
    def dead(questions, seconds):
        return dict.fromkeys(questions, NotObserved("no answer"))

    posture, steps = Survey("own.example", "own", dead).run()
    assert posture.blind
    assert not [step for step in steps if step.weight == "important"]


@pytest.mark.parametrize(("text", "domain"), [
    ("own.example", "own.example"), ("OWN.example.", "own.example"), (" anna@own.example ", "own.example"),
    ("bücher.example", "xn--bcher-kva.example"),
])  # fmt: skip
def test_what_people_type(text: str, domain: str) -> None:
    assert domain_name(text) == domain


@pytest.mark.parametrize(
    "text", ["", "example", "192.0.2.1", "a b", "http://own.example/", "own.example/24", "@", "a@b"]
)
def test_what_is_no_domain(text: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        domain_name(text)


@pytest.mark.parametrize("selector", ["", "a b", "s1;x", "..", "\x1b"])
def test_what_is_no_selector(selector: str) -> None:
    with pytest.raises(ValueError, match="selector"):
        Survey("own.example", "own", Server({}), [selector])
