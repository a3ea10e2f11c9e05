"""From a reading to a `Notice`: status, reason and permanence where the dialect left them open, and the returned
message in words."""

from __future__ import annotations

from msgspec.structs import replace

from whosent.mail.address import all_addresses
from whosent.mail.head import squeeze
from whosent.mail.part import Part
from whosent.model.notice import Action, Kind, Notice, Recipient
from whosent.notice.original import original
from whosent.notice.reading import Found, Reading
from whosent.notice.reason import infer_reason
from whosent.notice.status import better_status, first_status
from whosent.notice.view import View

_MAX_DIAGNOSTIC = 2_000
"""Characters; replies of several lines run to some hundreds."""
_MAX_ADDRESSEES = 2_000
"""Characters of To and Cc that are searched for a single addressee."""


def finish(reading: Reading, view: View) -> Notice:
    """Freeze `reading`."""
    returned = reading.returned or view.returned
    return Notice(
        kind=reading.kind,
        dialect=reading.dialect,
        recipients=_each_once(_named(reading, returned), reading.kind),
        reporting_mta=reading.reporting_mta,
        received_from=reading.received_from,
        queue_id=reading.queue_id,
        original=original(returned, reading, view),
        source_ip=reading.source_ip,
        inline=reading.inline,
    )


def _named(reading: Reading, returned: Part | None) -> list[Found]:
    """The recipients with an address. A failure that names nobody is that of the one person whom the returned message
    was addressed to."""
    if reading.kind in ("bounce", "delay") and returned is not None:
        missing = [found for found in reading.recipients if not found.address]
        if missing or not reading.recipients:
            to = all_addresses(" ".join(returned.head.all(b"to") + returned.head.all(b"cc"))[:_MAX_ADDRESSEES])
            if len(to) == 1:
                return [*(found for found in reading.recipients if found.address),
                        replace((missing or [Found("")])[0], address=to[0])]  # fmt: skip
    return [found for found in reading.recipients if found.address]


def _each_once(found: list[Found], kind: Kind) -> tuple[Recipient, ...]:
    """The recipients in order, each address once (compared without case)."""
    first: dict[str, Found] = {}
    for one in found:
        first.setdefault(one.address.lower(), one)
    return tuple([_recipient(one, kind) for one in first.values()])


def _recipient(found: Found, kind: Kind) -> Recipient:
    action: Action = found.action or (
        "delayed" if kind == "delay" else "delivered" if kind == "delivered" else "failed"
    )
    diagnostic = squeeze(found.diagnostic)[:_MAX_DIAGNOSTIC]
    status = better_status(found.status, first_status(diagnostic))
    bad = action in ("failed", "delayed")
    reason = (found.reason or infer_reason(status, diagnostic)) if bad else None
    return Recipient(
        address=found.address,
        action=action,
        original_address=found.original_address,
        status=status,
        reason=reason,
        permanent=action == "failed" if bad else None,  # whatever class the code has: the reporter has given up
        diagnostic=diagnostic or None,
        remote_mta=found.remote_mta,
    )
