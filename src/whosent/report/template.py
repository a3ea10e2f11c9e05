"""The small language of the texts, and its rendering to spans that keep words and data apart.

    {name}                    the value of a parameter
    {n|one|# many}            by number: `one` for 1, else `many`; `#` is the number as people write it
    {n|zero|one|# many}       the same with words for none
    [[ … {name} … ]]          left out as a whole unless every parameter in it is known
    **words**                 stressed

Templates are part of the program and trusted; values are anybody's and never parsed.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

from msgspec import Struct

Kind = Literal["plain", "strong", "value"]

UNKNOWN = frozenset({"", "?", "-"})
"""Values with which the core says that something is not known."""


class Said(str):
    """A parameter that consists of our own words: a date, a number, a label."""

    __slots__ = ()


class Span(Struct, frozen=True, gc=False):
    """A run of text. `value`: from the mail, so hostile until shown otherwise; everything else is ours."""

    text: str
    kind: Kind = "plain"


Words = tuple[Span, ...]
"""A sentence or paragraph."""


class Value(Struct, frozen=True, gc=False):
    name: str


class Choice(Struct, frozen=True):
    name: str
    branches: tuple[Nodes, ...]


class Number(Struct, frozen=True, gc=False):
    """`#` inside a choice."""

    name: str


class IfKnown(Struct, frozen=True):
    nodes: Nodes
    names: tuple[str, ...]


Node = Span | Value | Choice | Number | IfKnown
Nodes = tuple[Node, ...]


def plain(words: Words) -> str:
    """The words as one string."""
    return "".join(span.text for span in words)


def names(nodes: Nodes) -> set[str]:
    """The parameters that a template speaks of."""
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, Value | Number):
            found.add(node.name)
        elif isinstance(node, Choice):
            found.add(node.name)
            found.update(*(names(branch) for branch in node.branches))
        elif isinstance(node, IfKnown):
            found |= names(node.nodes)
    return found


@lru_cache(maxsize=4_096)
def parse(text: str) -> Nodes:
    """The template in `text`; ValueError where it is malformed."""
    nodes, end = _parse(text, 0, "", "")
    if end != len(text):
        raise ValueError(f"unexpected {text[end : end + 2]!r} at {end} in {text!r}")
    return nodes


def _parse(text: str, at: int, stops: str, number: str) -> tuple[Nodes, int]:
    """Nodes from `at` up to one of `stops` (not consumed). `number` is the parameter that `#` stands for."""
    nodes: list[Node] = []
    strong = False
    buffer: list[str] = []

    def flush() -> None:
        if buffer:
            nodes.append(Span("".join(buffer), "strong" if strong else "plain"))
            buffer.clear()

    while at < len(text):
        if text.startswith("**", at):
            flush()
            strong = not strong
            at += 2
        elif text.startswith("[[", at):
            flush()
            inner, end = _parse(text, at + 2, "]", number)
            if not text.startswith("]]", end):
                raise ValueError(f"[[ without ]] in {text!r}")
            nodes.append(IfKnown(inner, tuple(sorted(names(inner)))))
            at = end + 2
        elif text[at] == "{":
            flush()
            node, at = _placeholder(text, at + 1)
            nodes.append(node)
        elif text[at] in stops or text[at] == "}":
            break
        elif text[at] == "#" and number:
            flush()
            nodes.append(Number(number))
            at += 1
        else:
            buffer.append(text[at])
            at += 1
    flush()
    if strong:
        raise ValueError(f"** without its end in {text!r}")
    return tuple(nodes), at


def _placeholder(text: str, at: int) -> tuple[Node, int]:
    end = at
    while end < len(text) and (text[end].isalnum() or text[end] == "_"):
        end += 1
    name = text[at:end]
    if not name or end == len(text) or text[end] not in "|}":
        raise ValueError(f"malformed placeholder at {at} in {text!r}")
    branches: list[Nodes] = []
    while text[end] == "|":
        branch, end = _parse(text, end + 1, "|", name)
        if end == len(text):
            raise ValueError(f"{{ without }} in {text!r}")
        branches.append(branch)
    if not branches:
        return Value(name), end + 1
    if len(branches) not in (2, 3):
        raise ValueError(f"a choice has two or three branches: {text!r}")
    return Choice(name, tuple(branches)), end + 1


def render(nodes: Nodes, params: Mapping[str, str], thousands: str, unknown: str) -> Words:
    """Fill in. `thousands` separates groups of digits, `unknown` is the word for a value nobody knows."""
    spans: list[Span] = []
    for node in nodes:
        if isinstance(node, Span):
            spans.append(node)
        elif isinstance(node, Value):
            value = params.get(node.name, "")
            if value in UNKNOWN:
                spans.append(Span(unknown))
            else:
                spans.append(Span(value) if isinstance(value, Said) else Span(value, "value"))
        elif isinstance(node, Number):
            spans.append(Span(group(params.get(node.name, "0"), thousands)))
        elif isinstance(node, Choice):
            spans += render(_chosen(node, params), params, thousands, unknown)
        elif all(params.get(name, "") not in UNKNOWN for name in node.names):
            spans += render(node.nodes, params, thousands, unknown)
    return tuple(spans)


def fill(nodes: Nodes, params: Mapping[str, str], thousands: str, unknown: str) -> str:
    """The same as one string, without the spans: machine formats say thousands of sentences a second."""
    parts: list[str] = []
    for node in nodes:
        kind = type(node)
        if kind is Span:
            parts.append(node.text)  # type: ignore[union-attr]
        elif kind is Value:
            value = params.get(node.name, "")  # type: ignore[union-attr]
            parts.append(unknown if value in UNKNOWN else value)
        elif kind is IfKnown:
            for name in node.names:  # type: ignore[union-attr]
                if params.get(name, "") in UNKNOWN:
                    break
            else:
                parts.append(fill(node.nodes, params, thousands, unknown))  # type: ignore[union-attr]
        else:
            parts.append(plain(render((node,), params, thousands, unknown)))
    return "".join(parts)


def _chosen(choice: Choice, params: Mapping[str, str]) -> Nodes:
    number = params.get(choice.name, "0")
    *zero, one, many = choice.branches
    if number == "0" and zero:
        return zero[0]
    return one if number == "1" else many


def group(number: str, thousands: str) -> str:
    """`1903` -> `1.903` (de), `1,903` (en)."""
    if not number.isdigit() or len(number) <= 4:
        return number
    return f"{int(number):,}".replace(",", thousands)
