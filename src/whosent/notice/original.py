"""The returned message in words: from its own header, else from what the notice says about it."""

from __future__ import annotations

import re

from whosent.mail.address import ADDR_SPEC, first_address
from whosent.mail.date import rfc3339
from whosent.mail.decode import decode_words
from whosent.mail.head import Head
from whosent.mail.part import Part
from whosent.mail.pattern import pattern
from whosent.model.notice import Body, Original
from whosent.notice.reading import Reading
from whosent.notice.view import View

_MESSAGE_ID = pattern(r"<[^<>\s@]{1,250}@[^<>\s]{1,250}>")
# Exim and Sendmail print the envelope sender in the Received line that the reporter itself wrote.
_ENVELOPE_FROM = pattern(rf"\(envelope-(?:from|sender) <?({ADDR_SPEC})>?\)")
# Message details in prose: PMDF and its heirs ("Message-id: ..."), Exim ("The subject of the message is: ..."),
# Exchange ("  Subject: ...", "  Sent: ..."), James ("  MAIL FROM: ..."). Matched with the text in lower case.
_DETAIL = pattern(
    r"^[ \t>]{0,12}(?:the )?(message-id|message identifier|subject|from|date|sent date|sent)(?: of the message)?"
    r"(?: is)?[ \t]*:[ \t]*(\S[^\n]{0,500})",
    re.MULTILINE,
)
_DETAIL_WINDOW = 8 * 1024
"""Characters of the notice's text in which details are looked for."""
_NOT_BLANK = pattern(rb"\S")
_CUT = pattern(r"truncated\b|only the first\b.{0,40}\bincluded here", re.DOTALL)
"""qmail ("--- Rest of message truncated."), Exim (return_size_limit), Sendmail and others."""


def original(returned: Part | None, reading: Reading, view: View) -> Original:
    """The returned message's own words."""
    if returned is None or not returned.head.fields:
        return _told(reading, view)
    head = returned.head
    subject = head.get(b"subject")
    return Original(
        message_id=(head.get(b"message-id") or "").strip() or reading.message_id or _referred(view.head),
        from_addr=first_address(head.get(b"from")),
        envelope_from=_return_path(head) or reading.envelope_from or _envelope_from(head),
        subject=decode_words(subject) if subject is not None else None,
        date=rfc3339(head.get(b"date") or ""),
        body=_body(returned, view),
    )


def _return_path(head: Head) -> str | None:
    """As the reporter wrote it, above its Received line (RFC 5321 section 4.4); further down the sender may have put
    it into the message."""
    numbers, received = head.numbers(b"return-path"), head.numbers(b"received")
    if not numbers or (received and numbers[0] > received[0]):
        return None
    return first_address(head.value(numbers[0]))


def _envelope_from(head: Head) -> str | None:
    """As the reporter wrote it in the topmost Received line; what stands further down was written by others."""
    found = _ENVELOPE_FROM.search(head.get(b"received") or "")
    return found[1] if found else None


def _body(returned: Part, view: View) -> Body:
    if not _NOT_BLANK.search(returned.data, returned.body, returned.end):
        return "none"
    if returned.parts and _cut_off(returned):
        return "truncated"
    told = "truncated" in view.lower or "only the first" in view.lower
    return "truncated" if told and _CUT.search(view.lower) else "full"


def _cut_off(returned: Part) -> bool:
    """The closing delimiter (RFC 2046 section 5.1.1) is missing."""
    boundary = returned.param("boundary")
    end = f"--{boundary}--".encode("utf-8", "surrogateescape")
    return bool(boundary) and returned.data.find(end, returned.body, returned.end) < 0


def _told(reading: Reading, view: View) -> Original:
    """Nothing came back: what the notice says about the message."""
    if reading.kind not in ("bounce", "delay", "delivered"):
        return Original(envelope_from=reading.envelope_from, message_id=reading.message_id)
    told: dict[str, str] = {}
    for found in _DETAIL.finditer(view.lower, 0, _DETAIL_WINDOW):
        told.setdefault(found[1], view.text[found.start(2) : found.end(2)].strip())
    subject = told.get("subject")
    message_id = _MESSAGE_ID.search(told.get("message-id", ""))
    return Original(
        message_id=reading.message_id or (message_id[0] if message_id else _referred(view.head)),
        from_addr=first_address(told.get("from")),
        envelope_from=reading.envelope_from,
        subject=decode_words(subject) if subject else None,
        date=rfc3339(told.get("date") or told.get("sent date") or told.get("sent") or ""),
    )


def _referred(head: Head) -> str | None:
    """The message that the notice answers to: Exim and Exchange name it in References or In-Reply-To."""
    for name in (b"in-reply-to", b"references"):
        found = _MESSAGE_ID.findall((head.get(name) or "")[-2_000:])
        if found:
            return str(found[-1])
    return None
