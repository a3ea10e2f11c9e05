"""What a recipient of mail with an empty sender is worth: did we send what this is about?"""

from __future__ import annotations

from typing import Literal

from whosent.auth.keyring import Keyring
from whosent.guard.routed import MARKS, reached
from whosent.guard.settings import Settings
from whosent.guard.tagging import is_srs, takes_tag

Worth = Literal[
    "valid", "untagged", "expired", "false", "foreign",
    "not-ours", "exempt", "role", "srs", "untaggable",
]  # fmt: skip
"""valid ... foreign: as `batv.Tag`, or there is none. not-ours: of another domain. exempt: its mail is never tagged.
role: has to take whatever comes. srs: our forwarder's address, which it verifies itself. untaggable: its mail leaves
without a tag, for none fits. (The last two unless the settings say that there are no such senders of ours.)"""

BAD: tuple[Worth, ...] = ("untagged", "expired", "false", "foreign")
"""Not about mail of ours; in the order in which they are told."""
_ROLES = frozenset({"postmaster", "abuse", "mailer-daemon"})
"""RFC 5321 section 4.5.1, RFC 2142 section 2; and to the sender of our own bounces others write as to a person."""


def judge(recipient: str, settings: Settings, ring: Keyring, today: int) -> Worth:
    """The worth of a recipient. Its tag comes before the exemptions: those are for addresses without."""
    recipient = reached(recipient, settings)
    local = recipient.rpartition("@")[0]
    if not settings.owns(recipient):
        return _of_no_domain(recipient) if recipient and not MARKS & set(recipient) else "not-ours"
    tag = ring.verify(recipient, today)
    if tag is not None:
        # Where it was signed it may be tomorrow already: around midnight seconds are enough, and bounces can be quick.
        return "valid" if tag == "expired" and ring.verify(recipient, today + 1) == "valid" else tag
    if settings.never_tagged(recipient):
        return "exempt"
    if local.lower() in _ROLES:
        return "role"
    form: Worth = "srs" if is_srs(recipient) else "untagged" if takes_tag(recipient) else "untaggable"
    return form if form in settings.forms else "untagged"


def bears_tag(recipient: str, settings: Settings) -> bool:
    """Does it look as if it had one in the form of ours? Who writes to such an address may be trying tags."""
    return reached(recipient, settings)[:5].lower() == "prvs="


def _of_no_domain(local: str) -> Worth:
    """No sender leaves so, and nobody's bounce comes so; only for postmaster RFC 5321 section 4.5.1 has it."""
    if local.lower() in _ROLES:
        return "role"
    return "false" if local[:5].lower() == "prvs=" else "untagged"
