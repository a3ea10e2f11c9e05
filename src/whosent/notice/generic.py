"""Bounces of mail systems that no dialect knows."""

from __future__ import annotations

from whosent.notice.reading import Reading
from whosent.notice.view import View


def read(view: View) -> Reading | None:
    """The bounce, None: this is none."""
    return None
