"""What lies in the owner's Sent folder."""

from __future__ import annotations

from whosent.model.item import Item, Unreadable
from whosent.model.question import NotObserved, Observed, Question
from whosent.service.sent import SentFolder

HERE, ELSEWHERE = Question("sent", "1@victim.example"), Question("sent", "2@victim.example")
MAIL = Item("sent.mbox#1", b"From: a@victim.example\nMessage-ID: <1@victim.example>\n\nhello\n")


def test_what_is_there_and_what_is_not():
    assert SentFolder([MAIL])([HERE, ELSEWHERE], 1.0) == {
        HERE: Observed(("1@victim.example",)),
        ELSEWHERE: Observed(()),
    }


def test_the_folder_is_read_once_and_late():
    read = []

    def messages():
        read.append(1)
        yield MAIL

    folder = SentFolder(messages())
    assert read == []
    assert folder([HERE], 1.0) == folder([HERE], 1.0) == {HERE: Observed(("1@victim.example",))}
    assert read == [1]


def test_a_folder_that_cannot_be_read_is_not_an_empty_one():
    assert SentFolder([Unreadable("Sent", "permission denied")])([HERE], 1.0) == {
        HERE: NotObserved("Sent: permission denied")
    }


def test_a_message_without_an_id_is_nobody_elses():
    assert SentFolder([Item("x", b"From: a@victim.example\n\n")])([Question("sent", "")], 1.0) == {
        Question("sent", ""): Observed(())
    }
