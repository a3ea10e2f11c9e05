"""Does the returned content itself speak of the victim? The mark of a Joe job that is meant to discredit."""

from __future__ import annotations

import re
from collections.abc import Iterable

from whosent.mail.head import squeeze

_LIMIT = 16_384
_NAME = re.compile(r"[^\W\d_]{3,}")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "oe", "å": "aa", "æ": "ae"})
_BEFORE = "-_@."
_AFTER = "-_"


def names_victim(text: str, victim: str, recipients: Iterable[str] = ()) -> bool:
    """True if `text` (decoded body, without headers) has the victim's full address, domain or full name.

    The domain counts as a web site or by itself, not inside another name and not behind somebody else's `@`. The
    name is a local part of two or more words: `anna.mueller@` is found as "Anna Müller". The address does not
    count if the victim is among the message's `recipients`: extortion "from yourself" quotes it to frighten, not
    to discredit. It cannot know domains that many share: phishing about a provider names the domain of all its
    customers.
    """
    local_part, _, domain = victim.lower().rpartition("@")
    low = text[:_LIMIT].lower()
    to_itself = victim.lower() in {recipient.lower() for recipient in recipients}
    if local_part and not to_itself and _stands_in(low, f"{local_part}@{domain}"):
        return True
    if "." in domain and _stands_in(low, domain):
        return True
    words = _NAME.findall(local_part)
    if len(words) < 2:
        return False
    plain = low if low.isascii() else low.translate(_UMLAUTS)
    return words[-1] in plain and _stands_in(squeeze(plain), " ".join(words))


def _stands_in(text: str, name: str) -> bool:
    """`name` as a whole: not part of a longer word, host or address (`www.` in front is allowed)."""
    at = text.find(name)
    while at >= 0:
        before = text[max(0, at - 4) : at]
        after = text[at + len(name) : at + len(name) + 2]
        if (before == "www." or not _goes_on(before[-1:], _BEFORE)) and not _continues(after):
            return True
        at = text.find(name, at + 1)
    return False


def _goes_on(char: str, also: str) -> bool:
    return bool(char) and (char.isalnum() or char in also)


def _continues(after: str) -> bool:
    """Whether the name goes on: a dot does only if a letter follows (`victim.example.` ends a sentence)."""
    if after[:1] == ".":
        return after[1:].isalnum()
    return _goes_on(after[:1], _AFTER) or after[:1] == "@"
