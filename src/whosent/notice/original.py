"""The returned message in words."""

from __future__ import annotations

from whosent.mail.address import first_address
from whosent.mail.decode import decode_words
from whosent.mail.part import Part
from whosent.model.notice import Body, Original


def original(returned: Part | None, envelope_from: str | None) -> Original:
    """The returned message's own words. `date` is the raw text of its Date field: RFC 3339 is made of it later,
    because this package knows no date formats."""
    if returned is None:
        return Original(envelope_from=envelope_from)
    head = returned.head
    body: Body = "none" if not returned.data[returned.body : returned.end].strip() else "full"
    subject = head.get(b"subject")
    return Original(
        message_id=(head.get(b"message-id") or "").strip() or None,
        from_addr=first_address(head.get(b"from")),
        envelope_from=first_address(head.get(b"return-path")) or envelope_from,
        subject=decode_words(subject) if subject is not None else None,
        date=head.get(b"date"),
        body=body,
    )
