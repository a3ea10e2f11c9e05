"""What is to be set in a mail server, and what has become of it, in words."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator
from difflib import unified_diff

from msgspec import Struct

from whosent.report.guard import Point, said
from whosent.report.texts import Texts

VERBATIM = "      "
"""Lines that begin so are no sentences: they stay in one piece, to be copied."""


class Change(Struct, frozen=True):
    """One setting, or one file as a whole. `what`: its name, as the mail server or the file system has it. `before`,
    `after`: the values, None where there is none. `why`: key of its words. `command` sets it and `back` takes it back;
    where they are empty, the file `what` gets `after` as its text. `lasts`: tags that are about need it still, after
    nothing is tagged any more."""

    what: str
    file: str
    before: str | None
    after: str | None
    why: str
    command: tuple[str, ...] = ()
    back: tuple[str, ...] = ()
    lasts: bool = False


class Plan(Struct, frozen=True):
    """`changes`: in their order. `notes`: what else is to be known; where one is not good, it has to be settled before
    anything is changed."""

    changes: tuple[Change, ...]
    notes: tuple[Point, ...] = ()

    @property
    def hindrances(self) -> tuple[Point, ...]:
        """What has to be settled first."""
        return tuple(note for note in self.notes if not note.good)


def planned(plan: Plan, texts: Texts) -> Iterator[str]:
    """Every setting with its reason and what it takes; then what else is to be known."""
    if not plan.changes:
        yield texts.say("setup-nothing")
    for number, change in enumerate(plan.changes, 1):
        yield f"{number}. {change.what}" + (f"  ({change.file})" if change.file != change.what else "")
        yield f"   {texts.say(change.why)}"
        if change.command:
            yield f"   {texts.say('setup-before', {'value': change.before or texts.say('setup-unset')})}"
        yield from (f"{VERBATIM}{line}" for line in _how(change))
        yield ""
    yield from noted(sorted(plan.notes, key=lambda note: not note.good), texts)  # what is wrong comes last


def noted(points: Iterable[Point], texts: Texts) -> Iterator[str]:
    """Each in a line; what is wrong is marked."""
    for point in points:
        yield ("- " if point.good else "! ") + said(point, texts)


def _how(change: Change) -> Iterator[str]:
    if change.command:
        yield f"$ {shlex.join(change.command)}"
        return
    before, after = ((text or "").splitlines() for text in (change.before, change.after))
    yield from list(unified_diff(before, after, lineterm="", n=1))[2:]
