"""Positive signs that no mail system wrote a notice."""

from __future__ import annotations

from whosent.model.notice import Notice
from whosent.notice.view import View


def oddities(view: View, notice: Notice) -> tuple[str, ...]:
    """Names of the checks that fired, () where nothing is odd."""
    return ()
