"""Reports about a single message: DMARC failure reports (RFC 9991, RFC 6591) and complaints (RFC 5965)."""

from __future__ import annotations

from whosent.feedback import values
from whosent.mail.address import domain_of, first_address
from whosent.mail.date import rfc3339
from whosent.mail.decode import decode_words
from whosent.mail.part import Part
from whosent.model.feedback import Aligned, Disposition, Feedback, Record, Totals
from whosent.model.notice import Notice
from whosent.notice import View
from whosent.notice.rfc5965 import Fields, fields_of_parts, report_fields

_RESULTS: dict[str, Disposition] = {"reject": "reject", "policy": "reject", "spam": "quarantine", "delivered": "none"}
"""Delivery-Result (RFC 6591 section 3.2.2)."""


def read(mail: Part, notice: Notice) -> Feedback:
    """The message (RFC 6591 allows to report several at once) that `notice`, a complaint, is about. Its time is that of
    the complaint where no other is given."""
    fields = fields_of_parts(mail.leaves()) or report_fields(View(mail))
    auth_failure = _first(fields, "feedback-type").lower() == "auth-failure"
    failure = auth_failure or notice.dialect == "dmarc-failure"
    sender = _first(fields, "original-mail-from")
    domain = values.domain(_first(fields, "reported-domain")) or domain_of(notice.original.from_addr)
    when = rfc3339(_first(fields, "arrival-date") or _first(fields, "received-date"))
    when = when or rfc3339(mail.head.get(b"date") or "")
    dkim, spf = _aligned(fields) if failure else (None, None)
    row = Record(
        source_ip=notice.source_ip,
        count=max(1, values.count(_first(fields, "incidents"))),
        disposition=_RESULTS.get(values.word(_first(fields, "delivery-result"))),
        dkim=dkim,
        spf=spf,
        header_from=domain_of(notice.original.from_addr),
        envelope_from=domain_of(first_address(sender) or notice.original.envelope_from),
    )
    contact = first_address(decode_words(mail.head.get(b"from") or ""))
    return Feedback(
        form="failure" if failure else "abuse",
        reporter=values.name(notice.reporting_mta) or domain_of(contact),
        contact=contact,
        report_id=values.name(mail.head.get(b"message-id")),
        domain=domain.lower() if domain else None,
        begin=when,
        end=when,
        records=(row,),
        totals=Totals(1, row.count, row.count * row.passed, row.count * row.failed),
    )


def _aligned(fields: Fields) -> tuple[Aligned, Aligned]:
    """What confirmed the domain: Identity-Alignment (RFC 9991 section 4) lists it. Without that field nothing did,
    unless the reporter's own Authentication-Results say so: a domain can ask to be told of every single failure."""
    listed = _first(fields, "identity-alignment").lower()
    passed = "dmarc=pass" in _first(fields, "authentication-results").lower()
    return "pass" if "dkim" in listed or passed else "fail", "pass" if "spf" in listed else "fail"


def _first(fields: Fields, name: str) -> str:
    values_of = fields.get(name)
    return values_of[0] if values_of else ""
