"""A tag has 24 bits: who may try without end finds one. False tags are counted by client, and after a few the client
has to wait, with good tags too, so that it learns nothing."""

from __future__ import annotations

from collections import OrderedDict

from whosent.mail.ip import normalise_ip, place_of, site_of

MOST = 20
"""False tags that a client may bring in an hour: old mail, broken software and people who type."""
MOST_OF_SITE = 200
"""The same for all clients of a /48 of IPv6, which has 65,536 of them."""
SPAN = 3_600.0
"""Seconds."""
CLIENTS = 10_000
"""Clients that are remembered; then the oldest are forgotten."""


class Guesses:
    """By IPv4 address, or the /64 of IPv6 that one house is given, and the /48 that it may have taken for itself."""

    def __init__(self) -> None:
        self._seen: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._seen)

    def wrong(self, client: str, now: float) -> None:
        """The client (an IP address) brought a false tag. While it is blocked it learns nothing, and is not counted:
        else it could have others forgotten, itself among them."""
        if self.is_blocked(client, now):
            return
        for account, _ in _accounts(client):
            begun, count = self._seen.get(account, (now, 0))
            if not _holds(begun, now):
                del self._seen[account]
                begun, count = now, 0
            while account not in self._seen and len(self._seen) >= CLIENTS:
                self._seen.popitem(last=False)
            self._seen[account] = (begun, count + 1)

    def is_blocked(self, client: str, now: float) -> bool:
        """It has guessed too often this hour."""
        return bool(self._seen) and any(self._is_full(account, most, now) for account, most in _accounts(client))

    def _is_full(self, account: str, most: int, now: float) -> bool:
        begun, count = self._seen.get(account, (now, 0))
        return count > most and _holds(begun, now)


def _holds(begun: float, now: float) -> bool:
    """An hour that begins later than now is over: the clock was set back."""
    return 0.0 <= now - begun < SPAN


def _accounts(client: str) -> tuple[tuple[str, int], ...]:
    """Under what it is counted, and how much that bears. (IPv4 in IPv6, RFC 4291 section 2.5.5.2, is IPv4: else all of
    it would be one house.)"""
    known = normalise_ip(client)
    if known is None or ":" not in known:
        return ((known or client, MOST),)
    return (place_of(known), MOST), (site_of(known), MOST_OF_SITE)
