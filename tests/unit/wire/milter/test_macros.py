"""Macros hold from the step for which they are told, as long as the message or session does."""

from __future__ import annotations

import pytest
from tests.wire.client import texts

from whosent.wire.milter.macros import LIMIT, MOST, Macros


def told(*steps: bytes) -> Macros:
    macros = Macros()
    for step in steps:
        macros.tell(step)
    return macros


CONNECT = b"C" + texts("j", "mx.example.org", "{daemon_name}", "MTA")
MAIL = b"M" + texts("i", "ABC", "{auth_authen}", "anna")


def test_they_hold_for_later_steps() -> None:
    macros = told(CONNECT, MAIL)
    assert macros.at("R") == {"j": "mx.example.org", "daemon_name": "MTA", "i": "ABC", "auth_authen": "anna"}


def test_the_later_step_counts() -> None:
    assert told(CONNECT, b"R" + texts("j", "other")).at("R")["j"] == "other"


def test_a_step_is_told_anew() -> None:
    macros = told(CONNECT, b"R" + texts("{rcpt_addr}", "a", "x", "1"), b"R" + texts("{rcpt_addr}", "b"))
    assert macros.at("R") == {"j": "mx.example.org", "daemon_name": "MTA", "rcpt_addr": "b"}


def test_an_earlier_step_ends_the_later_ones() -> None:
    assert told(MAIL, CONNECT).at("R") == {"j": "mx.example.org", "daemon_name": "MTA"}
    macros = told(CONNECT, MAIL)
    assert "i" not in macros.at("H")
    assert "i" not in macros.at("R")


def test_the_ends() -> None:
    macros = told(CONNECT, MAIL)
    before = macros.at("R")
    macros.end_message()
    assert macros.at("R") == {"j": "mx.example.org", "daemon_name": "MTA"}
    macros.end_connection()
    assert macros.at("R") == {}
    assert before["i"] == "ABC"  # what an event got stays


def test_those_of_other_commands_are_left_out() -> None:
    assert told(b"U" + texts("a", "b"), b"\xff").at("E") == {}


@pytest.mark.parametrize(("data", "why"), [
    (b"", "no step"),
    (b"M" + texts("i"), "without values"),
    (b"Mi\0ABC", "does not end"),
    (b"M" + texts(*["a"] * (2 * MOST + 2)), "more than 100"),
    (b"M" + texts("a", "b" * LIMIT), "at most"),
    (b"U" + texts("a", "b" * LIMIT), "at most"),
])  # fmt: skip
def test_what_is_none_or_too_much(data: bytes, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        Macros().tell(data)


def test_the_most() -> None:
    macros = told(b"M" + texts(*(word for n in range(MOST) for word in (f"{{m{n}}}", "x"))))
    assert len(macros.at("M")) == MOST
