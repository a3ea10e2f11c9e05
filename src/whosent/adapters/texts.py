"""Load the texts that lie beside the code."""

from __future__ import annotations

import pkgutil
import tomllib
from functools import lru_cache

from whosent.report.texts import Language, Texts
from whosent.report.trouble import STEM

_PACKAGES = ("whosent.evidence", "whosent.verdict", "whosent.report")


@lru_cache(maxsize=4)
def load(language: Language, *more: str) -> Texts:
    """All texts of a language; `more` packages have those of commands that few runs need. In the files, an entry has
    keys `de`, `en`, or `de_lay`, `de_expert`, `en_lay`, `en_expert`, and `de_title`, `en_title` where there is a
    headline to it. For troubles, which are told in English, "as-told" is that English."""
    entries: dict[str, dict[str, str]] = {}
    for package in (*_PACKAGES, *more):
        raw = _read(package)
        for key, entry in raw.items():
            chosen: dict[str, str] = {}
            for field, text in entry.items():
                if field == language:
                    chosen["text"] = text.strip()
                elif field.startswith(language + "_"):
                    chosen[field[3:]] = text.strip()
            if key.startswith(STEM):
                chosen["as-told"] = raw[key]["en"].strip()
            entries[key] = chosen
    return Texts(language, entries, entries["unknown-value"]["text"])


def _read(package: str) -> dict[str, dict[str, str]]:
    data = pkgutil.get_data(package, "texts.toml")  # importlib.resources would take 6 ms to load
    assert data is not None
    return tomllib.loads(data.decode())
