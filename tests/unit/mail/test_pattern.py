"""Patterns that are compiled when they are first asked."""

from __future__ import annotations

import re

import pytest

from whosent.mail.pattern import pattern


def test_answers_as_a_compiled_pattern():
    text, line = r"(\w+)@(\w+)", "From: Ann@example, bob@test"
    lazy, compiled = pattern(text, re.IGNORECASE), re.compile(text, re.IGNORECASE)
    assert lazy.search(line)[0] == "Ann@example"
    assert lazy.match(line) is None
    assert lazy.match(line, 6)[2] == "example"
    assert lazy.fullmatch("bob@test")[1] == "bob"
    assert lazy.findall(line) == [("Ann", "example"), ("bob", "test")]
    assert [found.span() for found in lazy.finditer(line)] == [found.span() for found in compiled.finditer(line)]
    assert lazy.sub(r"\2", line) == "From: example, test"
    assert lazy.split("a@b c", 1) == compiled.split("a@b c", 1)
    assert (lazy.pattern, lazy.flags, lazy.groups) == (text, compiled.flags, 2)


def test_bytes():
    assert pattern(rb"\d+").findall(b"1 22") == [b"1", b"22"]


def test_is_compiled_once_and_not_before_it_is_asked(monkeypatch):
    compiled: list[str] = []
    compile_ = re.compile
    monkeypatch.setattr(re, "compile", lambda *args: compiled.append(args[0]) or compile_(*args))
    lazy = pattern("a+")
    assert compiled == []
    assert lazy.match("aa")
    assert lazy.search("baa")
    assert compiled == ["a+"]


def test_an_error_shows_when_it_is_used():
    wrong = pattern("(")
    with pytest.raises(re.error):
        wrong.match("")


def test_has_what_a_pattern_has():
    with pytest.raises(AttributeError):
        pattern("a").surch  # noqa: B018
