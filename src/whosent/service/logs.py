"""Logs: what is given to be asked, what an index of them took up, and who sent this, by the logs."""

from __future__ import annotations

from typing import NamedTuple

from whosent.logs.finding import By, Finding, spans_of
from whosent.logs.finding import find as find_in_logs
from whosent.logs.journey import Ask
from whosent.model.item import Unreadable
from whosent.model.log import LogSpan
from whosent.service.check import Answerer
from whosent.service.run import Memory

__all__ = ["MAX_LINES", "By", "Finding", "Given", "Updated", "covered", "find"]

SECONDS = 60.0
"""Time for one lookup: somebody waits for nothing else."""
MAX_LINES = 20_000
"""Lines that an answer may have here: an address that is looked for may be in many."""


class Given(NamedTuple):
    """Whoever answers from the logs that the user named; those that cannot be read or used; how many can."""

    answers: Answerer
    troubles: tuple[Unreadable, ...]
    used: int


class Updated(NamedTuple):
    """What a run added to an index: `lines` and, roughly, `messages` that were new, of so many `files`; and what could
    not be read."""

    files: int
    lines: int
    messages: int
    troubles: tuple[Unreadable, ...]


def find(answerer: Answerer, by: By, value: str) -> Finding:
    """Who sent this, by the logs."""
    return find_in_logs(_asking(answerer), by, value)


def covered(answerer: Answerer) -> tuple[LogSpan, ...]:
    """What the logs cover."""
    return spans_of(_asking(answerer))


def _asking(answerer: Answerer) -> Ask:
    memory = Memory(answerer)
    return lambda question: memory([question], SECONDS)[question]
