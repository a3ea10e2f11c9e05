"""Sendmail 8: a list of addresses with reasons in brackets, then the transcript of the dialogue."""

from __future__ import annotations

import re

from whosent.mail.address import ADDR_SPEC
from whosent.mail.head import squeeze
from whosent.notice.prose import Form, line, named, read_form, span
from whosent.notice.reading import Dialect, Found, Reading
from whosent.notice.view import View

_AFTER = ("permanent fatal errors -----", "permanent delivery errors -----", "delivery problems -----",
          "transient non-fatal errors -----", "delivery notifications -----", "fatal errors -----")  # fmt: skip
_COPY = ("----- Original message follows", "----- Message header follows", "----- Unsent message follows",
         "----- Returned message follows")  # fmt: skip
_FORM = Form(
    line=line(r"[ \t]{0,3}<?", r">?(?:[ \t][^\n]{0,200})?$"), after=_AFTER, until=("   ----- ", "\n----- "), copy=_COPY
)
# savemail.c, errbody(): "    (reason: %s)", "    (expanded from: %s)"
_REASON = re.compile(r"\(reason: ([^\n]{1,1000}?)\)(?: \(expanded from|\s*$)")
_EXPANDED = re.compile(rf"\(expanded from: <?({ADDR_SPEC})>?\)")
_REMOTE = re.compile(r"\.\.\. while talking to ([\w.-]{1,255}?)\.?:")
_REPLY = re.compile(r"^(?:<<< )?([45]\d\d[ -][^\n]{0,900}|<[^<>\n]{1,320}>\.{3} [^\n]{0,900})", re.MULTILINE)


def _read(view: View) -> Reading | None:
    reading = read_form(view, _FORM)
    if reading is None:
        return named(view)
    start, end = span(view, ("----- transcript of session follows -----",), tuple(copy.lower() for copy in _COPY))
    transcript = view.text[start:end] if start >= 0 else ""
    for found in reading.recipients:
        _explain(found, transcript, len(reading.recipients) == 1)
    return reading


def _explain(found: Found, transcript: str, only: bool) -> None:
    said = found.diagnostic
    parent = _EXPANDED.search(said)
    found.original_address = parent[1] if parent else None
    reason = _REASON.search(said)
    found.diagnostic = reason[1] if reason else ""
    at = transcript.lower().find(found.address.lower())
    remote = _REMOTE.search(transcript)
    found.remote_mta = remote[1] if remote and (only or at >= 0) else None
    if not found.diagnostic:
        replies = [squeeze(reply[1]) for reply in _REPLY.finditer(transcript)]
        mine = [reply for reply in replies if only or found.address.lower() in reply.lower()]
        found.diagnostic = mine[-1] if mine else ""


DIALECT = Dialect(
    name="sendmail",
    source="Sendmail 8 sendmail/savemail.c",
    marks=("permanent fatal errors -----", "transient non-fatal errors -----", "delivery notifications -----",
           "----- transcript of session follows -----", "permanent delivery errors -----",
           "the original message was received at"),
    read=_read,
    header=("returned mail: see transcript for details",),
)  # fmt: skip
