"""One thing to do."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from whosent.posture.publish import Publish

Weight = Literal["important", "useful", "note"]
"""important: closes a way that is open today; useful: narrows it; note: good to know."""


class Step(Struct, frozen=True):
    """`key` names its texts (texts.toml), `params` fill them; `records` are to be published for it."""

    key: str
    weight: Weight
    params: dict[str, str] = {}
    records: tuple[Publish, ...] = ()
