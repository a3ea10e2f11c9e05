"""Phrase tables that are searched in one pass. A phrase begins at the beginning of a word (in scripts without blanks:
anywhere) and may end inside one, so "deactivat" stands for every form. The first row that has a phrase in the text
wins, wherever the phrase stands."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from whosent.model.notice import Reason

_WORD = re.compile(r"[a-z0-9]+|[^\x00-\x7f]")
_KEY = 3
"""Phrases are found by their first three characters, those in other scripts by two."""


class Row(Struct, frozen=True):
    """`phrases` are lower case and begin with a letter or digit; `source` names who prints them."""

    reason: Reason
    source: str
    phrases: tuple[str, ...]


class Lexicon:
    """`rows`, prepared for searching."""

    __slots__ = ("_index", "rows")

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = tuple(rows)
        index: dict[str, list[tuple[int, str]]] = {}
        for rank, row in enumerate(self.rows):
            for phrase in row.phrases:
                index.setdefault(phrase[: _key_size(phrase[0])], []).append((rank, phrase))
        self._index = index

    def rank(self, words: str) -> int:
        """The number of the first row with a phrase in `words` (lower case); len(rows) where there is none."""
        index = self._index
        best = len(self.rows)
        for word in _WORD.finditer(words):
            start = word.start()
            for rank, phrase in index.get(words[start : start + _key_size(words[start])], ()):
                if rank >= best:
                    break
                if words.startswith(phrase, start):
                    best = rank
                    break
        return best


def _key_size(first: str) -> int:
    return _KEY if first < "\x80" else _KEY - 1
