"""What a check of SPF gives."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Result = Literal["none", "neutral", "pass", "fail", "softfail", "temperror", "permerror", "open"]
"""RFC 7208 section 2.6. `open`: a question has no answer yet."""

Identity = Literal["mailfrom", "helo"]
"""RFC 7208 sections 2.3 and 2.4."""


class Outcome(Struct, frozen=True):
    """The result of `check_host()`, as of the answers that it was given: today's records, not those of the day on which
    the message was sent.

    domain       whose record was asked, lower case
    identity     from where the domain was taken
    mechanism    the term of the domain's record that decided (of the last one, where `redirect=` led on), as written;
                 None where none did
    why          what went wrong, for `permerror` and `temperror`; English, may quote the record
    record       the domain's record as published
    path         whose records decided below the domain's own: targets of `include:` and `redirect=`, outermost first
    host         the name whose address matched, of `a`, `mx` and `ptr`
    prefix       of the network that matched, in bits
    explanation  what the domain's owner has to say about a `fail` (`exp=`, RFC 7208 section 6.2)
    """

    result: Result
    domain: str
    identity: Identity
    mechanism: str | None = None
    why: str = ""
    record: str | None = None
    path: tuple[str, ...] = ()
    host: str | None = None
    prefix: int | None = None
    explanation: str | None = None
