"""DMARC aggregate reports (RFC 9990) and TLS reports (RFC 8460): recognised, not evaluated."""

from __future__ import annotations

from whosent.notice.reading import Reading
from whosent.notice.view import View


def read(view: View) -> Reading | None:
    """The report, None: this is none."""
    return None
