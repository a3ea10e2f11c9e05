"""The transactions of mail with an empty sender, as far as they have come: recipient by recipient, then DATA.

Who verifies senders by calling back says MAIL FROM:<>, RCPT TO:<our user> and QUIT, and has to hear a yes: so the first
bad recipient is let through and the message refused at DATA. A second recipient is no such question.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable

from whosent.guard.judging import BAD, Worth

MOST = 10_000
"""Transactions remembered. One that is forgotten is let through."""
LIFETIME = 3_600.0
"""Seconds: a client has five minutes for each command (RFC 5321 section 4.5.3.2)."""


class Transactions:
    """By the name that the mail server gave them (`instance`, Postfix's SMTPD_POLICY_README)."""

    def __init__(self) -> None:
        self._seen: OrderedDict[str, tuple[float, list[Worth]]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._seen)

    def recipient(self, instance: str, worth: Worth, now: float) -> bool:
        """One more recipient: True if it is to be refused at once."""
        self._forget(now)
        _, worths = self._seen.setdefault(instance, (now, []))
        if worth in BAD and worths:
            return True
        if not worths or (worth not in BAD and all(one in BAD for one in worths)):
            worths.append(worth)  # the first, and the first good one: so much decides
        return False

    def data(self, instance: str) -> tuple[Worth, ...]:
        """The recipients that were let through, of which those count that decide; () where nothing is known of it.
        It is forgotten."""
        return tuple(self._seen.pop(instance, (0.0, []))[1])

    def _forget(self, now: float) -> None:
        while self._seen:
            begun, _ = self._seen[next(iter(self._seen))]
            if len(self._seen) < MOST and now - begun < LIFETIME:
                return
            self._seen.popitem(last=False)


def refused(worths: Iterable[Worth]) -> Worth | None:
    """What such a message is refused for: the worth of its first recipient, where all are bad; None where one is good,
    or there is none."""
    all_of = tuple(worths)
    return all_of[0] if all_of and BAD.issuperset(all_of) else None
