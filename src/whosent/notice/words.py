"""Tables of literal phrases, written one after the other with bars between, so that they read like a table."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

_WORD = re.compile(r"\w{5,}")
"""Words that may stand for a phrase: short ones occur everywhere."""


def phrases(table: str) -> tuple[str, ...]:
    """The phrases of `table`: separated by `|` or line ends, blanks around them dropped, all lower case."""
    return tuple(filter(None, (phrase.strip() for phrase in table.replace("\n", "|").split("|"))))


class Phrases:
    """A long table of phrases to look for. Those that share a word stand together, and are looked for only where the
    word occurs: that halves the searches in a text which has none of them."""

    __slots__ = ("_ascii", "_groups")

    def __init__(self, table: Iterable[str]) -> None:
        words = {phrase: _WORD.findall(phrase) for phrase in table}
        uses = Counter(word for found in words.values() for word in found)
        groups: dict[str, list[str]] = {}
        for phrase, found in words.items():
            word = max(found, key=uses.__getitem__, default=phrase)
            groups.setdefault(word if uses[word] > 1 else phrase, []).append(phrase)
        self._groups = tuple((word, tuple(group)) for word, group in groups.items())
        self._ascii = tuple((word, group) for word, group in self._groups if word.isascii())

    def any_in(self, text: str) -> bool:
        """At least one of the phrases occurs in `text` (lower case)."""
        return self.one_in(text) is not None

    def one_in(self, text: str) -> str | None:
        """One of the phrases that occur in `text` (lower case), None if none does."""
        return next(self.all_in(text), None)

    def all_in(self, text: str) -> Iterator[str]:
        """All phrases that occur in `text` (lower case), in no order."""
        for word, group in self._ascii if text.isascii() else self._groups:
            if word in text:
                for phrase in group:
                    if phrase in text:
                        yield phrase


def any_in(words: tuple[str, ...], text: str) -> bool:
    """At least one of `words` occurs in `text` (both lower case)."""
    for word in words:  # noqa: SIM110 - twice as fast as any() over a generator, and asked many times a message
        if word in text:
            return True
    return False
