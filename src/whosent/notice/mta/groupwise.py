"""Novell (Micro Focus) GroupWise: the addresses with the reason in parentheses, sometimes without a domain."""

from __future__ import annotations

import re

from whosent.mail.address import ADDR_SPEC
from whosent.mail.pattern import pattern
from whosent.notice.prose import named, returned_behind, span
from whosent.notice.reading import Dialect, Found, Reading
from whosent.notice.view import View

_START = "was undeliverable to the following:"
_COPY = ("possibly truncated original message follows", "information about your message")
_LINE = pattern(r"^[ \t]{1,16}([^\s()<>]{1,254})[ \t]*+(?:\(([^\n]{1,1000}))?$", re.MULTILINE)


def _read(view: View) -> Reading | None:
    """The reading. A name without a domain is one of the reporting post office: completed by the domain it writes
    from."""
    start, end = span(view, (_START,), _COPY)
    if start < 0:
        return named(view)
    domain = view.from_addr.rpartition("@")[2]
    recipients = [_found(name, reason, domain) for name, reason in _LINE.findall(view.text, start, end)]
    return Reading(recipients=recipients, returned=returned_behind(view, _COPY)) if recipients else named(view)


def _found(name: str, reason: str, domain: str) -> Found:
    reason = reason.rstrip(" \t").removesuffix(")")
    if "@" in name:
        return Found(name, reason)
    if re.fullmatch(ADDR_SPEC, reason):  # the address stands in the parentheses
        return Found(reason)
    return Found(f"{name}@{domain}" if domain else name, reason)


DIALECT = Dialect(
    name="groupwise",
    source="GroupWise Internet Agent: subject 'Message status - undeliverable'",
    marks=("the message that you sent was undeliverable to the following",),
    read=_read,
    header=("subject: message status - undeliverable",),
)
