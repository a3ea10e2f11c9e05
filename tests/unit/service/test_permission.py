"""What may be looked up, and that it depends on the message alone."""

from __future__ import annotations

import pytest

from whosent.model.question import NotObserved, Observed, Question
from whosent.service.ownside import own_side
from whosent.service.permission import FOREIGN, OFF, Book, View

SPF = Question("TXT", "victim.example")


def view(asking="own", **side):
    book = Book(asking, own_side(**side))
    return book, View(book)


@pytest.mark.parametrize(
    ("topic", "name", "allowed"),
    [
        ("TXT", "victim.example", True),
        ("TXT", "selector._domainkey.Victim.Example.", True),
        ("A", "mail.hoster.example", True),
        ("MX", "mx.hoster.example", True),
        ("TXT", "notvictim.example", False),
        ("TXT", "example", False),
        ("A", "hoster.example", False),
        ("TXT", "spammer.test", False),
        ("TXT", "victim.example.spammer.test", False),
        ("PTR", "192.0.2.1", True),
        ("PTR", "198.51.100.77", True),
        ("PTR", "203.0.113.9", False),
        ("PTR", "victim.example", False),
    ],
)
def test_own_names_and_what_lies_below_them(topic, name, allowed):
    _, mine = view(
        names=["victim.example", "x@second.example"],
        own=["mail.hoster.example", "192.0.2.1", "198.51.100.0/24"],
        mx=["mx.hoster.example"],
    )
    question = Question(topic, name)
    assert mine.permits(question) is allowed
    assert mine.get(question) == (None if allowed else FOREIGN)


def test_names_to_which_our_records_point_were_chosen_by_us():
    book, mine = view(names=["victim.example"])
    include, deep = Question("TXT", "_spf.provider.test"), Question("TXT", "a.b.deep.test")
    assert not mine.permits(include)
    book.learn({SPF: Observed(("v=spf1 a:out.provider.test include:_spf.provider.test ~all",))})
    assert mine.permits(include)
    assert mine.permits(Question("A", "out.provider.test"))
    assert not mine.permits(deep)
    book.learn({include: Observed(("v=spf1 exists:%{i}.deep.test redirect=other.test",))})
    assert mine.permits(deep)
    assert mine.permits(Question("TXT", "other.test"))
    assert not mine.permits(Question("TXT", "provider.test"))


def test_mx_hosts_may_be_resolved():
    book, mine = view(names=["victim.example"])
    book.learn({Question("MX", "victim.example"): Observed(("10 mx.provider.test",))})
    assert mine.permits(Question("A", "mx.provider.test"))


def test_records_that_point_in_a_circle_end():
    book, mine = view(names=["victim.example"])
    book.learn({Question("TXT", "a.test"): Observed(("v=spf1 include:b.test",)),
                Question("TXT", "b.test"): Observed(("v=spf1 include:a.test",))})  # fmt: skip
    assert not mine.permits(Question("TXT", "a.test"))


def test_other_records_point_nowhere():
    book, mine = view(names=["victim.example"])
    book.learn({SPF: Observed(("see include:spammer.test",))})
    assert not mine.permits(Question("TXT", "spammer.test"))


def test_without_configuration_it_is_where_the_mail_was_delivered_to():
    _, mine = view()
    assert mine.get(SPF) is None  # open: nobody knows yet
    mine.belongs_to("me@victim.example", None)
    assert mine.permits(SPF)
    assert mine.get(Question("TXT", "spammer.test")) is FOREIGN


def test_with_configuration_a_mail_cannot_add_names():
    _, mine = view(names=["victim.example"])
    mine.belongs_to("x@spammer.test")
    assert not mine.permits(Question("TXT", "spammer.test"))


def test_what_another_message_learned_is_not_seen_where_it_was_not_to_be_asked():
    book = Book("own", own_side())
    one, two = View(book), View(book)
    one.belongs_to("a@one.example")
    two.belongs_to("b@two.example")
    book.learn({Question("TXT", "one.example"): Observed(("v=spf1 -all",))})
    assert one[Question("TXT", "one.example")] == Observed(("v=spf1 -all",))
    assert two[Question("TXT", "one.example")] is FOREIGN


def test_off_and_full():
    _, off = view("nothing", names=["victim.example"])
    assert off.get(SPF) is OFF
    _, full = view("everything", names=["victim.example"])
    assert full.permits(Question("TXT", "spammer.test"))
    assert full.get(Question("TXT", "spammer.test")) is None


def test_other_topics_are_no_lookups():
    _, off = view("nothing")
    assert off.permits(Question("log", "4C96E2547B0"))


def test_failures_are_kept_too():
    book, mine = view(names=["victim.example"])
    book.learn({SPF: NotObserved("SERVFAIL")})
    assert mine[SPF] == NotObserved("SERVFAIL")
    assert book.unknown([SPF, Question("A", "x.victim.example"), Question("A", "x.victim.example")]) == (
        Question("A", "x.victim.example"),
    )
