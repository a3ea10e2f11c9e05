"""Sentences without words: the core returns a key and parameters, `texts.toml` beside the code has the words."""

from __future__ import annotations

from msgspec import Struct


class Phrase(Struct, frozen=True):
    """`key` of a text, and the values of its placeholders."""

    key: str
    params: dict[str, str] = {}
