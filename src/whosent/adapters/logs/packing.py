"""What an index keeps of each block of lines. It is made without the index: here, or by the workers of a cluster."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from whosent.adapters.logs.blocks import Block
from whosent.adapters.logs.segment import hashes_of
from whosent.adapters.logs.spans import Span, spans_of
from whosent.logs import read_line
from whosent.logs.words import words
from whosent.model.item import Unreadable
from whosent.model.log import Act

LEVEL = 1
"""Of zlib: the quickest."""
TRIED = 50
"""Lines of a block by which it is told whether a mail server writes there."""
_MAY_TELL = re.compile(rb": removed| Completed|[= ](?:status|stat|result)=|[-=*]> |, size=")
"""What the lines have in them that say what becomes of a message."""
MESSAGE_ENDS = (
    b": removed\n", b': removed"', b" Completed\n", b' Completed"', b", nrcpts=", b" smtp message ",
)  # fmt: skip
"""What Postfix, Exim, Sendmail and OpenSMTPD write once for each message, in lines and in JSON: to tell how many there
are, roughly."""
_OF_A_QUEUE: frozenset[Act] = frozenset({"queued", "delivered", "deferred", "failed", "requeued", "removed"})


class Kind(NamedTuple):
    """What has to be known of a log: its format, the latest stamp that it can hold (`writer.latest_of`), and whether it
    is known already that it says what becomes of messages."""

    format: str
    latest: str
    mail: bool


class Packed(NamedTuple):
    """A block (`files.Block`) as an index keeps it: its text packed with zlib, its words (`segment.hashes_of`), what it
    covers. `messages`: how many end in it, roughly; `mail`: the log says what becomes of messages, as far as one knows
    by now."""

    start: int
    end: int
    line: int
    lines: int
    messages: int
    text: bytes
    words: bytes
    spans: list[Span]
    mail: bool


def packed(blocks: Iterable[Block | Unreadable], kind: Kind) -> Iterator[Packed | Unreadable]:
    """The blocks of one log, in their order."""
    mail = kind.mail
    for block in blocks:
        if isinstance(block, Block):
            data = block.data
            mail = mail or _tells_of_mail(kind.format, data)
            yield Packed(
                block.start, block.end, block.line, block.lines, sum(map(data.count, MESSAGE_ENDS)),
                zlib.compress(data, LEVEL), hashes_of(words(data)).tobytes(),
                spans_of(kind.format, data, kind.latest), mail,
            )  # fmt: skip
        else:
            yield block


def _tells_of_mail(format_name: str, block: bytes) -> bool:
    """Does it say what becomes of messages? Rejected ones, logins and whatever else syslog writes do not count: that
    such a log is silent about a message says nothing."""
    lines = [line for line in block.split(b"\n") if _MAY_TELL.search(line)]
    for line in lines[:: len(lines) // TRIED + 1]:
        event = read_line(format_name, line.decode("utf-8", "replace"), "")
        if event is not None and event.queue_id is not None and event.act in _OF_A_QUEUE:
            return True
    return False
