"""Complaints about a message in forms of their own, from before ARF or beside it.

Only mail is meant: reports of attacks, of phishing pages or of open ports are letters (kind "message").
"""

from __future__ import annotations

import re
from collections.abc import Callable

from whosent.mail.address import first_address
from whosent.mail.pattern import pattern
from whosent.notice.reading import Found, Reading
from whosent.notice.rfc5965 import address_in, recipient_of
from whosent.notice.view import View

_MARK = b"x-hmxmroriginalrecipient"


def hotmail(view: View) -> Reading | None:
    """Junk Mail Reporting Program of Hotmail / outlook.com: the message in a multipart/mixed, with the recipient put on
    top in X-HmXmrOriginalRecipient; the source address stands in the subject only. Some collectors unpack the message,
    so that the field stands in the header block itself."""
    returned = view.returned if view.returned is not None and _MARK in view.returned.head else None
    if returned is None and _MARK not in view.names:
        return None
    head = view.head if returned is None else returned.head
    address = first_address(head.get(_MARK))
    return _complaint("hotmail-jmrp", [address] if address else [], address_in(_after(view.subject, " from ")))


def spamcop(view: View) -> Reading | None:
    """SpamCop.net: subject `[SpamCop (192.0.2.1) id:123]title`, X-SpamCop-sourceip; the message follows in the text."""
    if not view.subject_l.startswith("[spamcop (") and b"x-spamcop-sourceip" not in view.names:
        return None
    reading = _complaint("spamcop", [], address_in(view.head.get(b"x-spamcop-sourceip") or view.subject[10:]))
    reading.returned = view.returned_after(b"[ offending message ]")
    return reading


def aol(view: View) -> Reading | None:
    """AOL's feedback loop before and outside of ARF, and those who copied its subject lines."""
    if not view.subject_l.startswith(("email feedback report for ip", "client tos notification")):
        return None
    return _complaint("aol-scomp", recipient_of(view.returned), address_in(_after(view.subject, " for ip ")))


def apple_unsubscribe(view: View) -> Reading | None:
    """Apple Mail's own "unsubscribe": an opt-out (RFC 5965 section 7.3) written by the recipient's mail system."""
    if b"x-apple-unsubscribe" not in view.names:
        return None
    return _complaint("apple-unsubscribe", [view.from_addr] if view.from_addr else [], None)


_DMARC_SUBJECTS = ("dmarc failure report", "dmarc forensic report", "[netease dmarc failure report]")
_DMARC_WORDS = ("has failed the published dmarc policy",  # Exim, SpamExperts: control=dmarc_enable_forensic
                "did not meet the sending domain's dmarc policy",  # Ecelerity / LinkedIn
                "authentication-failure report")  # Netease  # fmt: skip
_DMARC_IP = pattern(r"(?:sender ip address: {0,9}|received from ip )([0-9a-f:.]{3,45})")


def dmarc_failure(view: View) -> Reading | None:
    """DMARC failure reports in words only (RFC 6591 without its machine-readable part)."""
    if not view.subject_l.startswith(_DMARC_SUBJECTS) or not any(words in view.lower for words in _DMARC_WORDS):
        return None
    source = _DMARC_IP.search(view.lower, 0, 8_000)
    reading = _complaint("dmarc-failure", recipient_of(view.returned), address_in(source[1]) if source else None)
    reading.returned = None if view.returned is not None else view.returned_after(b"copy of the headers")
    return reading


_XARF_SPAM = pattern(
    r"""["']?\b(?:report[-_]?type|type)["']?\s{0,9}:\s{0,9}["']?(?:spam|bulk_?email)\b""", re.IGNORECASE
)
_XARF_SOURCE = pattern(
    r"""["']?\bsource(?:[-_]?ip|[-_]identifier)?["']?\s{0,9}:\s{0,9}["']?([0-9a-f:.]{3,45})""", re.IGNORECASE
)


def xarf(view: View) -> Reading | None:
    """Abusix' eXtended ARF, versions 0.2 (YAML) to 4 (JSON): reports of all kinds of abuse; those about spam count."""
    if b"x-xarf" not in view.names and not view.subject_l.startswith("xarf"):
        return None
    for leaf in view.parts:
        text = leaf.text(64 * 1024) if leaf.content_type.startswith(("text/", "application/")) else ""
        if _XARF_SPAM.search(text):
            source = _XARF_SOURCE.search(text)
            return _complaint("xarf", recipient_of(view.returned), address_in(source[1]) if source else None)
    return None


FORMS: tuple[Callable[[View], Reading | None], ...] = (hotmail, spamcop, aol, apple_unsubscribe, dmarc_failure, xarf)


def read(view: View) -> Reading | None:
    """The reading of the first form that fits."""
    for form in FORMS:
        reading = form(view)
        if reading is not None:
            return reading
    return None


def _complaint(name: str, received_by: list[str], ip: str | None) -> Reading:
    recipients = [Found(address, action="delivered") for address in received_by]
    return Reading(kind="complaint", dialect=name, recipients=recipients, source_ip=ip)


def _after(text: str, marker: str) -> str:
    """What follows `marker` (lower case, any case in the text)."""
    at = text.lower().find(marker)
    return text[at + len(marker) :] if at >= 0 else ""
