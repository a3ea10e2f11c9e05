"""Bounce Address Tag Validation (draft-levine-smtp-batv): `prvs=KDDDSSSSSS=local@domain`."""

from __future__ import annotations

import re

_PRVS = re.compile(r"prvs=([0-9][0-9]{3}[0-9a-f]{6})=([^@]{1,128})@([^@]{1,255})", re.IGNORECASE)


def unwrap_prvs(address: str) -> str | None:
    """The address inside a prvs tag, None if there is none. Whether the tag is ours is decided with the key."""
    found = _PRVS.fullmatch(address)
    return f"{found[2]}@{found[3]}" if found else None
