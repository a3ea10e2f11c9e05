"""What a filter answers (SMFIR_*). Each step that expects an answer gets one of the first four; before the one to the
end of the body, changes of the message may be told."""

from __future__ import annotations

from whosent.mail.pattern import pattern
from whosent.wire.milter.packets import pack, text

CONTINUE = pack(b"c")
ACCEPT = pack(b"a")
"""Let it through, and tell no more of this message (or, before MAIL, of this session)."""
TEMPFAIL = pack(b"t")

LONGEST = 500
"""Characters of a refusal: the line has 512 at most (RFC 5321 section 4.5.3.1.5)."""
_REFUSAL = pattern(r"([45])[0-5][0-9] \1\.[0-9]{1,3}\.[0-9]{1,3} ")
_OTHERS = pattern(r"[^ -~]")


def refuse(line: str) -> bytes:
    """Refuse with a reply of SMTP: `550 5.7.1 Text`. It is cut to one line, and what is not ASCII becomes question
    marks. `ValueError` where it does not begin with a code and a status (RFC 3463) of the same class."""
    if _REFUSAL.match(line) is None:
        raise ValueError(f"'{line[:10]}' begins no refusal: it needs a code and a status, like 550 5.7.1")
    plain = _OTHERS.sub("?", line[:LONGEST])
    return pack(b"y", text(plain.replace("%", "%%")))  # Sendmail formats it; Postfix knows that


def add_header(name: str, value: str) -> bytes:
    """One more header field, below the others."""
    return pack(b"h", text(name) + text(value))


def change_from(address: str) -> bytes:
    """Another envelope sender."""
    return pack(b"e", text(f"<{address}>"))


def add_recipient(address: str) -> bytes:
    """One more envelope recipient."""
    return pack(b"+", text(f"<{address}>"))


def delete_recipient(address: str) -> bytes:
    """One less. It has to be written as it came."""
    return pack(b"-", text(f"<{address}>"))
