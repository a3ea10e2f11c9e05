"""The Received lines of one message, parsed, with the place where each stands."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

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

    @property
    def source(self) -> str:
        """How evidence names this line."""
        return f"{self.of}:Received[{self.index + 1}]"


def read_lines(head: Head, of: Of) -> tuple[Line, ...]:
    """All Received lines of a header block, topmost first."""
    return tuple(
        Line(parse(head.value(number)), of, index, number)
        for index, number in enumerate(head.numbers(b"received")[:MAX_HOPS])
    )
