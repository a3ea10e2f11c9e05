"""What client and workers say to each other, as MessagePack: what comes from there is data and nothing that runs."""

from __future__ import annotations

from typing import NamedTuple

from msgspec import Struct, msgpack

from whosent.adapters.cluster.pieces import Files, Piece
from whosent.report.texts import Language
from whosent.service.check import Settings
from whosent.service.packing import Answered, Ask, Done, Lines, Work


class Setup(NamedTuple):
    """What is the same for all batches of a run. `version`: of whosent; another may judge differently. `lines`: the
    language of the lines of `jsonl`, if these are all that is wanted of the results."""

    run: str
    version: str
    settings: Settings
    lines: Language | None = None


class Unread(Struct, tag="unread"):
    """A worker could not read its piece of a mailbox."""


class Refused(Struct, tag="refused"):
    """A worker has another version of whosent."""

    worker: str
    version: str


encode = msgpack.Encoder().encode
decode_batch = msgpack.Decoder(list[Work] | Piece | Files).decode
decode_answers = msgpack.Decoder(list[Answered]).decode
decode_reply = msgpack.Decoder(Ask | Done | Lines | Refused | Unread).decode
