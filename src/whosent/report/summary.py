"""What a run comes to: counted as the cases pass, in flat memory."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct

from whosent.incident.sketch import Distinct
from whosent.model.case import Case
from whosent.model.feedback import World
from whosent.model.item import Unreadable

if TYPE_CHECKING:
    from whosent.incident.world import Worlds

MAX_UNREAD = 100
"""Unreadable sources that are named; all are counted."""


class Summary(Struct, frozen=True):
    """`causes` counts verdicts, `unaccused` the messages without one: nothing was sent in our name there.

    `distinct` counts the original messages that all this is about (an estimate from about 1,000 on), `truncated` the
    messages of which only the beginning was read, `pasted` the letters without a verdict that carry the words of a
    bounce. `worlds`: what reports say, by domain; `unopened`: why how many reports were not read to their end.
    """

    messages: int = 0
    kinds: dict[str, int] = {}
    causes: dict[str, int] = {}
    unaccused: int = 0
    distinct: int = 0
    truncated: int = 0
    pasted: int = 0
    unreadable: int = 0
    unread: tuple[Unreadable, ...] = ()
    worlds: tuple[World, ...] = ()
    unopened: dict[str, int] = {}


class Counts:
    """Cases in, a summary out."""

    __slots__ = (
        "_causes", "_distinct", "_kinds", "_messages", "_pasted", "_truncated", "_unread", "_unreadable", "_worlds",
    )  # fmt: skip

    def __init__(self) -> None:
        self._messages = 0
        self._pasted = 0
        self._truncated = 0
        self._kinds: Counter[str] = Counter()
        self._causes: Counter[str] = Counter()
        self._distinct = Distinct()
        self._unreadable = 0
        self._unread: list[Unreadable] = []
        self._worlds: Worlds | None = None

    def add(self, case: Case) -> None:
        """Count a case."""
        self._messages += 1
        self._truncated += case.truncated
        self._kinds[case.notice.kind] += 1
        if case.feedback:
            self._add_reports(case)
        if case.verdict is not None:
            self._causes[case.verdict.cause] += 1
            plain = case.notice.kind == "message"
            self._distinct.add((case.message_id if plain else case.notice.original.message_id) or case.source)
        else:
            self._pasted += case.notice.inline

    def _add_reports(self, case: Case) -> None:
        """Sum what reports of others say; most runs have none."""
        if self._worlds is None:
            from whosent.incident.world import Worlds

            self._worlds = Worlds()
        self._worlds.add(case)

    def add_unreadable(self, item: Unreadable) -> None:
        """Count what could not be read."""
        self._unreadable += 1
        if len(self._unread) < MAX_UNREAD:
            self._unread.append(item)

    def summary(self) -> Summary:
        """The state of things."""
        return Summary(
            messages=self._messages,
            kinds=dict(self._kinds.most_common()),
            causes=dict(self._causes.most_common()),
            unaccused=self._messages - self._causes.total(),
            distinct=self._distinct.count(),
            truncated=self._truncated,
            pasted=self._pasted,
            unreadable=self._unreadable,
            unread=tuple(self._unread),
            worlds=self._worlds.all() if self._worlds is not None else (),
            unopened=dict(sorted(self._worlds.unread.items())) if self._worlds is not None else {},
        )
