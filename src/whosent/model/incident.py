"""A wave: messages of one run that have the same cause and origin."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from whosent.model.verdict import Cause, Certainty


class Forecast(Struct, frozen=True, gc=False):
    """When the wave is expected to end (RFC 3339), between `earliest` and `latest`; None: no promise is made.

    `why` is a text key: fading, too-few, still-growing, targeted, not-by-itself.
    """

    why: str
    earliest: str | None = None
    latest: str | None = None


class Incident(Struct, frozen=True):
    """`id` is given at first sight and never renamed; `sources` are the messages' sources in input order.

    `hourly` counts by hour of the returned message's hand-over (RFC 3339 of the hour's start, UTC).
    `aim`: random = made-up local parts; targeted = the text is meant against this owner; single = one real address.
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
    aim: Literal["random", "targeted", "single", "unknown"] = "unknown"
    catch_all: bool = False
    origins: tuple[str, ...] = ()
    """what it has in common: addresses that handed over, a login, a script, a uid"""
    forecast: Forecast = Forecast("too-few")
    merged_into: str | None = None
