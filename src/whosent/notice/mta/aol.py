"""AOL before 2018: screen names without a domain; everything else came in Sendmail's words."""

from __future__ import annotations

import re

from whosent.mail.pattern import pattern
from whosent.notice.prose import named
from whosent.notice.reading import Dialect, Found, Reading
from whosent.notice.view import View

_SCREEN_NAME = pattern(r"^[ \t]{1,16}([A-Za-z][\w.@-]{0,63})[ \t]*$", re.MULTILINE)
_REFUSED = "not accepting mail from"


def _read(view: View) -> Reading | None:
    """Recipients that block the sender, given as screen names."""
    at = view.lower.find(_REFUSED)
    if at < 0 or "aol.com" not in view.sender_l:
        return named(view)
    names = _SCREEN_NAME.findall(view.text, at)
    diagnostic = "They are not accepting mail from this sender"
    return Reading(recipients=[
        Found(name if "@" in name else f"{name}@aol.com", diagnostic, reason="not-accepting") for name in names
    ])  # fmt: skip


DIALECT = Dialect(
    name="aol",
    source="AOL, omr-*.mx.aol.com: 'Mail Delivery Problem'",
    marks=(),
    read=_read,
    header=("from: mailer-daemon@aol.com",),
)
