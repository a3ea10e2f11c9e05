"""Whatever is typed or stands in a file or a mail: a value or one line, never another exception."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whosent.adapters import dns_file
from whosent.adapters.config import load_config, load_hosting
from whosent.adapters.dns import query_name
from whosent.model.question import DNS_TOPICS, NotObserved, Observed, Question
from whosent.service.ownside import own_side
from whosent.service.permission import Book, View

TEXT = st.text(st.characters(exclude_categories=[]), max_size=300)
NAMES = st.from_regex(r"[a-z0-9_-]{1,20}(\.[a-z0-9_-]{1,20}){0,3}\.[a-z]{2,9}", fullmatch=True)
TOPICS = st.sampled_from(DNS_TOPICS)
QUESTIONS = st.builds(Question, TOPICS, TEXT | NAMES)


@given(QUESTIONS)
def test_query_names_are_absolute_and_short_enough(question):
    name = query_name(question)
    if name is not None:
        assert name.is_absolute()
        assert len(name.to_wire()) <= 255


@given(NAMES, TEXT)
def test_a_permitted_name_is_asked_below_ours(ours, text):
    """The name that goes out ends with the labels of our name, whatever characters a mail put in front of them."""
    view = View(Book("own", own_side(names=[ours])))
    question = Question("TXT", f"{text}.{ours}")
    name = query_name(question)
    assert view.permits(question)
    if name is not None:
        assert name.to_text(omit_final_dot=True).endswith(ours)
        assert name.labels[-1 - ours.count(".") - 1 : -1] == tuple(label.encode() for label in ours.split("."))


@given(TEXT, TEXT, TEXT)
def test_own_side(name, host, mx):
    try:
        side = own_side(names=[name], own=[host], mx=[mx])
    except ValueError:
        return
    Book("own", side)


@given(st.binary(max_size=400))
def test_files_of_any_bytes(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "any"
    path.write_bytes(data)
    for load in (lambda: dns_file.load(str(path)), lambda: load_config(path), lambda: load_hosting(path)):
        with suppress(ValueError):
            load()


ANSWERS = st.dictionaries(
    st.builds(Question, TOPICS, NAMES),
    st.builds(Observed, st.lists(st.text(max_size=50)).map(tuple)) | st.builds(NotObserved, st.text(max_size=50)),
)


@given(ANSWERS, st.none() | st.builds(NotObserved, st.text(max_size=50)))
def test_recorded_answers_read_back(tmp_path_factory, answers, otherwise):
    path = tmp_path_factory.getbasetemp() / "dns.json"
    path.write_bytes(dns_file.recorded(answers, otherwise))
    again = dns_file.load(str(path))
    assert again(list(answers), 1.0) == answers
    other = Question("TXT", "not.in.the.file.example")
    assert again([other], 1.0) == {other: otherwise or Observed(())}


@pytest.mark.parametrize("asking", ["nothing", "own", "everything"])
@given(questions=st.lists(QUESTIONS, max_size=20), values=st.lists(TEXT, max_size=5))
def test_learning_and_asking_never_fails(asking, questions, values):
    book = Book(asking, own_side(names=["victim.example"]))
    view = View(book)
    book.learn({question: Observed(tuple(values)) for question in questions})
    for question in questions:
        view.get(question)
