"""Which dialects may have written this? Some hundred literals would have to be searched in every message; most of them
begin a line near the top, so the beginnings of those lines are looked up first, and the rest is searched only if no
dialect found that way takes the message."""

from __future__ import annotations

import re
from collections.abc import Iterator

from whosent.notice.reading import Dialect
from whosent.notice.view import View
from whosent.notice.words import Phrases

_WINDOW = 4 * 1024
"""Characters of the text that are looked at: a mail system says who it is at the top."""
_TOP = 1_200
"""Characters in which nearly all have said it."""
_KEY = 10
"""Characters by which beginnings of lines are looked up; shorter marks are searched everywhere at once."""
_BEGINNINGS = re.compile(rf"\n[^\S\n]*+([^\n]{{1,{_KEY}}})").findall
"""Of a text with a line end in front: a search for a character is several times as fast as one for `^`."""


class Chooser:
    """`dialects`, indexed by their marks."""

    def __init__(self, dialects: tuple[Dialect, ...]) -> None:
        self._dialects = dialects
        self._by_mark: dict[str, set[int]] = {}
        self._by_line: dict[str, list[tuple[str, int]]] = {}
        self._by_field: dict[bytes, list[tuple[str, int]]] = {}
        for order, dialect in enumerate(dialects):
            for mark in dialect.marks:
                self._by_mark.setdefault(mark, set()).add(order)
                self._by_line.setdefault(mark.strip()[:_KEY], []).append((mark.strip(), order))
            for mark in dialect.header:
                name, _, literal = mark.partition(":")
                self._by_field.setdefault(name.encode(), []).append((literal[1:], order))
        self._marks = Phrases(self._by_mark)
        self._short = Phrases(mark for mark in self._by_mark if len(mark.strip()) < _KEY)

    def candidates(self, view: View) -> Iterator[Dialect]:
        """The dialects that may have written `view`: in order, those of which a mark stands in the header or begins
        one of the first lines of the text; then those of which a mark begins a line or stands anywhere in it."""
        first = self._by_lines(view.lower[:_TOP]) | self._by_fields(view)
        for order in sorted(first):
            yield self._dialects[order]
        rest: set[int] = set()
        marks = self._marks if not view.groups else self._short  # what speaks for itself gains no more than a name
        for mark in marks.all_in(view.lower[:_WINDOW]):
            rest |= self._by_mark[mark]
        yield from (self._dialects[order] for order in sorted(rest - first))

    def _by_fields(self, view: View) -> set[int]:
        found: set[int] = set()
        for name in view.names & self._by_field.keys():
            value = view.signed(name)
            for literal, order in self._by_field[name]:
                if literal in value:
                    found.add(order)
        return found

    def _by_lines(self, text: str) -> set[int]:
        found: set[int] = set()
        for key in self._by_line.keys() & _BEGINNINGS("\n" + text):
            for mark, order in self._by_line[key]:
                if mark in text:
                    found.add(order)
        return found
