"""Automatic replies (RFC 3834): vacation, out of office, ticket systems."""

from __future__ import annotations

from whosent.notice.reading import Reading
from whosent.notice.view import View


def read(view: View) -> Reading | None:
    """The automatic reply, None: this is none."""
    return None
