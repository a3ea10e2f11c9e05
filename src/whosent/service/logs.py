"""Logs: what is given to be asked, what an index of them took up, and who sent this, by the logs."""

from __future__ import annotations

from typing import NamedTuple

from whosent.model.item import Unreadable
from whosent.service.check import Answerer


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
