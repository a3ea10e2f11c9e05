"""Sendmail 8: a list of addresses with reasons in brackets, then the transcript of the dialogue."""

from __future__ import annotations

import re

from whosent.mail.address import ADDR_SPEC, first_address
from whosent.mail.head import squeeze
from whosent.mail.pattern import pattern
from whosent.notice.prose import kind_of, named, returned_behind, span
from whosent.notice.reading import Dialect, Found, Reading
from whosent.notice.view import View

_AFTER = ("fatal errors -----", "permanent delivery errors -----", "delivery problems -----",
          "non-fatal errors -----", "delivery notifications -----")  # fmt: skip
_UNTIL = ("\n   ----- ", "\n----- ")
_COPIES = ("----- original message follows", "----- message header follows", "----- unsent message follows",
           "----- returned message follows")  # fmt: skip
# savemail.c, errbody(): the address, or the program or file that an alias named; below it, indented by four,
# "(reason: %s)" with the first line of the reply, and "(expanded from: %s)"
_ENTRY = pattern(r"^[ \t]{0,3}(?=[^\s(])([^\n]{1,400})((?:\n[ \t]{1,8}\([^\n]{0,1000}){0,4})", re.MULTILINE)
_REASON = pattern(r"\(reason: ([^\n]{1,1000})\)[ \t]*(?:\n|$)")
_EXPANDED = pattern(rf"\(expanded from: <?({ADDR_SPEC})>?\)")
_REMOTE = pattern(r"\.\.\. while talking to ([\w.-]{1,255}?)\.?:")
_SAID = pattern(r"^(<<< )?([45]\d\d[ -][^\n]{0,900}|<[^<>\n]{1,320}>\.{3} [^\n]{0,900})", re.MULTILINE)


def _read(view: View) -> Reading | None:
    start, end = span(view, _AFTER, (*_UNTIL, *_COPIES))
    if start < 0:
        return named(view)
    entries = list(_ENTRY.finditer(view.text, start, end))
    transcript = _transcript(view)
    recipients = [found for entry in entries if (found := _recipient(entry, transcript, len(entries) == 1))]
    if not recipients:
        return named(view)
    return Reading(kind=kind_of(view, end), recipients=recipients, returned=returned_behind(view, _COPIES))


def _transcript(view: View) -> str:
    start, end = span(view, ("----- transcript of session follows -----",), _COPIES)
    return view.text[start:end] if start >= 0 else ""


def _recipient(entry: re.Match[str], transcript: str, only: bool) -> Found | None:
    expanded = _EXPANDED.search(entry[2])
    parent = expanded[1] if expanded else None
    address = first_address(entry[1]) if entry[1][0] not in '"|/' else None
    address = address or parent
    if address is None:
        return None
    mine = only or address.lower() in transcript.lower()
    reason = _REASON.search(entry[2])
    remote = _REMOTE.search(transcript) if mine else None
    return Found(
        address,
        _diagnostic(reason[1] if reason else "", transcript if mine else "", address, only),
        original_address=parent if parent and parent.lower() != address.lower() else None,
        remote_mta=remote[1] if remote else None,
    )


def _diagnostic(reason: str, transcript: str, address: str, only: bool) -> str:
    """The reason; where it is but the first line of a reply, or an exit code, what the transcript has of it."""
    said = [(bool(line[1]), squeeze(line[2])) for line in _SAID.finditer(transcript)]
    if reason[3:4] == "-":
        reply = [line for remote, line in said if remote and line[:3] == reason[:3]]
        return " ".join(reply) or reason
    if reason and not reason.isdigit():
        return reason
    lines = [line for _, line in said if only or address.lower() in line.lower()]
    return lines[-1] if lines else reason


DIALECT = Dialect(
    name="sendmail",
    source="Sendmail 8 sendmail/savemail.c",
    marks=("permanent fatal errors -----", "transient non-fatal errors -----", "delivery notifications -----",
           "----- transcript of session follows -----", "permanent delivery errors -----",
           "the original message was received at"),
    read=_read,
    header=("subject: returned mail: see transcript for details",),
)  # fmt: skip
