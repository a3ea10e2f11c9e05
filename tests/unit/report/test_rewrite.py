from __future__ import annotations

from collections.abc import Iterator
from typing import get_type_hints

import pytest
from msgspec import Struct
from tests.unit.report.cases import forged, incident

from whosent.model.case import Case
from whosent.model.feedback import Auth, Feedback, Policy, Record, Sessions
from whosent.model.notice import Notice
from whosent.report.rewrite import FIXED, FREE, rewrite

NUMBERS = {"int", "bool", "int | None", "bool | None", "bytes", "tuple[int, int] | None"}


@pytest.mark.parametrize("kind", sorted(FREE, key=lambda kind: kind.__name__), ids=lambda kind: kind.__name__)
def test_every_field_with_text_is_decided_upon(kind: type[Struct]) -> None:
    """A new field of the model must say whether its text comes from outside."""
    with_text = {name for name in get_type_hints(kind) if _annotation(kind, name) not in NUMBERS}
    assert with_text == {*FREE[kind], *FIXED.get(kind, ())}
    assert not {*FREE[kind]} & {*FIXED.get(kind, ())}


def _annotation(kind: type[Struct], name: str) -> str:
    return str(kind.__annotations__[name])


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from strings(item)
    elif isinstance(value, dict):
        yield from strings(tuple(value.values()))
    elif type(value) in FREE:
        for name in FREE[type(value)]:  # type: ignore[index]
            yield from strings(getattr(value, name))


def test_the_change_reaches_every_free_text_and_no_other() -> None:
    changed = rewrite(forged(), lambda _: "#")
    assert set(strings(changed)) == {"#"}
    assert changed.verdict is not None
    assert changed.verdict.cause == "forged"
    assert changed.hops[0].place == "border"
    assert changed.date == forged().date
    assert set(strings(rewrite(incident(forged()), lambda _: "#"))) == {"#"}


def test_reports_are_reached_too() -> None:
    record = Record("203.0.113.77", 3, "reject", "fail", "fail", "a.test", "b.test", (Auth("dkim", "c.test", "pass"),))
    report = Feedback("dmarc", "Post", "dmarc@post.example", "1", "a.test", policy=Policy("a.test", "none"),
                      records=(record,), sessions=Sessions(1, 2, ("expired",)))  # fmt: skip
    changed = rewrite(Case("x", Notice("dmarc-report"), feedback=(report,)), lambda _: "#")
    assert set(strings(changed.feedback)) == {"#"}
    assert changed.feedback[0].records[0].count == 3
