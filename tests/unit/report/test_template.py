from __future__ import annotations

import pytest

from whosent.report.template import Said, Span, fill, group, names, parse, plain, render


def text(template: str, **params: str) -> str:
    spans = plain(render(parse(template), params, ".", "(unknown)"))
    assert fill(parse(template), params, ".", "(unknown)") == spans
    return spans


def test_values_are_marked_as_data_and_our_own_words_are_not() -> None:
    words = render(parse("from {ip} on **{day}**"), {"ip": "203.0.113.9", "day": Said("Monday")}, ",", "?")
    assert words == (Span("from "), Span("203.0.113.9", "value"), Span(" on "), Span("Monday"))


def test_stressed_words() -> None:
    assert render(parse("a **b** c"), {}, ",", "?") == (Span("a "), Span("b", "strong"), Span(" c"))


@pytest.mark.parametrize(("number", "expected"), [("1", "one bounce"), ("2", "2 bounces"), ("1903", "1903 bounces"),
                                                  ("12345", "12.345 bounces"), ("0", "0 bounces")])  # fmt: skip
def test_choice_by_number(number: str, expected: str) -> None:
    assert text("{n|one bounce|# bounces}", n=number) == expected


def test_choice_with_words_for_none() -> None:
    assert [text("{n|none|one|#}", n=str(n)) for n in (0, 1, 7)] == ["none", "one", "7"]


def test_a_choice_may_hold_values_and_optional_parts() -> None:
    template = "{n|it came[[ from {ip}]]|# came, {ip} first}"
    assert text(template, n="1") == "it came"
    assert text(template, n="1", ip="192.0.2.1") == "it came from 192.0.2.1"
    assert text(template, n="3", ip="192.0.2.1") == "3 came, 192.0.2.1 first"


@pytest.mark.parametrize("value", ["", "?", "-"])
def test_an_optional_part_needs_all_its_values(value: str) -> None:
    assert text("log[[ of {day} for {id}]]", day="Monday", id=value) == "log"


def test_an_unknown_value_is_said_to_be_unknown() -> None:
    assert text("id {id}") == "id (unknown)"
    assert text("id {id}", id="?") == "id (unknown)"


def test_values_are_never_parsed() -> None:
    assert text("{a} {b}", a="{b} **x** [[y]] {n|1|2}", b="B") == "{b} **x** [[y]] {n|1|2} B"


def test_names() -> None:
    assert names(parse("{a} {n|{b}|#} [[{c} **{d}**]]")) == {"a", "n", "b", "c", "d"}


@pytest.mark.parametrize(
    "broken", ["{", "{a", "{a b}", "}", "{}", "[[a", "**a", "{n|a}", "{n|a|b|c|d}", "{n|a|b", "a ]] }"]
)
def test_malformed_templates_are_refused(broken: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse(broken)


@pytest.mark.parametrize("number", ["3:14", "-5", "abc", ""])
def test_only_numbers_are_grouped(number: str) -> None:
    assert group(number, ",") == number
