"""Bounce Address Tag Validation (draft-levine-smtp-batv): `prvs=KDDDSSSSSS=local@domain`, and what others write."""

from __future__ import annotations

import re

from whosent.mail.pattern import pattern

_LOCAL = r"([^@]{1,128})"
_DOMAIN = r"@([^@]{1,255})"
_FORMS = (
    # Exim, Proofpoint: ten digits as in the draft; Cisco's appliances: nine, all of them hexadecimal.
    pattern(rf"prvs=[0-9a-f]{{9,10}}={_LOCAL}{_DOMAIN}", re.IGNORECASE),
    # The tag behind: AsyncOS (its manual shows letters beyond F), and with a slash the first drafts.
    pattern(rf"prvs={_LOCAL}[=/][0-9][0-9a-z]{{8,9}}{_DOMAIN}", re.IGNORECASE),
    # Momentum and SparkPost
    pattern(rf"msprvs1=[^=@]{{1,40}}={_LOCAL}{_DOMAIN}", re.IGNORECASE),
    # Barracuda
    pattern(rf"btv1==[0-9a-z]{{1,20}}=={_LOCAL}{_DOMAIN}", re.IGNORECASE),
)


def unwrap_prvs(address: str) -> str | None:
    """The address inside a tag, None if there is none. Whether the tag is ours is decided with the key."""
    if "=" not in address:
        return None
    for form in _FORMS:
        found = form.fullmatch(address)
        if found is not None:
            return f"{found[1]}@{found[2]}"
    return None
