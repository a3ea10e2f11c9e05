"""A wave: messages of one run that have the same cause and origin."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from whosent.model.verdict import Cause, Certainty

Aim = Literal["random", "targeted", "single", "unknown"]


class Forecast(Struct, frozen=True, gc=False):
    """When the wave is expected to end (RFC 3339), between `earliest` and `latest`; None: no promise is made.

    `why` is a text key: fading, too-few, still-growing, targeted, not-by-itself.
    """

    why: str
    earliest: str | None = None
    latest: str | None = None


class Incident(Struct, frozen=True):
    """`id` is given at first sight and never renamed; `sources` are the first messages' sources in input order
    (at most 500; `messages` counts all).

    `hourly` counts by hour of the returned message's hand-over (RFC 3339 of the hour's start, UTC); by day
    where more than 1,440 hours would have to be listed.
    `aim`: random = made-up local parts; targeted = the text is meant against this owner; single = one real address.
    `merged_into`: this id was given before messages in between showed that it is the same wave as that one.
    Such an entry is a signpost: its `messages` (those that were given this id) are counted there too.
    """

    id: str
    cause: Cause
    certainty: Certainty
    messages: int
    sources: tuple[str, ...]
    first: str | None = None
    last: str | None = None
    hourly: tuple[tuple[str, int], ...] = ()
    addresses: tuple[str, ...] = ()
    """the victim addresses seen, at most 100"""
    address_count: int = 0
    aim: Aim = "unknown"
    catch_all: bool = False
    origins: tuple[str, ...] = ()
    """what it has in common: addresses that handed over, a login, a script, a uid; at most 100"""
    origin_count: int = 0
    """distinct origins; from about 1,000 on an estimate (3 % standard error), as is `address_count`"""
    contents: int = 0
    """distinct content fingerprints, estimated likewise; 0 where no content came back"""
    forecast: Forecast = Forecast("too-few")
    merged_into: str | None = None
