"""The machine-readable part of a report, which Outlook keeps as properties (RFC 3464, 8098; [MS-OXCMAIL] 2.1.3.6)."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from whosent.mail.msg import properties as p
from whosent.mail.msg.headers import field_block, smtp_address
from whosent.mail.msg.mime import raw_part
from whosent.mail.msg.properties import Properties

# Message class of a report -> Action field ([MS-OXCMAIL] 2.2.3.7.1.1)
_ACTIONS = (
    (".delayed.dr", "delayed"),
    (".expanded.dr", "expanded"),
    (".relayed.dr", "relayed"),
    (".dr", "delivered"),
    (".ndr", "failed"),
)
# ... -> Disposition field ([MS-OXCMAIL] 2.1.3.6.2)
_DISPOSITIONS = ((".ipnrn", "displayed"), (".ipnnrn", "deleted"))

# PidTagSupplementaryInfo: `<remote-mta #status diagnostic-code>` ([MS-OXCMAIL] 2.2.3.7.1.2)
_SUPPLEMENT = re.compile(r"(?:([^#<>]{1,255}?) )?#(\d\.\d{1,3}\.\d{1,3})(?:[ #]{1,3}(.{1,2000}))?", re.DOTALL)
_DIAGNOSTIC_TYPE = re.compile(r"([a-z0-9-]{1,20})\s*;\s*+(.*)", re.IGNORECASE)

# PidTagNonDeliveryReportDiagCode (X.411 diagnostic codes, mapidefs.h) -> RFC 3463. For the codes that Exchange
# makes of a status, the status it made them of ([MS-OXCMAIL] 2.2.3.7.1.3).
_STATUS_OF_DIAGNOSTIC = {
    0: "5.1.1", 1: "5.1.4", 2: "5.4.5", 3: "5.4.6", 4: "5.2.1", 5: "5.4.7", 7: "5.2.3", 13: "5.2.3", 16: "5.5.3",
    26: "5.7.1", 27: "5.4.6", 28: "5.7.2", 29: "5.7.1", 30: "5.2.4", 32: "5.1.3", 33: "5.1.2", 34: "5.1.3",
    35: "5.1.1", 38: "5.2.1", 40: "5.1.6", 42: "5.1.6", 46: "5.7.0", 48: "5.1.2",
}  # fmt: skip
_SAYS_SOMETHING = (p.SUPPLEMENTARY_INFO, p.REMOTE_MTA)
_COUNTS_SOMETHING = (p.NDR_STATUS_CODE, p.NDR_DIAG_CODE, p.NDR_REASON_CODE)


def status_part(report: Properties, recipients: Sequence[Properties], addressee: Collection[str]) -> bytes | None:
    """The message/delivery-status or message/disposition-notification part of a report, None if it is none.

    `addressee`: addresses of who got the report; some writers list him among the recipients it reports on.
    """
    message_class = (report.line(p.MESSAGE_CLASS) or "").lower()
    if not message_class.startswith("report."):
        return None
    for suffix, action in _ACTIONS:
        if message_class.endswith(suffix):
            return _delivery_status(report, recipients, action, addressee)
    for suffix, disposition in _DISPOSITIONS:
        if message_class.endswith(suffix):
            return _disposition(report, recipients, disposition)
    return None


def _delivery_status(
    report: Properties, recipients: Sequence[Properties], action: str, addressee: Collection[str]
) -> bytes | None:
    reported = [r for r in recipients if _is_reported(r)]
    if not reported:
        reported = [r for r in recipients if (smtp_address(r) or "").lower() not in addressee]
    blocks = [block for r in reported if (block := _recipient(r, action))]
    if not blocks:
        return None
    reporter = report.line(p.REPORTING_MTA)
    head = field_block([("Reporting-MTA", _typed(reporter, "dns")), ("X-Reconstructed-From", "Outlook properties")])
    return raw_part("message/delivery-status", b"\r\n".join([head, *blocks]))


def _is_reported(recipient: Properties) -> bool:
    return any(recipient.line(tag) for tag in _SAYS_SOMETHING) or any(
        recipient.number(tag) is not None for tag in _COUNTS_SOMETHING
    )


def _recipient(recipient: Properties, action: str) -> bytes:
    address = smtp_address(recipient)
    if address is None and (recipient.line(p.ADDRESS_TYPE) or "").upper() == "SMTP":
        address = recipient.line(p.EMAIL_ADDRESS)  # no addr-spec (`system-filter`), but what the reporter wrote
    if address is None:
        return b""
    remote, status, diagnostic = _supplement(recipient.line(p.SUPPLEMENTARY_INFO))
    remote = recipient.line(p.REMOTE_MTA) or remote
    return field_block([
        ("Final-Recipient", f"rfc822; {address}"),
        ("Action", action),
        ("Status", status or _status(recipient, action)),
        ("Remote-MTA", _typed(remote, "dns")),
        ("Diagnostic-Code", _typed(diagnostic, "smtp")),
    ])  # fmt: skip


def _supplement(info: str | None) -> tuple[str | None, str | None, str | None]:
    """Remote MTA, status and diagnostic code out of the supplementary info."""
    if not info:
        return None, None, None
    inner = info.removeprefix("<").removesuffix(">").strip() if info.startswith("<") else info
    found = _SUPPLEMENT.fullmatch(inner)
    return (found[1], found[2], found[3]) if found else (None, None, inner)


def _status(recipient: Properties, action: str) -> str:
    """RFC 3463 status. The property holds 511 for 5.1.1, with 0 in place of parts above 9."""
    code = recipient.number(p.NDR_STATUS_CODE)
    if code and 200 <= code <= 599:
        return f"{code // 100}.{code // 10 % 10}.{code % 10}"
    if action != "failed":
        return "4.0.0" if action == "delayed" else "2.0.0"
    diagnostic = recipient.number(p.NDR_DIAG_CODE)
    return _STATUS_OF_DIAGNOSTIC.get(-1 if diagnostic is None else diagnostic, "5.0.0")


def _typed(value: str | None, default: str) -> str | None:
    """`type; value`, as the fields of RFC 3464 have it; Outlook stores it with and without the type."""
    if not value:
        return None
    found = _DIAGNOSTIC_TYPE.fullmatch(value)
    return f"{found[1]}; {found[2]}" if found else f"{default}; {value}"


def _disposition(report: Properties, recipients: Sequence[Properties], disposition: str) -> bytes:
    reader = next(filter(None, map(smtp_address, recipients)), None)
    mode = (report.line(p.REPORT_DISPOSITION) or disposition).lower()
    fields = field_block([
        ("Final-Recipient", f"rfc822; {reader}" if reader else None),
        ("Original-Message-ID", report.line(p.ORIGINAL_MESSAGE_ID)),
        ("Disposition", f"automatic-action/MDN-sent-automatically; {mode}"),
    ])  # fmt: skip
    return raw_part("message/disposition-notification", fields)
