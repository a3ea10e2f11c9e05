"""A fingerprint of returned content: equal for the messages of one wave.

It is a hash of the eight longest words. What varies from message to message of one campaign is short or is no
word: names, salutations, amounts, dates, tracking tokens; what a text is about stands in its long words. Left out
are therefore every token with a digit, every address, the path and query of links (the host's last two labels
stay: it is what the campaign sells; in HTML, where the first link leads counts, not what it says), the salutation,
the recipients' own names, runs of letters that no language has (`looks_random`), and markup. The subject counts only
where the body gives less than three words.

Two fingerprints can be compared only within a kind, their first letter: `b` body, `s` subject and what little
body came back. A campaign that shuffles whole sentences, or pads with random dictionary words, has many
fingerprints; `waves` allows for that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import blake2b

from whosent.content.localpart import looks_random
from whosent.mail.decode import link_targets

_HEAD_LIMIT = 8192
_MARKUP_LIMIT = 3072
_TEXT_LIMIT = 512
"""Octets looked at: the beginning of a text says enough, and reporters cut the end off."""
_LONGEST = 8
_CANDIDATES = 24
_ENOUGH = 3

_JOINS = "0123456789@=%&?#/+_-~*$\\"
"""What joins letters to something that is no plain word: `anna@a.example`, `a1-b`, `//host/path?u=7f`. The whole
token is dropped. A dot joins likewise, but for the full stop at the end."""


def _table() -> bytes:
    """Letters (made lower case), octets of UTF-8 and dots stay; joiners to "0", everything else to a space."""
    table = bytearray(b" " * 256)
    table[0x80:] = bytes(range(0x80, 0x100))
    for char in "abcdefghijklmnopqrstuvwxyz":
        table[ord(char)] = table[ord(char.upper())] = ord(char)
    for char in _JOINS:
        table[ord(char)] = ord("0")
    table[ord(".")] = ord(".")
    return bytes(table)


_TABLE = _table()
_LONG_WORD = re.compile(rb" ([a-z]{6,40})(?= )")
_WORD = re.compile(rb" ([a-z]{3,40})(?= )")
"""ASCII only: an umlaut comes back as UTF-8 from one reporter, as Latin-1 or `?` from another."""
_ANY_WORD = re.compile(rb" ([^ 0.]{3,40})(?= )")
_RUN = re.compile(rb" ([^ 0.]{41})")
"""Scripts without spaces (Chinese, Thai) have no words: the beginnings of their runs stand in."""
_TAG = re.compile(rb"<[^<>]{0,1000}>")
_BODY = re.compile(rb"<body[^<>]{0,1000}>", re.IGNORECASE)
_STYLE = re.compile(rb"<(?:style|script|title)[^<]{0,4000}<", re.IGNORECASE)
_HOST = re.compile(rb"[a-z0-9.-]{1,253}", re.IGNORECASE)
_SALUTATION = re.compile(
    rb"\s*+(?:dear|hello|hi|hey|greetings|attention|attn|good (?:day|morning|afternoon|evening)|hallo|moin|servus"
    rb"|lieber?|liebes|sehr geehrte[rs]?|guten (?:tag|morgen|abend)|gr(?:\xc3\xbc|ue)(?:\xc3\x9f|ss) gott"
    rb"|kjaere|k\xc3\xa6re|hej|merhaba|sayin|witam|drogi|cher|chere|bonjour|estimado|caro|geachte|beste)"
    rb"\b[^\n,!:.]{0,80}(?:[\n,!:.]|$)",
    re.IGNORECASE,
)
_NAME = re.compile(rb"[a-z\x80-\xff]{3,}")


def fingerprint(
    body: str | bytes, subject: str | None = None, recipients: Iterable[str] = (), names: Iterable[str] = (),
    html: bytes = b"",
) -> str | None:  # fmt: skip
    """`body`: the decoded text of the first text part, plain or HTML, as far as it came back. `html`: where it consists
    of the words of HTML only, the HTML, for where its links lead.

    `recipients`: addresses and `names`: display names that may be woven into the text. None where neither body nor
    subject has a word to know it by.
    """
    text = _octets(body, _HEAD_LIMIT)
    if b"</" in text:
        html, text = html or text, _without_markup(text)
    host = (_first_host(next(link_targets(html[:_HEAD_LIMIT]), b"")) if html else b"") or _first_host(text)
    text = text[: _TEXT_LIMIT + 1]
    greeting = _SALUTATION.match(text)
    if greeting:
        text = text[greeting.end() :]
    skip = _names(recipients, names)
    words = _longest(text, skip)
    if host:
        words.append(host)
    kind = "b"
    if len(words) < _ENOUGH and subject:
        kind = "s"
        words += _longest(_octets(subject, _TEXT_LIMIT), skip)
    if not words:
        return None
    return kind + blake2b(b" ".join(sorted(set(words))), digest_size=6).hexdigest()


def _octets(text: str | bytes, limit: int) -> bytes:
    return text[:limit].encode("utf-8", "replace") if isinstance(text, str) else text[:limit]


def _without_markup(text: bytes) -> bytes:
    body = _BODY.search(text)
    start = body.end() if body else 0
    text = text[start : start + _MARKUP_LIMIT]
    return _TAG.sub(b" ", _STYLE.sub(b"<", text)).replace(b"&nbsp;", b" ")


def _first_host(text: bytes) -> bytes:
    """The last two labels of the first link's host: the labels in front are often made for each recipient."""
    start = text.find(b"://")
    host = _HOST.match(text, start + 3) if start >= 0 else None
    return b".".join(host[0].lower().strip(b".").split(b".")[-2:]) if host else b""


def _names(recipients: Iterable[str], names: Iterable[str]) -> frozenset[bytes]:
    """Words by which a recipient may be addressed: the parts of local part and display name."""
    known = [address.rpartition("@")[0] for address in recipients]
    known += names
    if not known:
        return frozenset()
    return frozenset(_NAME.findall(" ".join(known).lower().encode("utf-8", "replace")))


def _longest(text: bytes, skip: frozenset[bytes]) -> list[bytes]:
    plain = b" %b " % text[:_TEXT_LIMIT].translate(_TABLE)
    plain = plain.replace(b". ", b"  ")
    if len(text) > _TEXT_LIMIT:  # the last word may be cut in two
        plain = plain[: plain.rfind(b" ", 0, -1) + 1]
    words = set(_LONG_WORD.findall(plain))
    if len(words) < _LONGEST + len(skip):
        words = set(_WORD.findall(plain))
        if len(words) < _ENOUGH:
            words = set(_ANY_WORD.findall(plain)) or set(_RUN.findall(plain))
    if skip:
        words -= skip
    kept: list[bytes] = []
    for word in sorted(sorted(words), key=len, reverse=True)[:_CANDIDATES]:
        if not (word.isascii() and looks_random(word.decode("ascii"))):
            kept.append(word)
            if len(kept) == _LONGEST:
                break
    return kept
