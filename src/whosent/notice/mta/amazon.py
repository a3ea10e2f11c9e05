"""Amazon SES and WorkMail (RFC 3464, WorkMail in the text), and SES's notifications by SNS e-mail, which are JSON."""

from __future__ import annotations

from typing import Any

from whosent.model.notice import Action, Kind, Reason
from whosent.notice.prose import ALONE, Form, prose
from whosent.notice.reading import Dialect, Found, Reading
from whosent.notice.status import first_status
from whosent.notice.view import View

_KINDS: dict[str, tuple[Kind, str, str, Action]] = {
    # notificationType or eventType: kind, object, its list of recipients, action
    "bounce": ("bounce", "bounce", "bouncedRecipients", "failed"),
    "deliverydelay": ("delay", "deliveryDelay", "delayedRecipients", "delayed"),
    "delivery": ("delivered", "delivery", "recipients", "delivered"),
    "complaint": ("complaint", "complaint", "complainedRecipients", "failed"),
}
_SUBTYPES: dict[str, Reason] = {
    # docs.aws.amazon.com/ses/latest/dg/notification-contents.html, bounceSubType
    "noemail": "user-unknown", "mailboxfull": "mailbox-full", "messagetoolarge": "too-large",
    "contentrejected": "content-rejected", "attachmentrejected": "content-rejected", "suppressed": "policy",
    "onaccountsuppressionlist": "policy",
}  # fmt: skip


def _read_sns(view: View) -> Reading | None:
    """A notification by SNS: a JSON object in the text, which gateways may have folded."""
    start = view.text.find('{"')
    if start < 0 or ('notificationtype"' not in view.lower and 'eventtype"' not in view.lower):
        return None
    import json

    try:
        notification, _ = json.JSONDecoder(strict=False).raw_decode(view.text, start)
    except (ValueError, RecursionError):
        return None
    name = notification.get("notificationType") or notification.get("eventType")
    if not isinstance(name, str) or name.lower() not in _KINDS:
        return None
    return _reading(notification, *_KINDS[name.lower()])


def _reading(notification: dict[str, Any], kind: Kind, key: str, list_key: str, action: Action) -> Reading:
    detail = notification.get(key)
    detail = detail if isinstance(detail, dict) else {}
    entries = detail.get(list_key)
    mail = notification.get("mail")
    source = mail.get("source") if isinstance(mail, dict) else None
    host = detail.get("reportingMTA")
    reason = _SUBTYPES.get(str(detail.get("bounceSubType", "")).lower())
    recipients = [_found(entry, action, reason, detail) for entry in entries] if isinstance(entries, list) else []
    return Reading(
        kind=kind,
        recipients=[found for found in recipients if found is not None],
        reporting_mta=host.removeprefix("dsn;").strip() if isinstance(host, str) else None,
        envelope_from=source if isinstance(source, str) else None,
    )


def _found(entry: Any, action: Action, reason: Reason | None, detail: dict[str, Any]) -> Found | None:
    fields = entry if isinstance(entry, dict) else {"emailAddress": entry}
    address = fields.get("emailAddress")
    if not isinstance(address, str) or not address:
        return None
    diagnostic = fields.get("diagnosticCode") or detail.get("smtpResponse") or ""
    status = fields.get("status")
    return Found(
        address=address,
        diagnostic=str(diagnostic).removeprefix("smtp;").strip(),
        action=action,
        status=first_status(status) if isinstance(status, str) else None,
        reason=reason if action == "failed" else None,
    )


SNS = Dialect(
    name="amazonsns",
    source="Amazon SES by SNS e-mail: docs.aws.amazon.com/ses/latest/dg/notification-contents.html",
    marks=('"notificationtype"', '"eventtype"'),
    read=_read_sns,
)
AMAZON = prose(
    "amazonses",
    "Amazon SES and WorkMail: MAILER-DAEMON@*.amazonses.com, inbound-smtp.*.amazonaws.com",
    (),
    Form(ALONE, after=("trying to deliver the mail to the following recipients:",), until=("technical report:",),
         because=("diagnostic-code: smtp;", "diagnostic-code:")),
    header=("from: mailer-daemon@amazonses.com", "message-id: .amazonses.com>", "x-mailer: amazon workmail",
            "x-ses-outgoing:"),
)  # fmt: skip

DIALECTS: tuple[Dialect, ...] = (SNS, AMAZON)
