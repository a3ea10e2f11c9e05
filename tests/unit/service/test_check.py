"""The answer loop, and messages that trip the program up."""

from __future__ import annotations

import msgspec
import pytest
from tests.unit.service.messages import LETTER, bounce

from whosent.model.case import Case
from whosent.model.item import Item, Unreadable
from whosent.model.question import NotObserved, Observed, Question
from whosent.service.check import BATCH, BATCH_BYTES, Checker, Settings, batches, delivered_to_us
from whosent.service.ownside import own_side

OWN = own_side(names=["victim.example"], own=["mail.victim.example"], own_complete=True)
HOST = {Question("A", "mail.victim.example"): Observed(("192.0.2.5",)),
        Question("AAAA", "mail.victim.example"): Observed(())}  # fmt: skip
SPF = Question("TXT", "victim.example")


class Desk:
    """Answers from a table and remembers what it was asked."""

    def __init__(self, answers):
        self.answers = answers
        self.calls = []

    def __call__(self, questions, seconds):
        assert seconds > 0
        self.calls.append(tuple(questions))
        return {question: self.answers.get(question, NotObserved("not in the table")) for question in questions}


def test_open_questions_are_answered_and_change_the_result():
    items = [Item("ours", bounce("out.victim.example", "192.0.2.5")), Item("theirs", bounce())]
    desk = Desk(HOST)
    ours, theirs = Checker(Settings(OWN, "own"), desk).check(items)
    assert ours.verdict.cause != "forged"
    assert theirs.verdict.cause == "forged"
    assert ours.open_questions == theirs.open_questions == ()


def test_questions_of_a_batch_are_asked_together_and_once():
    desk = Desk(HOST)
    checker = Checker(Settings(OWN, "own"), desk)
    checker.check([Item(str(n), bounce()) for n in range(3)])
    checker.check([Item("again", bounce())])
    assert [sorted(call, key=repr) for call in desk.calls] == [sorted((*HOST, SPF), key=repr)]


def test_nothing_is_asked_where_nothing_may_be():
    desk = Desk(HOST)
    (case,) = Checker(Settings(OWN, "nothing"), desk).check([Item("x", bounce())])
    assert desk.calls == []
    assert case.open_questions == ()


WRAPPER = b"""\
From: friend@friend.test
To: info@victim.example
Subject: is this you?
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=wrap

--wrap
Content-Type: message/rfc822

"""


@pytest.mark.parametrize(
    ("data", "intake", "delivered"),
    [(bounce(), "store", True), (bounce(), "upload", False), (WRAPPER + bounce(), "store", False)],
)
def test_only_our_own_server_says_to_whom_it_was_delivered(data, intake, delivered):
    (case,) = Checker(Settings(own_side(intake=intake)), Desk({})).check([Item("x", data)])
    assert case.addressee == "info@victim.example"
    assert delivered_to_us(case) is delivered


def test_a_message_that_breaks_the_program_becomes_one_line_and_the_rest_goes_on():
    broken = Item("broken", None)
    before, stopped, after = Checker(Settings(OWN), Desk({})).check([Item("a", bounce()), broken, Item("b", LETTER)])
    assert isinstance(before, Case)
    assert isinstance(stopped, Unreadable)
    assert stopped.source == "broken"
    assert "bug" in stopped.error
    assert "\n" not in stopped.error
    assert (after.source, after.notice.kind) == ("b", "message")


def test_half_characters_do_not_keep_a_message_from_being_reported():
    smuggled = bounce().replace(b"Subject: Cheap watches", b"Subject: =?utf-7?Q?+2AA-?= watches")
    (case,) = Checker(Settings(OWN), Desk({})).check([Item("a", smuggled)])
    assert isinstance(case, Case)
    assert case.verdict.cause == "forged"
    assert case.notice.original.subject == "+2AA- watches"
    msgspec.json.encode(case)


def test_what_could_not_be_read_passes_through_in_its_place():
    gone = Unreadable("gone.eml", "no such file or folder")
    assert [r.source for r in Checker(Settings(OWN), Desk({})).check([gone, Item("a", bounce()), gone])] == [
        "gone.eml", "a", "gone.eml",
    ]  # fmt: skip


def test_batches_end_by_number_and_by_size():
    small = Item("s", b"x")
    large = Item("l", b"x" * BATCH_BYTES)
    sizes = [len(batch) for batch in batches([small] * BATCH + [small, large, small])]
    assert sizes == [BATCH, 2, 1]
    assert list(batches([])) == []


@pytest.mark.parametrize(
    "data", [b"\n\nNote: buy milk\n", b"hello\n", b"# Notes\n\nFrom: nobody\n", bytes(range(256)) * 40]
)
def test_what_is_no_mail_is_said_so(data):
    (result,) = Checker(Settings(OWN), Desk({})).check([Item("notes.txt", data)])
    assert isinstance(result, Unreadable)
    assert "not a mail" in result.error


def test_a_bounce_without_its_head_is_still_one():
    (case,) = Checker(Settings(OWN), Desk({})).check([Item("pasted.txt", bounce().partition(b"\n\n")[2])])
    assert isinstance(case, Case)
    assert case.notice.kind == "bounce"
