"""Delivery status notifications (RFC 3464, RFC 6533)."""

from __future__ import annotations

from whosent.notice.reading import Reading
from whosent.notice.view import View


def read(view: View) -> Reading | None:
    """The reading of the delivery-status part, None where there is none."""
    return None
