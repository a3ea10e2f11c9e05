"""HTML by construction: text is escaped where it enters, so data can never become an element or an attribute."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from whosent.report.clean import visible
from whosent.report.template import Words

_VOID = frozenset({"meta", "br"})
"""Only these of HTML. In SVG nothing is void: an element left open would swallow the next."""
_NAME = str.maketrans("_", "-")
_COUNT = re.compile(r"[0-9]{1,6}")
"""How many, in a sentence: no sign by sign text."""


class Markup(str):
    """Finished HTML. Everything else that is put into an element is text."""

    __slots__ = ()


Child = Markup | str | None | Iterable["Child"]


def el(tag: str, *children: Child, **attributes: str | int | bool | None) -> Markup:
    """An element. Attribute names: `class_`, `aria_label`; True is a bare attribute, None and False leave it out."""
    opened = "".join(_attribute(name, value) for name, value in attributes.items())
    inner = "".join(_child(child) for child in children)
    return Markup(f"<{tag}{opened}>" if tag in _VOID else f"<{tag}{opened}>{inner}</{tag}>")


def _attribute(name: str, value: str | int | bool | None) -> str:
    if value is None or value is False:
        return ""
    name = name.rstrip("_").translate(_NAME)
    return f" {name}" if value is True else f' {name}="{html.escape(visible(str(value), 10_000))}"'


def _child(child: Child) -> str:
    if isinstance(child, Markup):
        return child
    if isinstance(child, str):
        return html.escape(visible(child, 10_000))
    return "" if child is None else "".join(map(_child, child))


def words(text: Words) -> Markup:
    """Words with the mail's data set apart: in `bdi`, so that its writing direction stays its own."""
    found = []
    for span in text:
        if span.kind == "value":
            found.append(el("bdi", visible(span.text), class_=None if _COUNT.fullmatch(span.text) else "mono"))
        else:
            found.append(el("strong", span.text) if span.kind == "strong" else Markup(html.escape(span.text)))
    return Markup("".join(found))
