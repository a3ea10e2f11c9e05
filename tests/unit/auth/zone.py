"""Answers from a small zone, as recorded files have them; what is not in it does not exist."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from whosent.auth.ask import Ask
from whosent.model.question import Answer, NotObserved, Observed, Question

Found = TypeVar("Found")
Zone = Mapping[str, list[str] | str]
"""`{"TXT a.example": ["v=spf1 -all"]}`; a string instead of a list: why nobody could look."""


MAX_ROUNDS = 12
"""As the service."""


def answer(zone: Zone, question: Question) -> Answer:
    values = zone.get(f"{question.topic} {question.name}", [])
    return NotObserved(values) if isinstance(values, str) else Observed(tuple(values))


def asking(zone: Zone) -> Ask:
    return lambda question: answer(zone, question)


def rounds(
    answered: Callable[[Question], Answer], run: Callable[[Ask], Found], is_open: Callable[[Found], bool]
) -> list[tuple[Found, set[Question]]]:
    """What each round gave and asked anew, until nothing is open."""
    known: dict[Question, Answer] = {}
    asked: set[Question] = set()

    def ask(question: Question) -> Answer | None:
        asked.add(question)
        return known.get(question)

    told: list[tuple[Found, set[Question]]] = []
    while len(told) < MAX_ROUNDS:
        found = run(ask)
        told.append((found, asked - known.keys()))
        known |= {question: answered(question) for question in asked}
        if not is_open(found):
            break
    return told
