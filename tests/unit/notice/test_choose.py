"""Which dialects are asked, and in which order."""

from __future__ import annotations

from whosent.mail import parse
from whosent.notice.choose import Chooser
from whosent.notice.reading import Dialect
from whosent.notice.view import View


def nothing(view: View) -> None:
    return None


DIALECTS = (
    Dialect("first", "", ("somewhere in it",), nothing),
    Dialect("second", "", ("the second server says",), nothing),
    Dialect("third", "", (), nothing, ("x-third:", "from: third@mx.example")),
    Dialect("fourth", "", ("xyz:",), nothing),
)


def asked(header: str, text: str) -> list[str]:
    view = View(parse(f"{header}\n\n{text}".encode()))
    return [dialect.name for dialect in Chooser(DIALECTS).candidates(view)]


def test_nobody_is_asked_about_what_nobody_prints() -> None:
    assert asked("From: a@x.example", "hello") == []


def test_a_mark_may_begin_a_line_or_stand_in_it_but_beginnings_go_first() -> None:
    assert asked("From: a@x.example", "this is somewhere in it\n  The second server says no") == ["second", "first"]


def test_header_fields_count_by_name_and_by_value() -> None:
    assert asked("From: a@x.example\nX-Third: 1", "hello") == ["third"]
    assert asked("From: Third <third@mx.example>", "hello") == ["third"]


def test_a_mark_of_the_header_means_nothing_in_the_text() -> None:
    assert asked("From: a@x.example", "write to third@mx.example") == []


def test_short_marks_are_found_anywhere() -> None:
    assert asked("From: a@x.example", "    code XYZ: 5") == ["fourth"]


def test_the_tuple_is_the_order_among_equals() -> None:
    text = "somewhere in it\nthe second server says"
    assert asked("From: third@mx.example", text) == ["first", "second", "third"]


def test_far_down_nobody_signs() -> None:
    assert asked("From: a@x.example", "line\n" * 2_000 + "the second server says no") == []
