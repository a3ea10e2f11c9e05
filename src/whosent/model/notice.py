"""An inbound notice: what a mail system reports about a message (RFC 3464, 5965, 3834, 8098 and older forms)."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Kind = Literal[
    "bounce", "delay", "delivered", "complaint", "auto-reply", "challenge",
    "read-receipt", "dmarc-report", "tls-report", "message",
]  # fmt: skip

Action = Literal["failed", "delayed", "delivered", "relayed", "expanded"]
"""RFC 3464 section 2.3.3."""

Reason = Literal[
    "user-unknown", "user-disabled", "mailbox-full", "domain-unknown", "no-mx", "moved", "not-local",
    "content-rejected", "spam", "virus", "policy", "auth-failed", "reputation", "rate-limited", "too-large",
    "relay-denied", "not-accepting", "expired", "connection", "tls", "protocol", "system", "loop", "other",
]  # fmt: skip
"""Why the remote side refused."""

Body = Literal["full", "truncated", "none"]
"""How much of the returned message's body came back."""


class Recipient(Struct, frozen=True, gc=False):
    """One recipient of a notice. `address` is the final recipient (addr-spec, case kept).

    `original_address` only where it differs; `status` is an RFC 3463 code; `reason` is None unless failed or
    delayed; `permanent` is False if delayed, None if delivered; `remote_mta` is the host that refused.
    """

    address: str
    action: Action = "failed"
    original_address: str | None = None
    status: str | None = None
    reason: Reason | None = None
    permanent: bool | None = None
    diagnostic: str | None = None
    remote_mta: str | None = None


class Original(Struct, frozen=True, gc=False):
    """The returned message in words. Headers decoded; `envelope_from` from Return-Path or the report; `date` as
    RFC 3339, None where it cannot be read."""

    message_id: str | None = None
    from_addr: str | None = None
    envelope_from: str | None = None
    subject: str | None = None
    date: str | None = None
    body: Body = "none"


class Oddity(Struct, frozen=True, gc=False):
    """A sign that no mail system wrote a notice: the `name` of the check in `notice.genuine`, and what it saw."""

    name: str
    seen: str


class Notice(Struct, frozen=True, gc=False):
    """What one message reports.

    dialect        name of the recogniser ("rfc3464" where no dialect claimed it)
    reporting_mta  name of the system that speaks (Reporting-MTA, or what the dialect prints)
    received_from  Received-From-MTA: the client that handed the message to the reporter, as reported:
                   name part and, in brackets, address (Courier prints both)
    queue_id       the reporter's id of the returned message, where printed (X-Postfix-Queue-ID, ...)
    source_ip      ARF Source-IP: who handed the message over, as the complaining system reports
    """

    kind: Kind
    dialect: str = ""
    recipients: tuple[Recipient, ...] = ()
    reporting_mta: str | None = None
    received_from: str | None = None
    queue_id: str | None = None
    original: Original = Original()
    source_ip: str | None = None
    oddities: tuple[Oddity, ...] = ()
    inline: bool = False
    """A person forwarded the notice as text, or pasted it into a letter (`kind` is "message" then): its trace is lost,
    he should forward it as an attachment."""
