"""Apache James: the error as it was, and the message's details (mailets Bounce, NotifySender, DSNBounce)."""

from __future__ import annotations

import re

from whosent.mail.address import ADDR_SPEC, all_addresses
from whosent.mail.pattern import pattern
from whosent.notice.prose import said_after, span
from whosent.notice.reading import Dialect, Found, Reading
from whosent.notice.view import View

_HOST = pattern(r"this is the james mail server at ([\w.-]{1,255}?)\.?\s")
_RCPT = pattern(rf"^[ \t]{{1,8}}RCPT TO: ({ADDR_SPEC}(?:,? {ADDR_SPEC}){{0,100}})", re.MULTILINE)
_FROM = pattern(rf"^[ \t]{{1,8}}MAIL FROM: ({ADDR_SPEC})", re.MULTILINE)
_ERROR = ("error message below:", "error message:", "reason for failure:")


def _read(view: View) -> Reading | None:
    start, end = span(view, ("failed recipient(s):",), _ERROR)
    failed = all_addresses(view.text[start:end]) if start >= 0 else []
    listed = _RCPT.search(view.text)
    if not failed and listed:
        failed = all_addresses(listed[1])
    if not failed:
        return None
    said = said_after(view, _ERROR)
    host = _HOST.search(view.lower, 0, 2_000)
    sender = _FROM.search(view.text)
    return Reading(
        recipients=[Found(address, said) for address in failed],
        reporting_mta=host[1] if host else None,
        envelope_from=sender[1] if sender else None,
    )


DIALECT = Dialect(
    name="apachejames",
    source="Apache James server/mailet: RemoteDelivery.java, NotifyMailetsMessage.java",
    marks=("this is the james mail server", "message details:"),
    read=_read,
)
