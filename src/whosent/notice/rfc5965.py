"""Complaints: abuse reports in ARF (RFC 5965, RFC 6591) and the complaint mails of providers that use no ARF."""

from __future__ import annotations

from whosent.notice.reading import Reading
from whosent.notice.view import View


def read(view: View) -> Reading | None:
    """The complaint, None: this is none."""
    return None
