"""Replace given words in texts, in time that depends on the text alone: one message can name 100,000 people."""

from __future__ import annotations

import re
from collections.abc import Mapping

_WORD = re.compile(r"[^\W_]+")


class Swap:
    """`words` (lower case) become what they are mapped to where they stand free, that is, between no letters or digits;
    of two that begin together the longer one. What matches `keep` stays as it is."""

    __slots__ = ("_keep", "_shapes", "_words")

    def __init__(self, words: Mapping[str, str], keep: re.Pattern[str]) -> None:
        self._words = words
        self._keep = keep
        shapes: dict[str, set[tuple[int, int]]] = {}
        for word in words:
            if first := _WORD.search(word):
                shapes.setdefault(first[0], set()).add((len(word), first.start()))
        self._shapes = {first: sorted(found, reverse=True) for first, found in shapes.items()}
        """by the first run of letters and digits: how long a word is that has it, and where in it that run begins"""

    def __call__(self, text: str) -> str:
        lower = text.replace("\u0130", "i").lower()  # of all characters, only the dotted capital I grows in lower case
        kept: list[str] = []
        done = 0
        for run in _WORD.finditer(lower):
            if run.start() < done:
                continue
            if same := self._keep.match(text, run.start()):
                start, end, new = *same.span(), same[0]
            elif run[0] in self._shapes:
                start, end, new = self._found(lower, run, done)
            else:
                continue
            kept += text[done:start], new
            done = end
        return "".join(kept) + text[done:]

    def _found(self, lower: str, run: re.Match[str], done: int) -> tuple[int, int, str]:
        """Where a word begins and ends, and what replaces it; an empty piece of text where none does."""
        for length, before in self._shapes[run[0]]:
            start = run.start() - before
            end = start + length
            if start >= done and lower[start:end] in self._words and _free(lower, start, end):
                return start, end, self._words[lower[start:end]]
        return done, done, ""


def _free(text: str, start: int, end: int) -> bool:
    return not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum())
