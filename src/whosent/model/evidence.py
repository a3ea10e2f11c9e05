"""One fact that speaks about who sent the message, who wrote it, and where it was read (docs/adr/0001-standing.md)."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Standing = Literal["observed", "reported", "claimed"]
"""Who wrote the fact. `observed`: our own MTA, log or key. `reported`: the system that bounced, in its own part
of the trace. `claimed`: anybody; never decides a verdict by itself."""


class Evidence(Struct, frozen=True, gc=False):
    """`kind` is an entry of the catalogue in `whosent.evidence`; `source` tells where it was read:
    `returned:Received[2]`, `notice:Subject`, `log:mail.log:40117`, `dns:TXT victim.example`.
    `line` is 1-based in the message that `source` names. `params` fill the kind's text.
    """

    kind: str
    standing: Standing
    source: str
    params: dict[str, str] = {}
    line: int | None = None
