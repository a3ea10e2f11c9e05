"""Port25 (SparkPost, Bird) PowerMTA: RFC 3464, with its own class of the failure in X-PowerMTA-BounceCategory."""

from __future__ import annotations

from whosent.model.notice import Reason
from whosent.notice.prose import Form, line, read_form
from whosent.notice.reading import Dialect, Found, Reading
from whosent.notice.view import View

_CATEGORIES: dict[str, Reason] = {
    # PowerMTA User's Guide, <bounce-category-patterns>
    "bad-mailbox": "user-unknown", "bad-domain": "domain-unknown", "inactive-mailbox": "user-disabled",
    "quota-issues": "mailbox-full", "spam-related": "spam", "virus-related": "virus", "policy-related": "policy",
    "content-related": "content-rejected", "message-expired": "expired", "no-answer-from-host": "connection",
    "bad-connection": "connection", "routing-errors": "connection", "protocol-errors": "protocol",
    "relaying-issues": "relay-denied",
}  # fmt: skip
_FORM = Form(line(r"[ \t]{0,8}<", r">[ \t]+(?=delivery |message )"))


def _read(view: View) -> Reading | None:
    """What the class says about each recipient; the text where the machine-readable part is missing."""
    if not view.groups:
        return read_form(view, _FORM)
    by_address = {}
    for group in view.groups:
        reason = _CATEGORIES.get(group.get("x-powermta-bouncecategory", "").lower())
        address = group.get("final-recipient", "").partition(";")[2].strip()
        if reason is not None and address:
            by_address[address] = Found(address, reason=reason)
    return Reading(recipients=list(by_address.values()))


DIALECT = Dialect(
    name="powermta",
    source="PowerMTA 3-5: 'Hello, this is the mail server on ...', subject 'Delivery report'",
    marks=("hello, this is the mail server on",),
    read=_read,
)
