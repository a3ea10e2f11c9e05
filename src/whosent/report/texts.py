"""Words for keys. Loaded from the `texts.toml` files beside the code; `{name}` placeholders are filled by `say`."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Language = Literal["de", "en"]
Voice = Literal["lay", "expert"]


class Texts(Struct, frozen=True):
    """All texts of one language. `entries[key]` has "lay" and "expert", or "text" where there is no difference."""

    language: Language
    entries: dict[str, dict[str, str]]

    def say(self, key: str, params: dict[str, str] | None = None, voice: Voice = "expert") -> str:
        """The sentence for `key`; a key without text is shown as itself, so nothing gets lost."""
        entry = self.entries.get(key)
        if entry is None:
            return key
        text = entry.get(voice) or entry.get("text") or key
        for name, value in (params or {}).items():
            text = text.replace("{" + name + "}", value)
        return text

    def has(self, key: str) -> bool:
        """Is there a text for this key?"""
        return key in self.entries
