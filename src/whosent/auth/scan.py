"""The pieces of structured fields that receivers write about authentication (RFC 8601, RFC 7208 section 9.1): words,
`name=value`, comments, semicolons. Tolerant and linear; whatever stands in the field is in some piece.

Values and comments may hold what the sender wished (his address, his HELO name), so they are found by the writer's own
quoting and never searched for names: nothing inside a comment or a quoted string becomes a piece of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

MAX_FIELD = 32_768
"""Characters of a field that are read."""

MAX_UNCLOSED = 20
"""Parentheses without their pendant, after which none is looked for."""

Kind = Literal["word", "pair", "comment", "end"]

_BLANK = re.compile(r"\s+")
_PLAIN = re.compile(r"[^\s()\"=;]+")
_QUOTED = re.compile(r"\"((?:[^\"\\]++|\\.)*+)\"", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
# In a comment: parentheses, and what may hide one
_PAREN = re.compile(r"\\.|[()]", re.DOTALL)
_EQUALS = re.compile(r"\s*=\s*")


class Piece(NamedTuple):
    """`name` of a pair is lower case, its `text` the value; a comment's text is without its parentheses. `end` is a
    semicolon."""

    kind: Kind
    text: str = ""
    name: str = ""


def pieces(value: str) -> Iterator[Piece]:
    """The pieces of a field in their order."""
    return _Scanner(value[:MAX_FIELD]).pieces()


class _Scanner:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._closes = True  # quoted strings: if one has no end, none of those behind it has
        self._unclosed = 0

    def pieces(self) -> Iterator[Piece]:
        text = self._text
        while self._at < len(text):
            blank = _BLANK.match(text, self._at)
            if blank is not None:
                self._at = blank.end()
            elif text[self._at] == ";":
                self._at += 1
                yield Piece("end")
            elif text[self._at] == "(":
                yield Piece("comment", self._comment())
            else:
                yield self._word_or_pair()

    def _word_or_pair(self) -> Piece:
        start = self._at
        word = self._run(stop_at_equals=True)
        equals = _EQUALS.match(self._text, self._at)
        if word and equals is not None:
            self._at = equals.end()
            return Piece("pair", self._run(stop_at_equals=False), word.lower())
        if self._at == start:
            self._at += 1
        return Piece("word", word or self._text[start : self._at])

    def _run(self, *, stop_at_equals: bool) -> str:
        """Plain text and quoted strings up to a blank, semicolon or comment. (Values hold `=`: base64, SRS, BATV.)"""
        text, parts = self._text, []
        while self._at < len(text):
            plain = _PLAIN.match(text, self._at)
            char = text[self._at]
            if plain is not None:
                parts.append(plain[0])
                self._at = plain.end()
            elif char == '"':
                parts.append(self._quoted())
            elif char == "=" and not stop_at_equals:
                parts.append(char)
                self._at += 1
            else:
                break
        return "".join(parts)

    def _quoted(self) -> str:
        """A quoted string without its marks; a mark without its pendant is a character."""
        found = _QUOTED.match(self._text, self._at) if self._closes else None
        if found is None:
            self._closes = False
            self._at += 1
            return '"'
        self._at = found.end()
        return _ESCAPED.sub(r"\1", found[1])

    def _comment(self) -> str:
        """A comment without its parentheses. One that nobody closed ends with the statement, so that it hides none of
        the others."""
        start = self._at + 1
        end = self._comment_end() if self._unclosed < MAX_UNCLOSED else None
        if end is not None:
            self._at = end
            return self._text[start : end - 1]
        self._unclosed += 1
        semicolon = self._text.find(";", start)
        self._at = len(self._text) if semicolon < 0 else semicolon
        return self._text[start : self._at]

    def _comment_end(self) -> int | None:
        """Behind the parenthesis that closes the comment; comments nest. None where there is none."""
        depth = 0
        for found in _PAREN.finditer(self._text, self._at):
            depth += {"(": 1, ")": -1}.get(found[0], 0)
            if depth == 0:
                return found.end()
        return None
