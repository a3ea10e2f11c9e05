"""SPF is total: any record, sender and answer gives a result."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from whosent.auth.spf import check, default_result, permission
from whosent.auth.spf.record import terms
from whosent.model.question import NotObserved, Observed, Question

PIECES = st.sampled_from(
    ["a", "mx", "ptr", "all", "include:", "exists:", "redirect=", "exp=", "ip4:", "ip6:", "own.example", "b.test", "%{",
     "}", "%{d2r.}", "%{p}", "%%", "%_", "/24", "//64", "192.0.2.1", "::1", "-", "~", "?", "+", " ", ":", "=", "/", "."]
)  # fmt: skip
RECORDS = st.lists(PIECES | st.text(max_size=3), max_size=30).map(lambda parts: "v=spf1 " + "".join(parts))
ANSWERS = st.one_of(
    st.none(), st.builds(NotObserved, st.text(max_size=5)),
    st.lists(RECORDS | st.sampled_from(["192.0.2.1", "::1", "10 mx.b.test", "b.test", ""]), max_size=3)
    .map(lambda values: Observed(tuple(values))),
)  # fmt: skip


@given(RECORDS, st.lists(ANSWERS, min_size=1, max_size=4), st.text(max_size=20), st.sampled_from(["192.0.2.1", "::2"]))
def test_any_record_gives_a_result(record: str, answers: list, sender: str, ip: str) -> None:
    def ask(question: Question):
        if question == Question("TXT", "own.example"):
            return Observed((record,))
        return answers[len(question.name) % len(answers)]

    outcome = check(ip, f"{sender}@own.example", sender, ask)
    assert outcome.result in ("none", "neutral", "pass", "fail", "softfail", "temperror", "permerror", "open")
    assert (permission(outcome) is None) == (outcome.result != "pass")
    assert default_result("own.example", ask)


@given(st.text())
def test_terms_of_anything(text: str) -> None:
    assert all(term.text in text for term in terms(text))
