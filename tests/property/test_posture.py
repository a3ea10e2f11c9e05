"""Whatever name servers answer, a domain gets its report, in bounded work."""

from __future__ import annotations

from functools import lru_cache

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.report.page import Page

from whosent.adapters.texts import load
from whosent.model.question import NotObserved, Observed, Question
from whosent.posture import look, steps
from whosent.report.posture_html import render
from whosent.report.posture_json import encode
from whosent.report.posture_parts import compose

PIECES = st.sampled_from([
    "v=spf1 ", "v=DMARC1; ", "v=DKIM1; ", "p=none", "p=reject", "; ", "sp=none", "np=reject", "psd=n", "t=y",
    "rua=mailto:a@b.c", "include:a.test", "include:own.example", "redirect=b.test", " a", " mx", " ptr",
    "ip4:0.0.0.0/1", "%{i}", " -all", " +all", " ~all", "10 a.test", "0 .", "192.0.2.1", "\x1b[31m", "<b>", "\u202e",
    "p=AAAA", "v=TLSRPTv1;", "v=STSv1;",
])  # fmt: skip
VALUES = st.lists(PIECES | st.text(max_size=5), max_size=8).map("".join)
ANSWERS = (
    st.none()
    | st.builds(NotObserved, st.text(max_size=9))
    | st.builds(Observed, st.lists(VALUES, max_size=3).map(tuple))
)


@lru_cache
def texts(language):
    return load(language, "whosent.posture")


@settings(deadline=None)
@given(st.lists(ANSWERS, min_size=1, max_size=9), st.sampled_from(["de", "en"]))
def test_any_domain_gets_its_report(answers: list, language) -> None:
    def ask(question: Question):
        return answers[sum(map(ord, question.topic + question.name)) % len(answers)]

    posture = look("own.example", ask, ["s"])
    found = steps(posture)
    page = Page(render(compose(posture, found, texts(language))))
    assert (page.open, page.mismatched) == ([], [])
    assert not any(char in page.text for char in "\x1b\u202e")
    assert b"\x1b" not in encode(posture, found, texts(language))


def test_records_that_lead_everywhere_are_cut() -> None:
    asked: dict[Question, None] = {}

    def ask(question: Question):
        asked[question] = None
        number = len(asked)
        return Observed((f"v=spf1 {' '.join(f'include:{number}-{other}.test' for other in range(60))} -all",))

    posture = look("own.example", ask)
    assert posture.spf.result == "permerror"
    assert len(asked) < 400


def test_a_giant_record_is_borne() -> None:
    def ask(question: Question):
        return Observed(("v=spf1 " + "a:x.test " * 900, "v=DMARC1; " + "p=none; " * 900))

    assert look("own.example", ask).spf.lookups > 10
