"""Bounces whose words somebody pasted into a letter, without the header lines that `forward` goes by.

That is no notice: what it reports is told by a person, and who sent the message cannot be seen. But its reader can be
asked for the bounce itself. A machine's words are told from a person's by the wording of a known mail system, by the
code beside the address that failed, or by the name that mail systems give themselves.
"""

from __future__ import annotations

from collections.abc import Callable

from whosent.mail.pattern import pattern
from whosent.notice.failwords import FAILED
from whosent.notice.generic import own_addresses
from whosent.notice.nearby import recipients_nearby
from whosent.notice.reading import Reading
from whosent.notice.signs import system_name
from whosent.notice.status import first_status, reply_code
from whosent.notice.view import View

_REPLY = pattern(r"(?:^|[:>(] {0,2})[45][0-5]\d[ -](?=\w)")
_WINDOW = 8_000
"""Characters of the letter that are looked at."""


def has_pasted_notice(view: View, worded: Callable[[View], Reading | None]) -> bool:
    """Does the letter carry the words of a bounce? `worded` knows those of many mail systems."""
    lower = view.lower[:_WINDOW]
    if "@" not in lower or not FAILED.any_in(lower):
        return False
    reading = worded(view)
    if reading is not None and any(found.address for found in reading.recipients):
        return True
    named = system_name(lower)
    if not named and first_status(lower) is None and reply_code(lower) is None:
        return False
    said = [found.diagnostic for found in recipients_nearby(view.text[:_WINDOW], own_addresses(view, None))]
    return any(_coded(diagnostic) or (named and FAILED.any_in(diagnostic.lower())) for diagnostic in said)


def _coded(said: str) -> bool:
    """With a code that says "failed" or "delayed": RFC 3463, or the beginning of a reply (RFC 5321) in such words."""
    status = first_status(said)
    if status is not None:
        return not status.startswith("2")
    return _REPLY.search(said) is not None and FAILED.any_in(said.lower())
