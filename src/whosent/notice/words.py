"""Tables of literal phrases, written one after the other with bars between, so that they read like a table."""

from __future__ import annotations


def phrases(table: str) -> tuple[str, ...]:
    """The phrases of `table`: separated by `|` or line ends, blanks around them dropped, all lower case."""
    return tuple(filter(None, (phrase.strip() for phrase in table.replace("\n", "|").split("|"))))


def any_in(words: tuple[str, ...], text: str) -> bool:
    """At least one of `words` occurs in `text` (both lower case)."""
    for word in words:  # noqa: SIM110 - twice as fast as any() over a generator, and asked many times a message
        if word in text:
            return True
    return False
