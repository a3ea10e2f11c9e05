"""Phrase tables that are searched in one pass. A phrase begins at the beginning of a word (in scripts without blanks:
anywhere) and may end inside one, so "deactivat" stands for every form. The first row that has a phrase in the text
wins, wherever the phrase stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from whosent.model.notice import Reason

_WORD = re.compile(r"[a-z0-9]+|[^\x00-\x7f]")
_OPENING = 3
"""Characters of a word by which phrases are found; the last word of a phrase may go on in the text."""
_INSIDE = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")


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
        openings = {phrase: _openings(phrase) for row in self.rows for phrase in row.phrases}
        uses = Counter(opening for found in openings.values() for opening in found)
        self._index: dict[str, list[tuple[int, str]]] = {}
        for rank, row in enumerate(self.rows):
            for phrase in row.phrases:
                rarest = min(openings[phrase], key=uses.__getitem__)
                self._index.setdefault(rarest, []).append((rank, phrase))

    def rank(self, words: str) -> int:
        """The number of the first row with a phrase in `words` (lower case); len(rows) where there is none."""
        best = len(self.rows)
        for opening in {word[:_OPENING] for word in _WORD.findall(words)} & self._index.keys():
            best = _best(best, self._index[opening], words)
        return best


def _openings(phrase: str) -> list[str]:
    """The openings of words that every text with `phrase` in it has."""
    words = _WORD.findall(phrase)
    if len(words[-1]) < _OPENING and phrase.endswith(words[-1]) and words[-1].isascii():
        words.pop()
    return [word[:_OPENING] for word in words]


def _best(best: int, phrases: list[tuple[int, str]], words: str) -> int:
    """`best`, or the rank of the first of `phrases` that stands in `words`, whichever is less."""
    for rank, phrase in phrases:
        if rank >= best:
            break
        if phrase in words and _begins_word(phrase, words):
            return rank
    return best


def _begins_word(phrase: str, words: str) -> bool:
    """`phrase` begins at the beginning of a word somewhere in `words`; in scripts without blanks everywhere."""
    at = words.find(phrase)
    while at > 0 and phrase[0].isascii() and words[at - 1] in _INSIDE:
        at = words.find(phrase, at + 1)
    return at >= 0
