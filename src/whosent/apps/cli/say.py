"""One line on standard error, for the user."""

from __future__ import annotations

import sys

PROGRAM = "whosent"


def say(text: str) -> None:
    """Tell the user."""
    print(f"{PROGRAM}: {one_line(text)}", file=sys.stderr)


def one_line(text: str) -> str:
    """`text` as one line; nothing in it may steer the terminal."""
    return "".join(char if char.isprintable() else "?" for char in " ".join(text.split()))
