"""Which language the user reads."""

from __future__ import annotations

import os
from collections.abc import Mapping

from whosent.report.texts import Language


def language(environment: Mapping[str, str] = os.environ) -> Language:
    """The language of messages that the locale asks for (POSIX: LC_ALL, LC_MESSAGES, LANG), else English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if locale := environment.get(name):
            return "de" if locale.lower().startswith("de") else "en"
    return "en"
