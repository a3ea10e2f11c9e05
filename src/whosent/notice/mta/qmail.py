"""qmail, netqmail, s/qmail and what imitates them: QSBMF, "the qmail-send bounce message format"."""

from __future__ import annotations

import re

from whosent.mail.pattern import pattern
from whosent.notice.prose import Form, line, read_form
from whosent.notice.reading import Dialect, Found, Reading
from whosent.notice.view import View

_FORM = Form(
    line=line(r"<", r">:[ \t]*$"),
    until=("\n--- ", "\n-----"),
    copy=("--- below this line is a copy", "--- below the next line is a copy", "--- enclosed are the original headers",
          "--- enclosed is a copy", "--- here is a copy", "--- original message follows"),
    paragraphs=3,
)  # fmt: skip
_HOST = pattern(r"this is the [\w .-]{1,40} (?:program|server|agent) at ([\w.-]{1,255}?)\.?[ \t]*$", re.MULTILINE)
# qmail-remote.c, outhost() in front of each sentence
_REMOTE = pattern(
    r"(?:Connected to |Giving up on |^|> )(\[?[0-9A-Fa-f.:]{7,45}\]?)(?: does not | failed after | but |\.(?:\s|$))"
)


def _read(view: View) -> Reading | None:
    reading = read_form(view, _FORM)
    if reading is None:
        return None
    host = _HOST.search(view.lower, 0, 2_000)
    reading.reporting_mta = host[1] if host else None
    reading.kind = "bounce"  # qmail knows no delay notices; "this message has been in the queue too long" is final
    for found in reading.recipients:
        found.remote_mta = _remote(found)
    return reading


def _remote(found: Found) -> str | None:
    host = _REMOTE.search(found.diagnostic)
    return host[1].strip("[]") if host else None


DIALECT = Dialect(
    name="qmail",
    source="qmail-1.03 qmail-send.c, qmail-remote.c; cr.yp.to/proto/qsbmf.txt",
    marks=("this is the qmail-send program", "program at ", "i've given up. sorry it didn't work out",
           "--- below this line is a copy of the message", "--- enclosed is a copy of the message",
           "--- enclosed are the original headers"),
    read=_read,
    header=("received: invoked for bounce)",),
)  # fmt: skip
