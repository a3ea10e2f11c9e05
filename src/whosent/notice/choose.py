"""Which dialects may have written this? Some hundred literals would have to be searched in every message; most of them
begin a line near the top, so the beginnings of those lines are looked up first, and the rest is searched only if no
dialect found that way takes the message."""

from __future__ import annotations

from collections.abc import Iterator

from whosent.notice.reading import Dialect
from whosent.notice.view import View

_WINDOW = 4 * 1024
"""Characters of the text that are looked at: a mail system says who it is at the top."""
_TOP = 1_200
"""Characters in which nearly all have said it."""
_KEY = 10
"""Characters by which beginnings of lines are looked up; shorter marks are searched everywhere at once."""


class Chooser:
    """`dialects`, indexed by their marks."""

    def __init__(self, dialects: tuple[Dialect, ...]) -> None:
        self._dialects = dialects
        self._marks = [(mark, order) for order, dialect in enumerate(dialects) for mark in dialect.marks]
        self._short = [(mark, order) for mark, order in self._marks if len(mark.strip()) < _KEY]
        self._lines: dict[str, list[tuple[str, int]]] = {}
        for mark, order in self._marks:
            self._lines.setdefault(mark.strip()[:_KEY], []).append((mark.strip(), order))
        self._names: dict[bytes, set[int]] = {}
        self._header: list[tuple[str, int]] = []
        for order, dialect in enumerate(dialects):
            for mark in dialect.header:
                if mark.endswith(":") and " " not in mark:
                    self._names.setdefault(mark[:-1].encode(), set()).add(order)
                else:
                    self._header.append((mark, order))

    def candidates(self, view: View) -> Iterator[Dialect]:
        """The dialects that may have written `view`: in order, those of which a mark stands in the header or begins
        one of the first lines of the text; then those of which a mark begins a line or stands anywhere in it."""
        text = view.lower
        face = view.face
        first = {order for mark, order in self._header if mark in face}
        for name in view.names & self._names.keys():
            first |= self._names[name]
        first |= self._by_lines(text[:_TOP])
        yield from (self._dialects[order] for order in sorted(first))
        text = text[:_WINDOW]
        marks = self._marks if not view.groups else self._short  # what speaks for itself gains no more than a name
        rest = {order for mark, order in marks if mark in text} - first
        yield from (self._dialects[order] for order in sorted(rest))

    def _by_lines(self, text: str) -> set[int]:
        found: set[int] = set()
        for line in text.split("\n"):
            beginning = line.lstrip()
            for mark, order in self._lines.get(beginning[:_KEY], ()):
                if beginning.startswith(mark):
                    found.add(order)
        return found
