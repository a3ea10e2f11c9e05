"""Ipswitch IMail (SMTP32): the reason first, the address behind the colon, then the remote server's words."""

from __future__ import annotations

import re

from whosent.mail.address import ADDR_SPEC, tidy
from whosent.mail.pattern import pattern
from whosent.model.notice import Reason
from whosent.notice.prose import named, returned_behind, said, span
from whosent.notice.reading import Dialect, Found, Reading
from whosent.notice.view import View

_COPY = ("original message follows.",)
_LINE = pattern(
    rf"^[ \t]{{0,8}}(unknown user|unknown host|invalid final delivery userid|user mailbox exceeds allowed size"
    rf"|account disabled|mailbox disabled|message too large|delivery failed \d{{1,4}} attempts?"
    rf"|undeliverable[ ]{{1,3}}to|unable to deliver(?: message)? to|delivery failed|user unknown)"
    rf"[ ]?:?[ \t]{{0,4}}<?({ADDR_SPEC})>?",
    re.MULTILINE | re.IGNORECASE,
)
_REASONS: tuple[tuple[str, Reason], ...] = (
    ("unknown user", "user-unknown"), ("user unknown", "user-unknown"), ("invalid final", "user-unknown"),
    ("unknown host", "domain-unknown"), ("user mailbox exceeds", "mailbox-full"), ("account dis", "user-disabled"),
    ("mailbox dis", "user-disabled"), ("message too large", "too-large"), ("delivery failed", "expired"),
)  # fmt: skip


def _read(view: View) -> Reading | None:
    """The reading. The remote server's own words, where there are any, outrank IMail's heading."""
    _, end = span(view, (), _COPY)
    matches = list(_LINE.finditer(view.text, 0, end))
    recipients = []
    for index, match in enumerate(matches[:1_000]):
        stop = matches[index + 1].start() if index + 1 < len(matches) else end
        reply = said(view.text[match.end() : stop], paragraphs=2)
        heading = match[1].lower()
        reason = next((reason for start, reason in _REASONS if heading.startswith(start)), None)
        recipients.append(Found(tidy(match[2]), reply or match[1], reason=None if reply else reason))
    return Reading(recipients=recipients, returned=returned_behind(view, _COPY)) if recipients else named(view)


DIALECT = Dialect(
    name="imail",
    source="Ipswitch IMail Server 5-12 (X-Mailer: <SMTP32 v8.05>): subject 'Undeliverable Mail'",
    marks=("original message follows.",),
    read=_read,
    header=("x-mailer: <smtp32",),
)
