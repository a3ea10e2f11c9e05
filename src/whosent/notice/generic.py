"""Bounces of mail systems that no dialect knows, in words that nobody has seen before.

Two independent signs are needed. That a machine sent it: an empty envelope sender, a system in From. That something was
not delivered: phrases in many languages, in the subject or the text. Without the machine both subject and text must say
so and a failed recipient must be named: parcels, newsletters and phishing "fail to be delivered" as well.

Recipients are looked for from the strongest place to the weakest; the first that gives any wins:
1. X-Failed-Recipients (Exim and Gmail set it; others copied it)
2. an address that begins a line, from the first failure phrase on
3. an address in a sentence that says it failed
4. an address behind a word for recipient ("To:", "Empfänger:", "宛先")
5. the one recipient of the returned message
Never the person that the notice was sent to, nor anybody in a line that tells whom to ask for help.
"""

from __future__ import annotations

from whosent.mail.address import all_addresses
from whosent.mail.part import Part
from whosent.model.notice import Kind
from whosent.notice.failwords import DELAYED, FAILED, LURES, SUBJECTS
from whosent.notice.letter import is_letter
from whosent.notice.nearby import recipients_nearby
from whosent.notice.quoted import end_of_words, find_header_block, message_at
from whosent.notice.reading import Found, Reading
from whosent.notice.rfc5965 import recipient_of
from whosent.notice.signs import null_sender, system_address, system_sender
from whosent.notice.view import View
from whosent.notice.words import any_in

_WINDOW = 8_000
"""Characters in which failure phrases are looked for."""

_NOTICE_FIELDS = (b"to", b"cc", b"delivered-to", b"x-original-to", b"envelope-to", b"x-rcpt-to", b"return-path",
                  b"from", b"reply-to", b"sender")  # fmt: skip
_RETURNED_FIELDS = (b"from", b"return-path", b"sender", b"reply-to")


def read(view: View) -> Reading | None:
    """The reading, None where the signs do not suffice."""
    stated = view.head.get(b"x-failed-recipients")
    subject = FAILED.any_in(view.subject_l) or any_in(SUBJECTS, view.subject_l)
    machine = null_sender(view) or system_sender(view)
    if not (stated or subject or machine) or is_letter(view):
        return None
    block = find_header_block(view)
    at = end_of_words(view, block)
    lower = view.lower[: min(at, _WINDOW)]
    worded = FAILED.any_in(lower)
    if not stated and not ((worded or subject) if machine else (worded and subject)):
        return None
    if any_in(LURES, lower) and not (stated or null_sender(view) or system_address(view) or not view.from_addr):
        return None
    quoted = message_at(view, block) if view.returned is None else None
    found = _recipients(view, at, view.returned or quoted, stated, machine)
    if not found and not (machine and subject and worded):
        return None
    kind: Kind = "delay" if any_in(DELAYED, lower) and "fail" not in view.subject_l else "bounce"
    return Reading(kind, "generic", found, returned=quoted)


def recipients(view: View) -> list[Found]:
    """The recipients that the words name, for a report of which nothing else is known."""
    at = end_of_words(view, find_header_block(view))
    return _recipients(view, at, view.returned, None, machine=True)


def _recipients(view: View, at: int, returned: Part | None, stated: str | None, machine: bool) -> list[Found]:
    text = view.text[:at]
    if stated:
        printed = {found.address.lower(): found for found in recipients_nearby(text, frozenset())}
        return [printed.get(address.lower(), Found(address)) for address in all_addresses(stated)]
    own = own_addresses(view, returned)
    return recipients_nearby(text, own) or (
        # somebody wrote to himself, or a forger used the recipient as sender: only a machine is believed to mean that
        [Found(address) for address in recipient_of(returned) if address.lower() not in own]
        or [found for found in recipients_nearby(text, frozenset()) if machine and found.diagnostic]
    )


def own_addresses(view: View, returned: Part | None) -> frozenset[str]:
    """Addresses (lower case) of the notice's own sender and recipient, and of the returned message's sender."""
    values = [value for name in _NOTICE_FIELDS for value in view.head.all(name)]
    if returned is not None:
        values += [value for name in _RETURNED_FIELDS for value in returned.head.all(name)]
    return frozenset(address.lower() for value in values for address in all_addresses(value, 20))
