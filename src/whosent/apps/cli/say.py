"""One line on standard error, for the user."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from whosent.report.texts import Language

PROGRAM = "whosent"


def say(text: str, language: Language = "en") -> None:
    """Tell the user. `text` is English; in another language it is said if there are words for it."""
    print(f"{PROGRAM}: {one_line(text if language == 'en' else translated(text, language))}", file=sys.stderr)


def translated(text: str, language: Language) -> str:
    """`text` in the language, as far as there are words for it."""
    from whosent.apps import bootstrap
    from whosent.report.trouble import told

    return told(text, bootstrap.texts(language))


def one_line(text: str) -> str:
    """`text` as one line; nothing in it may steer the terminal."""
    return "".join(char if char.isprintable() else "?" for char in " ".join(text.split()))
