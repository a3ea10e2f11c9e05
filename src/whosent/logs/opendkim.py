"""OpenDKIM as a milter (opendkim/opendkim.c): which messages it signed, and for which domain.

    ID: DKIM-Signature field added (s=SELECTOR, d=DOMAIN)

The domain is one of the signing table. What it says of others' signatures is in their header fields already."""

from __future__ import annotations

import re

from whosent.logs.line import At, Said
from whosent.model.log import LogEvent

_SIGNED = re.compile(
    r"([0-9A-Za-z]{5,40}): DKIM-Signature (?:field|header) added \(s=[^ ,()]{1,120}, d=([^ ,()]{1,255})\)", re.ASCII
)


def read(said: Said, at: At) -> LogEvent | None:
    """The signature in a line."""
    found = _SIGNED.fullmatch(said.message)
    return LogEvent("signed", *at, queue_id=found[1], domain=found[2]) if found else None
