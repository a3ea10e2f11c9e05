"""Everything known about one message, ready to be reported, stored and judged again."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from whosent.model.evidence import Standing
from whosent.model.feedback import Feedback
from whosent.model.hop import Hop
from whosent.model.notice import Notice
from whosent.model.question import Question
from whosent.model.verdict import Verdict

Place = Literal["", "border", "hand-over", "entry"]


class TracedHop(Struct, frozen=True, gc=False):
    """A hop with the standing that the walk gave it. `of` tells in which message it stands, `line` where (1-based).

    `place` marks the hops that the story hangs on: the line that our border wrote, the line in which the
    reporter took the message over, the line with which it entered our server.
    """

    hop: Hop
    standing: Standing
    of: Literal["notice", "returned"]
    line: int
    index: int
    place: Place = ""


class Case(Struct, frozen=True, gc=False):
    """One message: what it is, its way, and the verdict (None where nothing was sent in our name)."""

    source: str
    notice: Notice
    message_id: str | None = None
    date: str | None = None
    subject: str | None = None
    victim: str | None = None
    addressee: str | None = None
    """the address that the message itself was delivered to, at the border (a catch-all may have collected it)"""
    hops: tuple[TracedHop, ...] = ()
    hand_over_ip: str | None = None
    verdict: Verdict | None = None
    open_questions: tuple[Question, ...] = ()
    lines: dict[str, str] = {}
    """"returned:12" -> the raw header line there, decoded for showing, at most 2,000 characters"""
    fingerprint: str | None = None
    """of the returned content: equal for messages of one wave (random parts removed)"""
    mentions_victim: bool = False
    """the returned content itself names the victim's domain, address or person (a sign of a targeted wave)"""
    truncated: bool = False
    """only its beginning was read: it is longer than the limit, or its file is damaged"""
    feedback: tuple[Feedback, ...] = ()
    """what reports in it say about mail with somebody's domain as its sender"""
