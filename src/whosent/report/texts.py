"""Words for keys: German and English, for the lay person and for the expert.

Loaded by `adapters.texts` from the `texts.toml` files beside the code; `template` has their small language.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from whosent.report.template import Nodes, Words, fill, parse, render

Language = Literal["de", "en"]
Voice = Literal["lay", "expert", "title"]

_THOUSANDS: dict[Language, str] = {"de": ".", "en": ","}


class Texts(Struct, frozen=True):
    """All texts of one language. `entries[key]` has "title", "lay" and "expert", or "text" where there is no
    difference. `unknown` is the word for a value that nobody knows."""

    language: Language
    entries: dict[str, dict[str, str]]
    unknown: str = "?"

    def say(self, key: str, params: Mapping[str, str] | None = None, voice: Voice = "expert") -> str:
        """The sentence for `key` as one string; a key without text is shown as itself, so nothing gets lost."""
        return fill(self._template(key, voice), params or {}, _THOUSANDS[self.language], self.unknown)

    def words(self, key: str, params: Mapping[str, str] | None = None, voice: Voice = "lay") -> Words:
        """The same as spans, which keep our words and the mail's data apart."""
        return render(self._template(key, voice), params or {}, _THOUSANDS[self.language], self.unknown)

    def _template(self, key: str, voice: Voice) -> Nodes:
        entry = self.entries.get(key, {})
        return parse(entry.get(voice) or entry.get("text") or entry.get("lay") or key)

    def has(self, key: str) -> bool:
        """Is there a text for this key?"""
        return key in self.entries

    def first(self, *keys: str) -> str:
        """The first of these keys that has a text; the last one if none has."""
        return next((key for key in keys if key in self.entries), keys[-1])
