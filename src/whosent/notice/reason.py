"""Why was it refused? From the words of the refusing system where they leave no doubt, from the RFC 3463 code where it
is specific, from weaker words, and from the subject of the code and the reply code where neither decides."""

from __future__ import annotations

import re
from functools import lru_cache

from whosent.mail.head import squeeze
from whosent.model.notice import Reason
from whosent.notice.lexicon import Lexicon
from whosent.notice.phrases import STRONG
from whosent.notice.status import reply_code
from whosent.notice.statuscodes import BY_DETAIL, BY_EXIT, BY_REPLY, BY_SUBJECT, DOUBTFUL
from whosent.notice.weakphrases import FAINT, WEAK

_LEXICON = Lexicon(STRONG + WEAK + FAINT)
_CLEAR = len(STRONG + WEAK)

_ADDRESS = re.compile(r"(?<![^<>\"'()\[\]:;,])[^<>\"'()\[\]:;,@]{1,200}@[^<>\"'()\[\]:;,]{1,200}")
"""Looked for in single words."""
_NOISE: tuple[tuple[str, re.Pattern[str]], ...] = (
    # hosts (antispam.example)
    ("host ", re.compile(r"\bhost [\w-]{1,63}\.[\w.-]{1,255}")),
    # codes repeated inside a reply of several lines
    ("-", re.compile(r"[245](?<!\w[245])\d\d-(?:[245]\.\d{1,3}\.\d{1,4})? ?")),
    # what Postfix writes in front of the words of an access table
    ("recipient address rejected: ", re.compile(r"recipient address rejected: (?!access denied)")),
    # what IronPort writes in front of the remote reply
    (" error ", re.compile(
        r"\d\.\d\.\d - (?:unknown address|bad destination host|other network|delivery expired) error "
    )),
)  # fmt: skip
"""What says nothing about the reason but may contain its words, each behind a literal without which it cannot occur."""
_GAP = re.compile(r"[<\[(\"']{1,2} [>\])\"']{1,2}")
"""What an address leaves behind: "user <a@b> unknown" says the same as "user unknown"."""
_MAX_WORDS = 1_500


@lru_cache(maxsize=4_096)
def infer_reason(status: str | None, diagnostic: str) -> Reason:
    """The reason of a failure or delay; "other" where nothing tells it. (Bounces of one wave say the same.)"""
    rank = _LEXICON.rank(words_of(diagnostic))
    worded = _LEXICON.rows[rank].reason if rank < len(_LEXICON.rows) else None
    coded = BY_DETAIL.get(status) or BY_DETAIL.get(status[2:]) if status else None
    if coded is None:
        return worded or _by_digits(status, diagnostic) or "other"
    doubtful = status is not None and status[2:] in DOUBTFUL
    return worded if worded and rank < (_CLEAR if doubtful else len(STRONG)) else coded


def words_of(diagnostic: str) -> str:
    """The words that phrases are compared with: lower case, blanks squeezed, what only looks like a reason left out."""
    said = diagnostic[:_MAX_WORDS].lower().split()
    words = " ".join([_ADDRESS.sub(" ", word) if "@" in word else word for word in said])
    for literal, noise in _NOISE:
        if literal in words:
            words = noise.sub(" ", words)
    return squeeze(_GAP.sub(" ", words))


def _by_digits(status: str | None, diagnostic: str) -> Reason | None:
    """What the subject of the status, the reply code, or an exit code alone tells."""
    return (
        BY_EXIT.get(diagnostic)
        or (BY_SUBJECT.get(status.split(".")[1]) if status else None)
        or BY_REPLY.get(reply_code(diagnostic) or "")
    )
