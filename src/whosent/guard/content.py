"""Mail with an empty sender that is no bounce, by its header fields: somebody's program answers a letter that he really
got, and whether its sender was tagged says nothing about it.

Receipts (RFC 8098), automatic replies (RFC 3834 section 3.3 lets them have an empty sender), and what lists of Exchange
distribute so. Whatever reports a failure is a bounce, whatever else it bears.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from whosent.mail.address import first_address, local_part_of
from whosent.mail.pattern import pattern

# Autoresponders that know no Auto-Submitted: procmail recipes and Gmail, cPanel, Plesk.
_REPLY = ("x-autoreply", "x-autorespond", "x-mail-autoreply", "x-autoresponder", "x-auto-reply")
_LIST = ("list-id", "list-post")
FIELDS = frozenset({"auto-submitted", "content-type", "from", "precedence", "x-failed-recipients", *_REPLY, *_LIST})
"""Names (lower case) of the fields that are looked at."""
LONGEST = 2_000
"""Characters of a value that are looked at."""

_RECEIPT = pattern(r"report-type\s{0,5}=\s{0,5}\"?disposition-notification", re.IGNORECASE)
_FAILURE = pattern(r"report-type\s{0,5}=\s{0,5}\"?(?:global-)?delivery-status", re.IGNORECASE)
# Who writes bounces: RFC 5321 and 3464 (postmaster), everybody's MAILER-DAEMON, Exchange's own name.
_SYSTEM = pattern(r"(?:mailer[-_.]?daemon|postmaster|microsoftexchange[0-9a-f]{32})", re.IGNORECASE)


def is_no_bounce(fields: Mapping[str, str]) -> bool:
    """By the first of each of the `FIELDS`, with names in lower case."""
    kind = fields.get("content-type", "")[:LONGEST]
    if "x-failed-recipients" in fields or _FAILURE.search(kind):
        return False
    if _RECEIPT.search(kind):
        return True
    author = first_address(fields.get("from", "")[:LONGEST])
    if author is None or _SYSTEM.fullmatch(local_part_of(author)):
        return False
    automatic = fields.get("auto-submitted", "no").strip().lower()
    return (
        automatic.startswith("auto-")
        or any(name in fields for name in (*_REPLY, *_LIST))
        or fields.get("precedence", "").strip().lower() in ("auto_reply", "auto-reply")
    )
