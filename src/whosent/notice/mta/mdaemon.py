"""MDaemon: the addresses behind `>` or "Failed address:", below them the transcript of the session, in which the last
refusal is the cause."""

from __future__ import annotations

import re

from whosent.mail.pattern import pattern
from whosent.notice.prose import Form, line, listed, named
from whosent.notice.reading import Dialect, Reading
from whosent.notice.view import View

_LISTED = Form(line(r"(?:>|failed address(?:es)?:)[ \t]{0,4}<?"))
_LOCAL = Form(line(r"[ \t]{0,8}", r"[ ]-[ ]"))  # "user@example.org - no such user here."
_TRANSCRIPT = "--- session transcript ---"
# " 550 ..." in old transcripts, "Mon 2010-11-01 10:00:00: <-- 550 ..." in newer ones
_REFUSAL = pattern(r"^[^\n]{0,60}?(?:<--)?[ ]([45]\d\d[ -][^\n]{1,500})$", re.MULTILINE)


def _read(view: View) -> Reading | None:
    """The reading of either form."""
    at = view.lower.find(_TRANSCRIPT)
    end = at if at >= 0 else len(view.text)
    recipients = listed(view.text, 0, end, _LISTED)
    refusals = _REFUSAL.findall(view.text, end)
    if refusals:
        for found in recipients:
            found.diagnostic = refusals[-1]
    recipients = recipients or listed(view.text, 0, end, _LOCAL)
    if not recipients:
        return named(view)
    transient = "transient" in view.lower[:end] or "transient" in view.subject_l
    return Reading(kind="delay" if transient else "bounce", recipients=recipients)


DIALECT = Dialect(
    name="mdaemon",
    source="Alt-N MDaemon, DELERR.DAT: 'The attached message had PERMANENT fatal delivery errors!'",
    marks=("the attached message had permanent fatal delivery errors", "the attached message had transient non-fatal"),
    read=_read,
    header=("from: mdaemon@",),
)
