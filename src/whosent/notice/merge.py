"""One reading out of two: the delivery-status part (RFC 3464) and the mail system's own wording."""

from __future__ import annotations

from whosent.notice.reading import Found, Reading

_GENERIC = frozenset({None, "5.0.0", "4.0.0", "5.0", "4.0"})
"""Status codes that say no more than failed or delayed."""


def merge(dsn: Reading | None, worded: Reading | None) -> Reading | None:
    """The DSN says who and how; the wording adds what the DSN leaves out (diagnostic, host, a real status), and the
    recipients where the DSN names none."""
    if dsn is None or worded is None:
        return dsn or worded
    dsn.dialect = worded.dialect or dsn.dialect
    if not dsn.recipients:
        dsn.kind, dsn.recipients = worded.kind, worded.recipients
    else:
        _complete(dsn.recipients, worded.recipients)
    dsn.reporting_mta = dsn.reporting_mta or worded.reporting_mta
    dsn.received_from = dsn.received_from or worded.received_from
    dsn.queue_id = dsn.queue_id or worded.queue_id
    dsn.envelope_from = dsn.envelope_from or worded.envelope_from
    dsn.returned = dsn.returned or worded.returned
    return dsn


def _complete(recipients: list[Found], worded: list[Found]) -> None:
    by_address = {found.address.lower(): found for found in worded}
    for found in recipients:
        other = by_address.get(found.address.lower()) or by_address.get((found.original_address or "").lower())
        if other is None and len(recipients) == 1 and len(worded) == 1:
            other = worded[0]  # one failure, two names for it: expanded or rewritten on the way
        if other is None:
            continue
        found.diagnostic = found.diagnostic or other.diagnostic
        found.remote_mta = found.remote_mta or other.remote_mta
        found.reason = found.reason or other.reason
        if other.status not in _GENERIC and found.status in _GENERIC:
            found.status = other.status
