"""In whose name was it sent? And to whom was the notice delivered, before any catch-all moved it on?"""

from __future__ import annotations

from whosent.auth.batv import unwrap_prvs
from whosent.auth.srs import unwrap_srs
from whosent.mail.address import first_address
from whosent.mail.head import Head
from whosent.model.notice import Original
from whosent.walk.lines import Line


def find_victim(original: Original, returned: tuple[Line, ...], addressee: str | None) -> str | None:
    """The returned message's envelope sender (SRS and BATV unwrapped), else its From, else the addressee of the
    notice."""
    return envelope_sender(original, returned) or original.from_addr or addressee


def envelope_sender(original: Original, returned: tuple[Line, ...]) -> str | None:
    """The envelope sender as the notice or the topmost line of the returned message gives it, unwrapped."""
    return unwrap(original.envelope_from or (returned[0].hop.envelope_from if returned else None))


def find_addressee(head: Head, lines: tuple[Line, ...], border_index: int) -> str | None:
    """The recipient of the message itself as our border took it in: `for` in the border's line, else what the delivery
    agent wrote (Delivered-To, Envelope-To, X-Original-To), else To."""
    at_border = lines[border_index].hop.for_addr if border_index < len(lines) else None
    if at_border:
        return unwrap(at_border)
    for name in (b"x-original-to", b"envelope-to", b"delivered-to", b"x-envelope-to", b"apparently-to", b"to"):
        address = first_address(head.get(name))
        if address:
            return unwrap(address)
    return None


def unwrap(address: str | None) -> str | None:
    """The address inside SRS and BATV wrappings; None and the null sender stay None."""
    if not address or address == "<>":
        return None
    if "=" not in address:  # all wrappings have one
        return address
    for _ in range(3):
        inner = unwrap_srs(address) or unwrap_prvs(address)
        if inner is None:
            break
        address = inner
    return address
