"""postsrsd: addresses rewritten by SRS (1.x: postsrsd.c).

    srs_forward: <SENDER> rewritten as <SRS0=…>             srs_reverse: <SRS0=…> rewritten as <RECIPIENT>

Addresses may be quoted and hold anything: a line with the words between them twice says nothing."""

from __future__ import annotations

import re

from whosent.logs.line import At, Said
from whosent.model.log import LogEvent

_WORDS = "> rewritten as <"
_FORWARD, _REVERSE = "srs_forward: <", "srs_reverse: <"
_SRS = re.compile(r"SRS[01][=+-]\S{1,500}", re.ASCII | re.IGNORECASE)


def read(said: Said, at: At) -> LogEvent | None:
    """The address before and after."""
    message = said.message
    before, _, after = message[len(_FORWARD) : -1].partition(_WORDS)
    if not after or _WORDS in after or not message.endswith(">"):
        return None
    if message.startswith(_FORWARD) and _SRS.fullmatch(after):
        return LogEvent("rewritten", *at, sender=after, original_sender=before)
    if message.startswith(_REVERSE) and _SRS.fullmatch(before):
        return LogEvent("rewritten", *at, recipient=after, original_recipient=before)
    return None
