"""Received-SPF (RFC 7208 section 9.1) and the forms without its key-value list. Facts only, as in `results`."""

from __future__ import annotations

import re

from msgspec import Struct

from whosent.auth.scan import pieces
from whosent.mail.ip import normalise_ip

# Sentences of the comment (behind the receiver's name) as Google, Microsoft, Yahoo, Cisco, pyspf and Mail::SPF print
# them. Address and name are the sender's: they hold no blank here, so that he cannot put his own words into ours.
_NAME = r"(?P<domain>[^\s']{1,320})"
_IP = r"(?P<ip>[0-9a-fA-F:.]{2,45})"
_OF = r"(?:(?:best guess record for )?(?:transitioning )?domain of )?"
_SENTENCES = tuple(map(re.compile, (
    rf"{_OF}{_NAME} (?:designates|does not designate) (?:{_IP} as )?permitted sender(?: hosts?)?",
    rf"{_IP} is neither permitted nor denied by {_OF}{_NAME}",
    rf"no sender authenticity information available from domain of {_NAME}",
    rf"{_IP} is (?:not )?(?:authorized|allowed)(?: by default)? to use '{_NAME}' in '[a-z]{{1,10}}' identity.{{0,400}}",
)))  # fmt: skip


class ReceivedSpf(Struct, frozen=True):
    """One field. `result` is lower case as written (older receivers have "error" and "unknown"); `values` are the
    key-value pairs in their order; `domain` is what was checked, as far as the field tells, and may be an address."""

    result: str
    client_ip: str | None = None
    envelope_from: str | None = None
    helo: str | None = None
    receiver: str | None = None
    identity: str | None = None
    domain: str | None = None
    values: tuple[tuple[str, str], ...] = ()
    comments: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()


def read(value: str) -> ReceivedSpf:
    """The facts in the value of a field. Total: any text gives a result; what cannot be read is in `rest`."""
    words: list[str] = []
    comments: list[str] = []
    values: list[tuple[str, str]] = []
    for piece in pieces(value):
        if piece.kind == "word":
            words.append(piece.text)
        elif piece.kind == "comment":
            comments.append(piece.text)
        elif piece.kind == "pair":
            values.append((piece.name, piece.text))
    known = dict(reversed(values))
    domain, ip = _from_comment(comments[0] if comments else "")
    return ReceivedSpf(
        result=words[0].rstrip(":,").lower() if words else "",
        client_ip=normalise_ip(known.get("client-ip", "")) or ip,
        envelope_from=known.get("envelope-from"),
        helo=known.get("helo"),
        receiver=known.get("receiver"),
        identity=known.get("identity"),
        domain=domain,
        values=tuple(values),
        comments=tuple(comments),
        rest=tuple(words[1:]),
    )


def _from_comment(comment: str) -> tuple[str | None, str | None]:
    """Domain and address, where the comment is one of the usual sentences."""
    told = " ".join(comment[:1_000].split())
    for sentence in (told, told.partition(": ")[2]):
        for form in _SENTENCES:
            found = form.fullmatch(sentence)
            if found is not None:
                parts = found.groupdict()
                return parts["domain"], normalise_ip(parts.get("ip") or "")
    return None, None
