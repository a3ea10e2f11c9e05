"""Whatever a mail says, the report stays ours: no element, attribute or control character comes from data."""

from __future__ import annotations

import io
import json

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from rich.console import Console
from tests.unit.report.cases import forged, incident, login, report, script, texts
from tests.unit.report.page import Page

from whosent.model.case import Case
from whosent.report import html, machine, terminal
from whosent.report.clean import visible
from whosent.report.redact import Redactor
from whosent.report.rewrite import rewrite
from whosent.report.template import Span, plain, render
from whosent.report.template import parse as parse_template

NASTY = st.sampled_from([
    '"><script>alert(1)</script>', "'onload='x", "</style>", "</title><svg/onload=x>", "<!--", "-->", "]]>",
    "&lt;&#x3c;", "\x1b[2J", "\x9b31m", "\x07", "\u202e", "\u2066", "\u2028", "\ufeff", "\ud800", "\x00", "[bold]",
    "[/]", "{n|a|b}", "**", "[[", "\r\nX: y", "\U000e0041", "javascript:x", "a@b.test", "203.0.113.7",
    "=?utf-8?b?PHNjcmlwdD4=?=",
])  # fmt: skip
HOSTILE = st.lists(st.one_of(NASTY, st.text(max_size=20)), max_size=5).map("".join)


def spoiled(case: Case, text: str) -> Case:
    """The case with `text` in every place that holds words of the mail; what is empty stays so."""
    return rewrite(case, lambda old: old and f"{old}{text}")


@given(HOSTILE.filter(bool), st.sampled_from([forged, login, script]), st.sampled_from(["de", "en"]))
@settings(max_examples=120, deadline=None)
def test_no_element_or_attribute_comes_from_a_mail(text: str, make: object, language: str) -> None:
    case = spoiled(make(), text)  # type: ignore[operator]
    calm = spoiled(make(), "x")  # type: ignore[operator]
    got, wanted = (Page(html.render(report((one, incident(one)), language=language))) for one in (case, calm))  # type: ignore[arg-type]
    assert got.skeleton_without_rows == wanted.skeleton_without_rows
    assert got.open == got.mismatched == got.comments == []
    assert not [sign for sign in got.text if visible(sign) != sign and sign != "\n"]


@given(HOSTILE, st.integers(30, 120), st.booleans())
@settings(max_examples=80, deadline=None)
def test_the_terminal_gets_text_and_nothing_else(text: str, width: int, verbose: bool) -> None:
    case = spoiled(forged(), text)
    console = Console(file=io.StringIO(), width=width, force_terminal=False)
    terminal.render(report((case, incident(case))), console, verbose=verbose)
    written = console.file
    assert isinstance(written, io.StringIO)
    assert not [sign for sign in written.getvalue() if visible(sign) != sign and sign != "\n"]


@given(HOSTILE, HOSTILE)
@settings(max_examples=150, deadline=None)
def test_redaction_is_total_and_stable(one: str, other: str) -> None:
    case = replace(forged(), victim=f"{one}@{other}", subject=one, message_id=other, lines={"returned:1": one + other})
    redactor = Redactor(b"salt", [other])
    assert redactor.case(case) == redactor.case(case)
    json.loads(json.dumps(machine.message(redactor.case(case), None, texts("en"))))


@given(
    st.from_regex(r"[a-z]{4,10}[0-9]{2}\.[a-z]{4,10}", fullmatch=True),
    st.from_regex(r"[a-z]{5,9}\.(test|example)", fullmatch=True),
)
@settings(max_examples=100, deadline=None)
def test_no_address_survives_redaction(local: str, domain: str) -> None:
    address = f"{local}@{domain}"
    case = replace(
        forged(), victim=address, source=f"{address}.eml", subject=f"to {local}",
        lines={"returned:1": f"Received: from x by mx.{domain} for <{address}>; {local.upper()}"},
    )  # fmt: skip
    changed = repr(Redactor(b"salt").case(case)).lower()
    assert local not in changed
    assert domain not in changed


@given(HOSTILE)
def test_visible_is_total_and_writable(text: str) -> None:
    visible(text).encode("utf-8")
    assert visible(visible(text)) == visible(text)


@given(HOSTILE)
def test_values_are_data_whatever_they_hold(value: str) -> None:
    words = render(parse_template("a {x} b {y}"), {"x": value, "y": "Y"}, ",", "-")
    assert words[-1] == Span("Y", "value")
    assert value in ("", "?", "-") or plain(words) == f"a {value} b Y"
