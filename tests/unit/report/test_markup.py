from __future__ import annotations

from whosent.report.markup import el, words
from whosent.report.template import Span


def test_text_is_escaped_and_elements_are_not() -> None:
    assert el("p", "a<b", el("b", "c&d")) == "<p>a&lt;b<b>c&amp;d</b></p>"


def test_attributes() -> None:
    made = el("a", "x", href="#a", class_="b", aria_label='say "hi"<', open=True, hidden=False, id=None)
    assert made == '<a href="#a" class="b" aria-label="say &quot;hi&quot;&lt;" open>x</a>'


def test_lists_and_nothing() -> None:
    assert el("ul", [el("li", "1"), [el("li", "2"), None]]) == "<ul><li>1</li><li>2</li></ul>"
    assert el("meta", charset="utf-8") == '<meta charset="utf-8">'


def test_data_of_a_mail_is_isolated() -> None:
    made = words((Span("by "), Span("<x>\u202e", "value"), Span(" now", "strong")))
    assert made == 'by <bdi class="mono">&lt;x&gt;⟨U+202E⟩</bdi><strong> now</strong>'
