"""A tag has 24 bits: who may try without end finds one. False tags are counted by client, and after a few the client
has to wait, with good tags too, so that it learns nothing."""

from __future__ import annotations

from collections import OrderedDict

from whosent.mail.ip import place_of

MOST = 20
"""False tags that a client may bring in an hour: old mail, broken software and people who type."""
SPAN = 3_600.0
"""Seconds."""
CLIENTS = 10_000
"""Clients that are remembered; then the oldest are forgotten."""


class Guesses:
    """By IPv4 address, or the /64 of IPv6 that one house is given."""

    def __init__(self) -> None:
        self._by_place: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._by_place)

    def wrong(self, client: str, now: float) -> None:
        """The client (an IP address) brought a false tag."""
        place = place_of(client)
        begun, count = self._by_place.get(place, (now, 0))
        if now - begun >= SPAN:
            del self._by_place[place]
            begun, count = now, 0
        while place not in self._by_place and len(self._by_place) >= CLIENTS:
            self._by_place.popitem(last=False)
        self._by_place[place] = (begun, count + 1)

    def is_blocked(self, client: str, now: float) -> bool:
        """It has guessed too often this hour."""
        if not self._by_place:
            return False
        begun, count = self._by_place.get(place_of(client), (now, 0))
        return count > MOST and now - begun < SPAN
