"""The layout reader: what belongs to which recipient."""

from __future__ import annotations

import pytest

from whosent.mail import parse
from whosent.notice.prose import ALONE, ANGLE, LEADING, Form, line, read_form
from whosent.notice.reading import Reading
from whosent.notice.view import View


def view(text: str, subject: str = "Undeliverable") -> View:
    return View(parse(f"From: postmaster@mx.example\nSubject: {subject}\n\n{text}".encode()))


def read(text: str, form: Form, subject: str = "Undeliverable") -> Reading:
    reading = read_form(view(text, subject), form)
    assert reading is not None
    return reading


def said(reading: Reading) -> list[tuple[str, str]]:
    return [(found.address, found.diagnostic) for found in reading.recipients]


def test_each_recipient_gets_what_stands_below_it() -> None:
    reading = read("<a@x.example>:\nno such user\n\n<b@x.example>:\nmailbox\nfull\n", Form(ANGLE))
    assert said(reading) == [("a@x.example", "no such user"), ("b@x.example", "mailbox full")]


def test_a_run_of_addresses_shares_what_stands_below_the_last() -> None:
    reading = read("a@x.example\nb@x.example\n\nrejected\n", Form(ALONE))
    assert said(reading) == [("a@x.example", "rejected"), ("b@x.example", "rejected")]


def test_an_address_printed_twice_is_one_recipient_with_the_words_of_the_first() -> None:
    reading = read("A@x.example: unknown\nb@x.example: full\na@x.example: unknown again\n", Form(LEADING))
    assert said(reading) == [("A@x.example", "unknown"), ("b@x.example", "full")]


def test_only_the_first_paragraph_unless_more_are_asked_for() -> None:
    text = "a@x.example\n\nfirst\n\nsecond\n\nthird\n"
    assert said(read(text, Form(ALONE)))[0][1] == "first"
    assert said(read(text, Form(ALONE, paragraphs=2)))[0][1] == "first second"


def test_recipients_stand_between_after_and_until() -> None:
    form = Form(ALONE, after=("to:",), until=("regards",))
    reading = read("from:\nsender@x.example\nto:\na@x.example\nRegards\nme@x.example\n", form)
    assert [found.address for found in reading.recipients] == ["a@x.example"]


def test_of_two_beginnings_at_one_place_the_longer_counts() -> None:
    form = Form(line(r"[ ]?"), after=("failed because", "failed because of"))
    assert read("failed because of\na@x.example\n", form).recipients[0].address == "a@x.example"


@pytest.mark.parametrize("form", [Form(ALONE, after=("no such words",)), Form(ALONE, needs=("no such words",))])
def test_without_its_words_it_is_another_form(form: Form) -> None:
    assert read_form(view("a@x.example\n"), form) is None


def test_a_common_reason_serves_those_without_their_own() -> None:
    form = Form(ALONE, until=("reason:",), because=("reason:",))
    assert said(read("a@x.example\nReason: gone\n", form)) == [("a@x.example", "gone")]


def test_the_heading_can_be_the_reason() -> None:
    form = Form(line(r"unknown user:[ ]"), heading=True)
    assert said(read("Unknown user: a@x.example\n", form)) == [("a@x.example", "Unknown user: a@x.example")]


def test_the_copy_is_no_list_of_recipients_and_comes_back() -> None:
    form = Form(ALONE, copy=("--- copy ---",))
    reading = read("a@x.example\n\n--- COPY ---\n\nFrom: me@x.example\nSubject: hello\n\nb@x.example\n", form)
    assert [found.address for found in reading.recipients] == ["a@x.example"]
    assert reading.returned is not None
    assert reading.returned.head.get(b"subject") == "hello"


@pytest.mark.parametrize(
    ("text", "subject", "kind"),
    [
        ("a@x.example\ngone", "Undeliverable", "bounce"),
        ("a@x.example\ngone", "Warning: message 1 delayed 24 hours", "delay"),
        ("a@x.example\nDelivery will be retried.", "Notice", "delay"),
        ("a@x.example\ngone", "Warning: a@x.example - User unknown!", "bounce"),
        ("a@x.example\nhas been delayed for ever", "Delay: final failure", "bounce"),
    ],
)
def test_a_delay_says_so_in_subject_or_text(text: str, subject: str, kind: str) -> None:
    assert read(text, Form(ALONE), subject).kind == kind


def test_a_capital_with_a_dot_moves_nothing() -> None:
    reading = read("İİİİ to:\na@x.example\nend\nb@x.example\n", Form(ALONE, after=("to:",), until=("end",)))
    assert [found.address for found in reading.recipients] == ["a@x.example"]
