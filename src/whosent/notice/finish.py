"""From a reading to a `Notice`: status, reason and permanence where the dialect left them open, and the returned
message in words."""

from __future__ import annotations

from whosent.mail.address import first_address
from whosent.mail.decode import decode_words
from whosent.mail.part import Part
from whosent.model.notice import Body, Notice, Original, Recipient
from whosent.notice.reading import Found, Reading
from whosent.notice.view import View


def finish(reading: Reading, view: View) -> Notice:
    """Freeze `reading`."""
    returned = reading.returned or view.returned
    headers_only = reading.returned is None and view.headers_only
    return Notice(
        kind=reading.kind,
        dialect=reading.dialect,
        recipients=tuple(_recipient(found, reading) for found in reading.recipients),
        reporting_mta=reading.reporting_mta,
        received_from=reading.received_from,
        queue_id=reading.queue_id,
        returned=(returned.start, returned.end) if returned is not None else None,
        returned_data=returned.data if returned is not None else b"",
        original=original(returned, headers_only, reading.envelope_from),
        source_ip=reading.source_ip,
    )


def _recipient(found: Found, reading: Reading) -> Recipient:
    return Recipient(address=found.address, action=found.action or "failed", diagnostic=found.diagnostic or None)


def original(returned: Part | None, headers_only: bool, envelope_from: str | None) -> Original:
    """The returned message's own words. `date` is the raw text of its Date field: RFC 3339 is made of it later,
    because this package knows no date formats."""
    if returned is None:
        return Original(envelope_from=envelope_from)
    head = returned.head
    body: Body = "none" if headers_only or not returned.data[returned.body : returned.end].strip() else "full"
    subject = head.get(b"subject")
    return Original(
        message_id=(head.get(b"message-id") or "").strip() or None,
        from_addr=first_address(head.get(b"from")),
        envelope_from=first_address(head.get(b"return-path")) or envelope_from,
        subject=decode_words(subject) if subject is not None else None,
        date=head.get(b"date"),
        body=body,
    )
