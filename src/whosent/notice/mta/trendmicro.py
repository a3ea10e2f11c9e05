"""Trend Micro InterScan: the SMTP dialogue or a sentence; newer versions wrap another system's notice."""

from __future__ import annotations

import re

from whosent.mail.address import ADDR_SPEC
from whosent.mail.pattern import pattern
from whosent.notice import rfc3464
from whosent.notice.prose import Form, line, read_form
from whosent.notice.reading import Dialect, Reading
from whosent.notice.view import View

_FORMS = (
    Form(line(r"[ \t]{0,4}sent[ ]<<<[ ]rcpt to:[ ]?<", r">"), until=("unable to deliver message to", "end of message")),
    Form(pattern(rf"unable to deliver message to <?({ADDR_SPEC})>?", re.IGNORECASE), until=("end of message",)),
    Form(line(r"[ \t]{0,4}rcpt to:[ ]?<", r">")),
)


def _read(view: View) -> Reading | None:
    """The reading of the text; else of the notice that came back in place of a message."""
    for form in _FORMS:
        reading = read_form(view, form)
        if reading is not None:
            return reading
    return None if view.groups else _wrapped(view) or _nobody(view)


def _nobody(view: View) -> Reading | None:
    """ "The following mail could not be delivered", and not a word to whom."""
    return Reading() if "message from interscan" in view.lower and "could not be delivered" in view.lower else None


def _wrapped(view: View) -> Reading | None:
    if view.returned is None:
        return None
    nested = View(view.returned)
    inner = rfc3464.read(nested)
    if inner is not None:
        inner.dialect = ""
        inner.returned = nested.returned
    return inner


DIALECT = Dialect(
    name="trendmicro",
    source="Trend Micro InterScan Messaging Security Suite, VirusWall",
    marks=("message from interscan", "****** message from interscan"),
    read=_read,
    header=(
        "content-type: interscan_nt_mime_boundary",
        'from: "interscan mss"',
        'content-type: boundary="tmmsg_',
        "x-imss-version:",
    ),
)
