"""The Received lines of one message, parsed, with the place where each stands."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from whosent.mail.head import Head
from whosent.model.hop import Hop
from whosent.received import parse

MAX_HOPS = 100
"""More Received lines than any MTA lets through (loop limits are 25 to 100)."""

Of = Literal["notice", "returned"]


class Line(Struct, frozen=True, gc=False):
    """`number` is the position among the message's header fields, `index` the position among its Received lines
    (0 is the topmost)."""

    hop: Hop
    of: Of
    index: int
    number: int
    unread: bool = False
    """it says `from`, and no client could be read from it"""

    @property
    def source(self) -> str:
        """How evidence names this line."""
        return f"{self.of}:Received[{self.index + 1}]"

    @property
    def clientless(self) -> bool:
        """It names no client although it is none of the steps inside one host: the writer hides it (Exchange 5.5,
        `smtpd_hide_client_session`, site-made texts), or no grammar could read it. Anybody may be behind it."""
        hop = self.hop
        return not (hop.local or hop.retrieval or hop.from_ip or hop.from_helo or hop.from_rdns)


def read_lines(head: Head, of: Of) -> tuple[Line, ...]:
    """All Received lines of a header block, topmost first."""
    numbers = head.numbers(b"received")[:MAX_HOPS]
    return tuple([_line(head.folded(number), of, index, number) for index, number in enumerate(numbers)])


def _line(value: str, of: Of, index: int, number: int) -> Line:
    line = Line(parse(value), of, index, number)
    unread = line.clientless and value[:60].lstrip()[:6].lstrip("( ").lower().startswith("from")
    return replace(line, unread=True) if unread else line
