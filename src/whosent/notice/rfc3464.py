"""Delivery status notifications (RFC 3464; internationalised: RFC 6533), as real systems write them: without blank
lines between groups, with the fields of a recipient torn apart by blank lines, with words no RFC knows."""

from __future__ import annotations

import re

from whosent.mail.address import domain_of
from whosent.mail.head import squeeze
from whosent.model.notice import Action, Kind
from whosent.notice.fields import Groups, address_of, host_of, read_groups, untyped
from whosent.notice.reading import Found, Reading
from whosent.notice.status import first_status
from whosent.notice.view import View

_RECIPIENT = ("final-recipient", "original-recipient", "x-actual-recipient")
_DETAIL = ("action", "status", "diagnostic-code", "remote-mta")
_ACTIONS: dict[str, Action] = {
    "failed": "failed", "failure": "failed", "fail": "failed", "error": "failed", "expired": "failed",
    "bounced": "failed", "rejected": "failed", "undeliverable": "failed", "dropped": "failed",
    "delayed": "delayed", "delay": "delayed", "deferred": "delayed", "warning": "delayed",
    "delivered": "delivered", "deliverable": "delivered", "success": "delivered",
    "relayed": "relayed", "expanded": "expanded",
}  # fmt: skip
"""RFC 3464 section 2.3.3 and what is written in its place."""

_KINDS: tuple[tuple[Action, Kind], ...] = (
    ("failed", "bounce"), ("delayed", "delay"), ("delivered", "delivered"), ("relayed", "delivered"),
    ("expanded", "delivered"),
)  # fmt: skip
"""A notice about several recipients is called by its worst news."""

_COMMENT = re.compile(r"\(([^()]{3,500})\)")
_TEXT_MARKS = ("final-recipient:", "original-recipient:")


def read(view: View) -> Reading | None:
    """The reading of the delivery-status part, None where there is none."""
    return _read(view.groups) if view.groups else None


def read_text(view: View) -> Reading | None:
    """The same fields where they stand in the human-readable text: gateways turn the part into text/plain."""
    at = min((at for at in map(view.lower.find, _TEXT_MARKS) if at >= 0), default=-1)
    if at < 0:
        return None
    first = view.lower.rfind("reporting-mta:", 0, at)
    reading = _read(read_groups(view.text[first if first >= 0 else at :]))
    return reading if any(found.action for found in reading.recipients) else None


def _read(groups: Groups) -> Reading:
    recipients: dict[str, Found] = {}
    for group in _per_recipient(groups):
        found = _recipient(group)
        if found is not None:
            recipients.setdefault(found.address.lower() or str(len(recipients)), found)
    found_all = list(recipients.values())
    return Reading(
        kind=_kind(found_all),
        dialect="rfc3464",
        recipients=found_all,
        reporting_mta=host_of(_first(groups, "reporting-mta")),
        received_from=untyped(_first(groups, "received-from-mta")) or None,
        queue_id=_renamed(groups, "-queue-id", "-queueid"),
        envelope_from=address_of(_renamed(groups, "-sender")),
        message_id=_first(groups, "x-original-message-id") or None,
    )


def _per_recipient(groups: Groups) -> Groups:
    """The groups that name a recipient, with what a stray blank line cut off given back to them."""
    named: Groups = []
    for group in groups:
        if not group.keys().isdisjoint(_RECIPIENT):
            named.append(dict(group))
        elif named and "action" not in named[-1] and not group.keys().isdisjoint(_DETAIL):
            named[-1] = {**group, **named[-1]}
    return named


def _recipient(group: dict[str, str]) -> Found | None:
    """One recipient; `address` is "" where what is printed is none (a file, a pipe), and only the text may name it."""
    final = address_of(group.get("final-recipient"))
    original = address_of(group.get("original-recipient"))
    if final is None or _internal(final, group):
        final = _outer(address_of(group.get("x-actual-recipient"))) or original or final
    if final is None and group.keys().isdisjoint(_DETAIL):
        return None
    status = first_status(group.get("status", ""))
    action = _action(group, status)
    return Found(
        address=final or "",
        action=action,
        original_address=original if original and original.lower() != (final or "").lower() else None,
        status=status,
        diagnostic=untyped(group.get("diagnostic-code", "")) or _comment(group.get("status", "")),
        remote_mta=host_of(group.get("remote-mta")),
        reason="expired" if group.get("action", "").lower().startswith("expired") else None,
    )


def _comment(status: str) -> str:
    """What stands in brackets behind the code: `4.2.2 (Over quota)`."""
    found = _COMMENT.search(status)
    return found[1].strip() if found else ""


def _internal(final: str, group: dict[str, str]) -> bool:
    """A name that only the reporter's inside knows: no domain, a channel of Sun's server (`user@ims-ms-daemon`),
    or an address that is no Internet address (X400, LOCAL, EX)."""
    kind = group.get("final-recipient", "").split(";", 1)[0].strip().lower()
    return "." not in (domain_of(final) or "") or kind in ("x400", "local", "ex", "system", "unknown")


def _outer(address: str | None) -> str | None:
    return address if address and "@" in address else None


def _action(group: dict[str, str], status: str | None) -> Action | None:
    words = squeeze(group.get("action", "")).lower().replace(";", " ").split()
    if words and words[0] in _ACTIONS:
        return _ACTIONS[words[0]]
    if status is None:
        return "failed" if words else None
    return "delivered" if status[0] == "2" else "delayed" if "will-retry-until" in group else "failed"


def _kind(recipients: list[Found]) -> Kind:
    actions = {found.action for found in recipients}
    return next((kind for action, kind in _KINDS if action in actions), "bounce")


def _first(groups: Groups, name: str) -> str:
    for group in groups:
        if value := group.get(name):
            return value
    return ""


def _renamed(groups: Groups, *endings: str) -> str | None:
    """X-Postfix-Queue-ID, X-Postfix-Sender: Postfix (bounce_notify_util.c) puts its `mail_name` in the middle, so
    that renamed builds print X-Yandex-..., X-SendGrid-..., X-Outbound-Mail-Relay-..."""
    for group in groups:
        for name, value in group.items():
            if value and name.startswith("x-") and name.endswith(endings):
                return value
    return None
