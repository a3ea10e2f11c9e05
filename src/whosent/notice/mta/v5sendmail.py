"""Sendmail 5 and early 8, and the many systems that copied it: only the transcript, then the unsent message."""

from __future__ import annotations

import re

from whosent.mail.address import ADDR_SPEC, all_addresses, domain_of
from whosent.mail.head import squeeze
from whosent.mail.pattern import pattern
from whosent.notice.prose import returned_behind, span
from whosent.notice.reading import Dialect, Found, Reading
from whosent.notice.view import View

_COPIES = ("----- unsent message follows", "----- original message follows", "----- message header follows",
           "----- message text follows", "----- recipients of this delivery", "----- no message was collected",
           "----- returned message follows")  # fmt: skip
# "550 <user@host>... User unknown", "550 user@host... Host unknown"
_ADDRESSED = pattern(rf"^(?:\d{{3}} )?(?:\d\.\d\.\d{{1,3}} )?<?({ADDR_SPEC})>?\.{{3}} ?([^\n]{{0,500}})", re.MULTILINE)
# "421 host.example (smtp)... Deferred: Connection timed out"
_HOST_FAILED = pattern(
    r"^([45]\d\d) ([\w.-]{1,255}) ?\((?:smtp|esmtp|ether|tcp|relay|uucp|local)\)\.{3} ?([^\n]{0,500})", re.MULTILINE
)
_ANSWER = pattern(r"^<<< ([45]\d\d[ -][^\n]{0,500})", re.MULTILINE)


def _read(view: View) -> Reading | None:
    start, end = span(view, ("transcript of session follows",), _COPIES)
    if start < 0:
        return None
    transcript = view.text[start:end]
    returned = view.returned or returned_behind(view, _COPIES)
    recipients = {found.address.lower(): found for found in _addressed(transcript)}
    if not recipients:
        to = all_addresses(" ".join(returned.head.all(b"to") + returned.head.all(b"cc"))) if returned else []
        recipients = {found.address.lower(): found for found in _unreached(transcript, to)}
    if not recipients:
        return None
    return Reading(recipients=list(recipients.values()), returned=returned)


def _addressed(transcript: str) -> list[Found]:
    """What is said about each address, after the answer of the remote host that stands above it."""
    found = []
    position = 0
    for reply in _ADDRESSED.finditer(transcript):
        if reply[0].startswith("<"):
            continue
        answers = _ANSWER.findall(transcript, position, reply.start())
        found.append(Found(reply[1], squeeze(" ".join([*answers[-1:], reply[0]]))))
        position = reply.end()
    return found


def _unreached(transcript: str, to: list[str]) -> list[Found]:
    """No address was answered for: hosts could not be reached, so the addressees there are meant."""
    return [
        Found(address, squeeze(f"{host[1]} {host[2]} {host[3]}"))
        for host in _HOST_FAILED.finditer(transcript)
        for address in to
        if domain_of(address) == host[2].lower() or len(to) == 1
    ]


DIALECT = Dialect(
    name="v5sendmail",
    source="Sendmail 5.65, 8.6 savemail.c",
    marks=("transcript of session follows",),
    read=_read,
)
