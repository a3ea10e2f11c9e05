"""RFC 3463 status codes and RFC 5321 reply codes in what a mail system says."""

from __future__ import annotations

import re

# What must not stand in front is looked for behind the first digit, so that the search can skip to digits.
# class.subject.detail; not part of an IPv4 address, a version or a decimal. Subjects run to 7 (RFC 3463 section 3);
# Exchange Online has details of three digits (5.7.708).
_STATUS = re.compile(r"([245](?<![\w.][245])\.[0-7]\.\d{1,4})(?!\w|\.\d)")
# Directly behind the reply code, where it counts most: "550 5.1.1", "550-5.1.1", "550 #5.1.1", "550 [5.1.1]",
# "550-'5.1.1" (IronPort).
_AFTER_REPLY = re.compile(r"[245](?<![\w.][245])\d\d[ -]{1,3}[#(\[<']?([245]\.[0-7]\.\d{1,4})(?!\w|\.\d)")
_REPLY = re.compile(r"([245](?<![\w.:/-][245])[0-5]\d)(?=[ \-:;,<#(]|$)")


def first_status(text: str) -> str | None:
    """The RFC 3463 code in `text`: the one behind a reply code if there is one, else the first; None if none."""
    if "." not in text:
        return None
    found = _AFTER_REPLY.search(text) or _STATUS.search(text)
    return found[1] if found else None


def reply_code(text: str) -> str | None:
    """The first RFC 5321 reply code of class 4 or 5, else None."""
    found = _REPLY.search(text)
    return found[1] if found and found[1][0] != "2" else None


def better_status(stated: str | None, said: str | None) -> str | None:
    """Of the code that the notice states and the one in the refusing system's words, the one that says more; the
    latter where both say as much."""
    if said is None or stated is None:
        return stated or said
    return said if said_by(said) >= said_by(stated) else stated


def said_by(status: str | None) -> int:
    """How much a code says: 0 nothing but the class (5.0.0), 1 the subject (5.7.0), 2 the detail."""
    if status is None:
        return 0
    _, subject, detail = status.split(".")
    return 2 if detail.strip("0") else 1 if subject != "0" else 0
