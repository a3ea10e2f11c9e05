"""Make text from a mail harmless to show: nothing in it may steer a terminal, reorder a line or hide."""

from __future__ import annotations

_PICTURES = {code: chr(0x2400 + code) for code in range(0x20)} | {0x7F: "\u2421"}
"""Unicode has a picture for each control character of ASCII; ESC becomes one character, not a command."""

_BLIND = (
    range(0x80, 0xA0),  # C1: 0x9B starts a terminal command just as ESC [
    (0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E),
    (0x200B, 0x200E, 0x200F),  # not the joiners 200C and 200D: Persian and emoji need them
    range(0x2028, 0x202F),  # line and paragraph separator, bidi embeddings and overrides
    range(0x2060, 0x2070),  # word joiner, bidi isolates, deprecated formatting
    (0x3164, 0xFEFF, 0xFFA0),
    range(0xFFF9, 0xFFFC),
    range(0xE0000, 0xE0080),  # tags: invisible letters
)
_TABLE = _PICTURES | {code: f"\u27e8U+{code:04X}\u27e9" for codes in _BLIND for code in codes}
_TABLE |= dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
"""Undecodable bytes that a parser kept as surrogates cannot be written as UTF-8."""


def visible(text: str, limit: int = 400) -> str:
    """`text` with control and invisible characters shown as signs, at most `limit` characters of it."""
    shown = text[:limit].translate(_TABLE)
    return shown if len(text) <= limit else shown + " …"
