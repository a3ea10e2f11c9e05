"""The transactions of mail with an empty sender, as far as they have come: recipient by recipient, then DATA.

Who verifies senders by calling back says MAIL FROM:<>, RCPT TO:<our user> and QUIT, and has to hear a yes: so the first
bad recipient is let through and the message refused at DATA. A second recipient is no such question.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable

from msgspec import Struct

from whosent.guard.judging import BAD, Worth

MOST = 10_000
"""Transactions remembered. One that is forgotten is let through."""
LIFETIME = 3_600.0
"""Seconds: a client has five minutes for each command (RFC 5321 section 4.5.3.2)."""


class _Transaction(Struct):
    """`worths`: those that decide. `last`: the recipient that was let through last."""

    begun: float
    worths: list[Worth] = []
    last: str | None = None


class Transactions:
    """By the name that the mail server gave them (`instance`, Postfix's SMTPD_POLICY_README)."""

    def __init__(self) -> None:
        self._seen: OrderedDict[str, _Transaction] = OrderedDict()

    def __len__(self) -> int:
        return len(self._seen)

    def repeats(self, instance: str, recipient: str) -> bool:
        """Is it the recipient that was let through last? Postfix asks once more where the empty sender is a reason to
        ask, and the recipient's tag is one, too."""
        known = self._seen.get(instance)
        return known is not None and known.last == recipient

    def recipient(self, instance: str, worth: Worth, now: float, recipient: str = "") -> bool:
        """One more recipient: True if it is to be refused at once."""
        self._forget(now)
        known = self._seen.setdefault(instance, _Transaction(now))
        if worth in BAD and known.worths:
            return True
        known.last = recipient
        if not known.worths or (worth not in BAD and all(one in BAD for one in known.worths)):
            known.worths.append(worth)  # the first, and the first good one: so much decides
        return False

    def data(self, instance: str) -> tuple[Worth, ...]:
        """The recipients that were let through, of which those count that decide; () where nothing is known of it.
        It is forgotten."""
        known = self._seen.pop(instance, None)
        return tuple(known.worths) if known is not None else ()

    def _forget(self, now: float) -> None:
        while self._seen:
            oldest = self._seen[next(iter(self._seen))]
            if len(self._seen) < MOST and now - oldest.begun < LIFETIME:
                return
            self._seen.popitem(last=False)


def refused(worths: Iterable[Worth]) -> Worth | None:
    """What such a message is refused for: the worth of its first recipient, where all are bad; None where one is good,
    or there is none."""
    all_of = tuple(worths)
    return all_of[0] if all_of and all(one in BAD for one in all_of) else None
