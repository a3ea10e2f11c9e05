"""Which language the user reads. Imports nothing heavy: errors of usage are told before anything else is loaded."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from whosent.report.texts import Language

LANGUAGES = ("de", "en")


def language(environment: Mapping[str, str] = os.environ) -> Language:
    """The language of messages that the locale asks for (POSIX: LC_ALL, LC_MESSAGES, LANG), else English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if locale := environment.get(name):
            return "de" if locale.lower().startswith("de") else "en"
    return "en"


def wanted(arguments: Sequence[str], configured: object = None) -> Language:
    """The language for an error: what was asked for with `--lang`, although the arguments as a whole could not be
    understood; else what is `configured`, else that of the locale."""
    typed = [following for word, following in pairwise(arguments) if word == "--lang"]
    typed += [word.removeprefix("--lang=") for word in arguments if word.startswith("--lang=")]
    for asked in (*typed, configured):
        if asked in LANGUAGES:
            return cast("Language", asked)
    return language()
