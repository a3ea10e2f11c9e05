"""Words that all grammars share (RFC 5321 section 4.4), and the shape of a family.

Security rests on three habits:

* A pattern covers the line from its first word to its last (`fullmatch`), so that nothing a client says can be
  skipped, and a family answers only for lines that its MTA really writes.
* The client's HELO is one word without blanks and parentheses: that is what these MTAs let through. Where an
  MTA lets more through, its own file says so and how it stays safe.
* Every repetition is possessive or over disjoint characters: hostile lines cost linear time.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec import Struct

from whosent.mail.ip import normalise_ip
from whosent.mail.pattern import pattern
from whosent.model.hop import Hop

LIMIT = 4000
"""Characters of a line that are looked at; RFC 5322 section 2.1.1 allows 998, folded lines are longer."""

DEPTH = 3
"""How deep comments are nested in the patterns below."""

WORD = r"[^ ()]+"
NAME = r"[^ ()\[\]<>\"=@]+"
"""What a resolver may return and an MTA prints as a host name."""
COMMENT = r"\((?:[^()]++|\((?:[^()]++|\([^()]*+\))*+\))*+\)"
INNER = r"(?:[^()]++|\((?:[^()]++|\([^()]*+\))*+\))*+"
"""The inside of a comment."""
QUOTED = r"\"(?:[^\"\\]++|\\.)*+\""
MAILBOX = rf"<(?:[^<>\"]++|{QUOTED}|<[^<>\"]*+>)*+>|(?:[^ \"<>();]++|{QUOTED})++"
"""An address with or without angle brackets, its local part may be quoted (RFC 5321 section 4.1.2)."""

UNKNOWN = frozenset(
    {"unknown", "<unknown>", "Unknown", "UNKNOWN", "softdnserr", "unverified", "unavailable", "nodnsquery"}
)
"""What MTAs print in the place of a host name if there is none (`softdnserr`: Courier)."""

AUTHENTICATED = frozenset(
    {"ESMTPA", "ESMTPSA", "UTF8SMTPA", "UTF8SMTPSA", "LMTPA", "LMTPSA", "UTF8LMTPA", "UTF8LMTPSA"}  # RFC 3848, 6531
    | {"UTF8ESMTPA", "UTF8ESMTPSA", "ASMTP", "SMTPA", "SMTPSA", "HTTP", "HTTPU"}
)
"""Protocol words that say that the client had logged in. UTF8ESMTPSA: Exim; ASMTP: Exim before
RFC 3848. HTTP: a webmail or an API."""

LOCAL_PROTOCOLS = frozenset({"LMTP", "LMTPS", "LMTPA", "LMTPSA", "LOCAL", "DSN", "BSMTP", "PIPE"})


class Family(Struct, frozen=True, eq=False):
    """One family of MTAs. `parse` gets the line without its date, white space collapsed, and the date.

    It is asked first where `sign` stands in the line; else where one of `clues` stands behind `with`, `via`, `by`,
    `from` or an opening parenthesis (a word of letters, digits and "_", as it is cut there). Both only save time:
    `parse` answers None for lines that are not its own.
    """

    name: str
    sign: str
    clues: tuple[str, ...]
    parse: Callable[[str, str | None], Hop | None]


def compiled(text: str, flags: int = 0) -> re.Pattern[str]:
    """A pattern, compiled when first asked. ASCII: a no-break space in a HELO is no white space."""
    return pattern(text, re.ASCII | flags)


def known(name: str | None) -> str | None:
    """The host name, or None where the MTA says that there is none."""
    if name is None or name in UNKNOWN:
        return None
    return name.rstrip(".") or None


def upper(protocol: str | None) -> str | None:
    return protocol.upper() if protocol else None


def auth_word(protocol: str | None) -> str | None:
    """The protocol word where it says that the client had logged in."""
    return protocol if protocol in AUTHENTICATED else None


_ADDRESS = compiled(rf"(?:[^ \"<>@]++|{QUOTED})++(?:@[^ \"<>@]++)?")


def mailbox(text: str | None) -> str | None:
    """The addr-spec in `<a@b>`; None where it is none (`<>`, `<multiple recipients>`, `...`)."""
    if not text:
        return None
    inner = text[1:-1] if text[0] == "<" else text
    if "@" in inner and '"' not in inner and " " not in inner and "<" not in inner:
        return inner
    text = text.strip("<>")
    if not _ADDRESS.fullmatch(text) or not any(character.isalnum() for character in text):
        return None
    return text


_ENVELOPE = compiled(rf"envelope[- ](?:from|sender):? ?({MAILBOX})")


def envelope(text: str) -> str | None:
    """The sender in a comment such as `(envelope-from <a@b>)`."""
    match = _ENVELOPE.search(text)
    return mailbox(match[1]) if match else None


def address(text: str | None) -> str | None:
    return normalise_ip(text) if text else None
