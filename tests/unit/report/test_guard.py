"""The guard's figures in words, in both languages."""

from __future__ import annotations

import pytest
from tests.unit.guard.case import DAY

from whosent.adapters.texts import load
from whosent.guard.counts import DECISIONS
from whosent.report.guard import Counted, Point, Standing, checked, lines

REFUSES, LATER, OBSERVES = Standing(DAY, DAY), Standing(DAY + 7, DAY), Standing(None, DAY)
COUNTED: Counted = {
    (DAY, "refused-untagged"): 11_200, (DAY, "refused-false"): 1, (DAY - 1, "refused-untagged"): 3,
    (DAY, "arrived-valid"): 37, (DAY, "arrived-role"): 1, (DAY, "no-bounce"): 1, (DAY, "signed"): 15_310,
}  # fmt: skip


UNJUDGED = (
    "2 messages with an empty sender came through unjudged: exemptions, clients of yours, "
    "or they were no bounce at all."
)


def told(counted: Counted, standing: Standing, language: str = "en") -> list[str]:
    return list(lines(counted, DAY - 1, standing, load(language, "whosent.guard")))  # type: ignore[arg-type]


def test_what_was_refused() -> None:
    assert told(COUNTED, REFUSES) == [
        "Since Monday, 23 November 2026:",
        "11,204 forged bounces were refused: 11,203 without a tag, one with a false tag.",
        "37 genuine bounces arrived.",
        UNJUDGED,
        "15,310 messages left with a tag.",
        "Refusing since Tuesday, 24 November 2026.",
    ]


def test_in_german() -> None:
    assert told(COUNTED, REFUSES, "de")[:3] == [
        "Seit Montag, 23. November 2026:",
        "11.204 gefälschte Rückläufer wurden abgewiesen: 11.203 ohne Kennzeichnung, einer mit falscher Kennzeichnung.",
        "37 echte Rückläufer kamen an.",
    ]


def test_what_would_have_been_refused() -> None:
    said = told({(DAY, "would-refuse-untagged"): 2}, LATER)
    assert said[1].startswith("2 bounces would have been refused: 2 without a tag. All of them arrived")
    assert said[-1].startswith("Refusing begins on Tuesday, 1 December 2026")
    assert not any("were refused" in line for line in said)
    assert told({}, OBSERVES)[-1] == 'Nothing is refused: mode = "observe".'


def test_nothing_at_all() -> None:
    assert told({}, REFUSES)[1:4] == [
        "No forged bounce was refused.", "No genuine bounce arrived.", "No message left with a tag.",
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["de", "en"])
def test_troubles_say_what_to_do(language: str) -> None:
    said = told({(DAY, name): 1 for name in DECISIONS}, REFUSES, language)
    assert any("whosent batv keys use" in line for line in said)
    assert any("event=error" in line for line in said)
    assert not any("{" in line or "#" in line for line in said)


def test_a_check_has_a_sign_for_each_point() -> None:
    points = [
        Point("guard-check-answers", True, {"socket": "map", "place": "/run/x"}),
        Point("guard-check-nothing", False),
    ]
    good, bad = checked(points, load("en", "whosent.guard"))
    assert good == "✓ map: /run/x answers."
    assert bad.startswith("✗ No socket is named")
