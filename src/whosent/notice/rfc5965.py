"""Complaints in the Abuse Reporting Format (RFC 5965), authentication failure reports (RFC 6591) included.

What is read although the standard forbids it: the feedback report as a plain text part, or not as a part of its own at
all (early AOL and home-grown reporters), several recipients in one report, placeholders where addresses stood.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from whosent.mail.address import all_addresses, first_address
from whosent.mail.head import squeeze
from whosent.mail.ip import normalise_ip
from whosent.mail.part import Part
from whosent.model.notice import Action, Reason
from whosent.notice.reading import Found, Reading
from whosent.notice.view import View

_TYPE = "message/feedback-report"
_FIELD = re.compile(r"^([A-Za-z-]{4,40})[ \t]*:[ \t]*+(.*(?:\n[ \t]+\S.*){0,20})", re.MULTILINE)
_IP = re.compile(r"[0-9A-Fa-f:.]{3,45}")

_REFUSED = frozenset({"reject", "policy"})
"""Delivery-Result (RFC 6591 section 3.2.2) of messages that did not reach the recipient."""

Fields = dict[str, list[str]]
"""Lower-case field name to its values, in order: most fields of a report may occur more than once."""


def read(view: View) -> Reading | None:
    """The reading of a feedback report, None where there is none."""
    fields = report_fields(view)
    if "feedback-type" not in fields and "abuse-type" not in fields:
        return None
    mta = _first(fields, "reporting-mta")
    return Reading(
        kind="complaint",
        dialect="rfc5965",
        recipients=recipients(fields, view.returned),
        reporting_mta=mta.rpartition(";")[2].strip() or None if mta else None,
        envelope_from=first_address(_first(fields, "original-mail-from")),
        source_ip=address_in(_first(fields, "source-ip")),
    )


def report_fields(view: View) -> Fields:
    """The fields of the feedback report, {} where there is none."""
    fields = fields_of_parts(view.parts)
    if fields or "feedback-type:" not in view.lower:
        return fields
    fields = _read_fields(view.text)
    # RFC 5965 section 3.1 requires User-Agent and Version as well: prose that quotes one line has neither
    return fields if "feedback-type" in fields and {"user-agent", "version", "source-ip"} & fields.keys() else {}


def fields_of_parts(parts: Iterable[Part]) -> Fields:
    """The same of those `parts` that say what they are."""
    reports = [part.text() for part in parts if part.content_type == _TYPE]
    return _read_fields("\n".join(reports)) if reports else {}


def _read_fields(text: str) -> Fields:
    fields: Fields = {}
    for found in _FIELD.finditer(text):
        fields.setdefault(found[1].lower(), []).append(squeeze(found[2]))
    return fields


def _first(fields: Fields, name: str) -> str | None:
    values = fields.get(name)
    return values[0] if values else None


def recipients(fields: Fields, returned: Part | None) -> list[Found]:
    """Who received the reported message: as the report says, else as the returned message does where it names one."""
    refused = bool(_REFUSED & {value.lower() for value in fields.get("delivery-result", ())})
    action: Action = "failed" if refused else "delivered"
    reason: Reason | None = "auth-failed" if refused else None
    named: dict[str, str] = {}
    for name in ("original-rcpt-to", "removal-recipient"):
        for value in fields.get(name, ()):
            if address := first_address(value):
                named.setdefault(address.lower(), address)
        if named:
            break
    listed = list(named.values()) or recipient_of(returned)
    return [Found(address, action=action, reason=reason) for address in listed]


def recipient_of(returned: Part | None) -> list[str]:
    """The one recipient that the returned message names, [] where it names none or several."""
    if returned is None:
        return []
    for name in (b"x-hmxmroriginalrecipient", b"x-apparently-to", b"delivered-to", b"to"):
        addresses = all_addresses(returned.head.get(name) or "", 2)
        if len(addresses) == 1:
            return addresses
    return []


def address_in(text: str | None) -> str | None:
    """The IP address that stands first in `text`, None where it is a placeholder."""
    found = (normalise_ip(match[0]) for match in _IP.finditer(text or "", 0, 200))
    return next(filter(None, found), None)
