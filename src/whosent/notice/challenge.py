"""Challenges: mail that asks the sender to prove that he is a human being."""

from __future__ import annotations

from whosent.notice.reading import Reading
from whosent.notice.view import View


def read(view: View) -> Reading | None:
    """The challenge, None: this is none."""
    return None
