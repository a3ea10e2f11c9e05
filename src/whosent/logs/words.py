"""Words of log lines, whatever their format: what an index of logs is made of, and what is looked up in it.

A word is a run of letters, digits and `@ . - _ + $`, in lower case: a queue id, an address, a host, a login, a file's
name. What holds other characters (a path, most Message-IDs) is several words one after another, its pieces. A full stop
behind a word does not belong to it. A word of sixteen hexadecimal digits is found by its first eight, too: OpenSMTPD
names a message so, and its envelopes by eight more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

LEAST = 3
"""Bytes of the shortest word that is kept."""
LONGEST = 1000
"""Bytes of the longest token that is looked up: a line of a mail has at most 998 (RFC 5322 section 2.1.1)."""

_MESSAGE, _ENVELOPE = 8, 16
_HEX = re.compile(rb"[0-9a-f]{16}")
_ALPHABET = frozenset(b"abcdefghijklmnopqrstuvwxyz0123456789@.-_+$")
_WORDS_ONLY = bytes(code if code in _ALPHABET else ord(" ") for code in bytes(range(256)).lower())
"""A table for `bytes.translate`: lower case, and a blank for whatever is no part of a word."""


def words(lines: bytes) -> set[bytes]:
    """The words of whole lines."""
    found = {word for word in set(_split(lines)) if len(word) >= LEAST}
    return found | {word[:_MESSAGE] for word in found if len(word) == _ENVELOPE and _HEX.fullmatch(word)}


def pieces(token: str) -> tuple[bytes, ...]:
    """The words that every line with `token` in it has, each once, the longest first; none where all are too short."""
    found = {word for word in _split(normalised(token) + b"\n") if len(word) >= LEAST}
    return tuple(sorted(found, key=lambda word: (-len(word), word)))


def normalised(token: str) -> bytes:
    """`token` as it is looked for: in lower case, without blanks around it."""
    return token.strip().encode("utf-8", "replace").lower()[:LONGEST]


def lines_with(lines: bytes, token: bytes) -> Iterator[int]:
    """The numbers, from 0, of the lines in which `token` (as `normalised` gives it) stands as a whole word: it is no
    part of a longer one."""
    if not token:
        return
    lower = lines.lower()
    number = counted = 0
    at = lower.find(token)
    while at >= 0:
        if _stands_alone(lower, at, at + len(token)):
            number += lower.count(b"\n", counted, at)
            yield number
            counted = end = lower.find(b"\n", at)
            if end < 0:
                return
            at = lower.find(token, end)
        else:
            at = lower.find(token, at + 1)


def _stands_alone(lines: bytes, start: int, end: int) -> bool:
    if lines[start] in _ALPHABET and start and lines[start - 1] in _ALPHABET:
        return False
    if end - start == _MESSAGE and _HEX.match(lines, start):
        end = start + _ENVELOPE
    if lines[end - 1] not in _ALPHABET or end == len(lines) or lines[end] not in _ALPHABET:
        return True
    return lines[end] == ord(".") and (end + 1 == len(lines) or lines[end + 1] not in _ALPHABET)


def _split(lines: bytes) -> list[bytes]:
    return lines.translate(_WORDS_ONLY).replace(b". ", b"  ").split()
