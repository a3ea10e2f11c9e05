"""What a family of evidence may look at."""

from __future__ import annotations

from typing import cast

from msgspec import Struct

from whosent.mail.head import Head
from whosent.mail.part import Part
from whosent.model.evidence import Evidence, Standing
from whosent.model.notice import Notice
from whosent.walk import Walk
from whosent.walk.lines import Line
from whosent.walk.logged import Logged
from whosent.walk.side import Ask


class Scene(Struct, frozen=True, gc=False):
    """One message, walked. `head` is the message's own header block; `returned` that of the message it returns, or the
    same block where the message itself is what carries our name (`plain`). `logged` is what our logs say of it, None
    where none are given. `content` is the message that `returned` heads, None where its bytes are not those that were
    sent. What a family needs of the world it asks with `ask`."""

    notice: Notice
    head: Head
    returned: Head | None
    walk: Walk
    ask: Ask
    plain: bool = False
    logged: Logged | None = None
    content: Part | None = None

    @property
    def ours(self) -> Standing:
        """The standing of what our own side wrote into this file."""
        return "observed" if self.walk.side.own.intake == "store" else "reported"

    def at(self, kind: str, line: Line, **params: str | None) -> Evidence:
        """Evidence read from a Received line, with that line's standing."""
        standing = self.walk.standing.get((line.of, line.index), "claimed")
        return Evidence(kind, standing, line.source, _text(params), self.line_number(line.of, line.number))

    def field(self, kind: str, number: int, standing: Standing, **params: str | None) -> Evidence:
        """Evidence read from field `number` of the returned message's header block."""
        of = "notice" if self.plain or self.returned is None else "returned"
        head = self.returned or self.head
        name = head.fields[number][1].decode("latin-1").title()
        return Evidence(kind, standing, f"{of}:{name}", _text(params), self.line_number(of, number))

    def line_number(self, of: str, number: int) -> int:
        """1-based line of a header field in the message it belongs to."""
        head = self.head if of == "notice" or self.returned is None else self.returned
        return head.line(number, head.start)


def _text(params: dict[str, str | None]) -> dict[str, str]:
    if None in params.values():
        return {name: value for name, value in params.items() if value is not None}
    return cast(dict[str, str], params)
