"""One reading out of two: the machine-readable fields (RFC 3464) and the mail system's own wording."""

from __future__ import annotations

from whosent.notice.reading import Found, Reading
from whosent.notice.status import said_by


def merge(leading: Reading | None, other: Reading | None) -> Reading | None:
    """`leading` says who failed and how; `other` adds what that leaves out (diagnostic, host, a telling status), and
    the recipients where it names none."""
    if leading is None or other is None:
        return leading or other
    _complete(leading.recipients, other.recipients)
    named = [found for found in leading.recipients if found.address]
    if not named and other.recipients:
        leading.kind, named = other.kind, other.recipients
    leading.recipients = named
    leading.reporting_mta = leading.reporting_mta or other.reporting_mta
    leading.received_from = leading.received_from or other.received_from
    leading.queue_id = leading.queue_id or other.queue_id
    leading.envelope_from = leading.envelope_from or other.envelope_from
    leading.message_id = leading.message_id or other.message_id
    leading.returned = leading.returned or other.returned
    return leading


def _complete(recipients: list[Found], others: list[Found]) -> None:
    by_address = {found.original_address.lower(): found for found in others if found.original_address}
    by_address |= {found.address.lower(): found for found in others}
    for found in recipients:
        other = by_address.get(found.address.lower()) or by_address.get((found.original_address or "").lower())
        if other is None and len(recipients) == 1 and len(others) == 1:
            other = others[0]  # one failure, two names for it: expanded or rewritten on the way
        if other is not None:
            _fill(found, other)


def _fill(found: Found, other: Found) -> None:
    found.address = found.address or other.address
    if found.diagnostic.isdigit() or other.diagnostic.startswith(found.diagnostic):  # exit code; first line of a reply
        found.diagnostic = other.diagnostic or found.diagnostic
    found.remote_mta = found.remote_mta or other.remote_mta
    found.reason = found.reason or other.reason
    if said_by(other.status) > said_by(found.status):
        found.status = other.status
    found.status = found.status or other.status
    found.action = found.action or other.action
