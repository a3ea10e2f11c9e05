"""Why was it refused? From the RFC 3463 code where it is specific, from the words of the refusing system where they
are, from code and reply code again where neither decides."""

from __future__ import annotations

from whosent.model.notice import Action, Reason
from whosent.notice.phrases import ALWAYS, PHRASES, Row
from whosent.notice.status import reply_code
from whosent.notice.statuscodes import BY_DETAIL, BY_REPLY, BY_SUBJECT


def infer_reason(status: str | None, diagnostic: str) -> Reason:
    """The reason of a failure or delay; "other" where nothing tells it."""
    words = diagnostic.lower()
    return (
        _by_phrase(ALWAYS, words)
        or _by_detail(status)
        or _by_phrase(PHRASES, words)
        or (BY_SUBJECT.get(status.split(".")[1]) if status else None)
        or BY_REPLY.get(reply_code(diagnostic) or "")
        or "other"
    )


def is_permanent(action: Action, status: str | None, diagnostic: str, reason: Reason | None) -> bool:
    """False where another attempt may succeed: delays, and failures that the remote side calls transient. A message
    that expired in the queue has failed for good."""
    if action == "delayed":
        return False
    if reason == "expired":
        return True
    code = status or reply_code(diagnostic)
    return code is None or code[0] != "4"


def _by_detail(status: str | None) -> Reason | None:
    return BY_DETAIL.get(status) or BY_DETAIL.get(status[2:]) if status else None


def _by_phrase(rows: tuple[Row, ...], words: str) -> Reason | None:
    return next((reason for reason, _, phrases in rows for phrase in phrases if phrase in words), None)
