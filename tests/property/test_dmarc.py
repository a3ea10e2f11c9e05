"""DMARC is total: any names, records and answers give a result."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from whosent.auth.dmarc import evaluate, handling
from whosent.auth.dmarc.record import read
from whosent.auth.dmarc.walk import MAX_QUERIES
from whosent.model.question import NotObserved, Observed

TAGS = st.sampled_from(
    ["p=none", "p=reject", "sp=none", "np=reject", "psd=y", "psd=n", "t=y", "adkim=s", "rua=mailto:a@b.c", "p"]
)
RECORDS = st.lists(TAGS | st.text(max_size=4), max_size=6).map(lambda tags: "v=DMARC1;" + ";".join(tags))
ANSWERS = (
    st.none()
    | st.builds(NotObserved, st.text(max_size=3))
    | st.builds(Observed, st.lists(RECORDS, max_size=2).map(tuple))
)
LABELS = st.lists(st.sampled_from(["a", "own", "example", "co", "uk"]) | st.text(max_size=3), min_size=1, max_size=14)
NAMES = LABELS.map(".".join)


@given(NAMES, st.lists(NAMES, max_size=3), NAMES, st.lists(ANSWERS, min_size=1, max_size=5))
def test_any_message_gives_a_result(author: str, signed: list[str], spf: str, answers: list) -> None:
    asked = []

    def ask(question):
        asked.append(question)
        return answers[len(question.name) % len(answers)]

    found = evaluate(author, ask, dkim=signed, spf=spf)
    assert found.result in ("pass", "fail", "none", "temperror", "open")
    assert handling(found) in ("accept", "suspect", "refuse", None)
    assert (found.discovery.record_at is None) <= (found.discovery.policy is None)
    assert len(set(asked)) <= (2 + len(signed)) * MAX_QUERIES + 3


@given(st.text())
def test_anything_is_read(text: str) -> None:
    assert read(text).text == text
