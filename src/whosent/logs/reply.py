"""Replies of mail servers as others log them (RFC 5321 section 4.2): the enhanced status code, and the id under which
the message goes on. The id is what the other end answered; whether it says the truth is for others to decide."""

from __future__ import annotations

import re

from whosent.logs.line import LIMIT

_ID = r"[0-9A-Za-z]"
# At the beginning of a line of the reply; "\\n" is how Exim writes that
_STATUS = re.compile(r"(?:^|: |\\n)[245]\d\d[ -]([245]\.\d{1,3}\.\d{1,3})(?![\d.])", re.ASCII)
_NEXT_IDS = (
    # Postfix; before a queue filter or amavis "Ok: 812 bytes queued as …"
    re.compile(rf"\bqueued as ({_ID}{{5,40}})(?:-[^ ]{{1,40}})?\)?\"?$", re.ASCII),
    # Exim, acl_smtp_data and smtp_in.c
    re.compile(r"(?:^|[ n])250 OK id=([0-9A-Za-z]{6}-[0-9A-Za-z]{6,11}-[0-9A-Za-z]{2,4})$", re.ASCII),
    # Sendmail (14 letters and digits), OpenSMTPD (8 hexadecimal digits, in old versions behind a colon)
    re.compile(rf"(?:^|[ n])({_ID}{{7,20}}) Message accepted for delivery$", re.ASCII),
    # Courier
    re.compile(r"(?:^|[ n])250 Ok\. ([0-9A-F]{8,16}\.[0-9A-F]{8,16}(?:\.[0-9A-F]{8,16})?)$", re.ASCII),
)
_TAIL = 200


def next_id_of(reply: str) -> str | None:
    """The id in the last line of a reply to a message that was taken, where the form is one that mail servers use."""
    tail = reply[-_TAIL:]
    for form in _NEXT_IDS:
        found = form.search(tail)
        if found is not None:
            return found[1]
    return None


def status_of(reply: str) -> str | None:
    """The enhanced status code behind a reply code in `reply` (RFC 3463)."""
    found = _STATUS.search(reply, 0, LIMIT)
    return found[1] if found else None
