"""Read receipts: message disposition notifications (RFC 8098)."""

from __future__ import annotations

from whosent.notice.reading import Reading
from whosent.notice.view import View


def read(view: View) -> Reading | None:
    """The receipt, None: this is none."""
    return None
