"""What runs on a worker when logs are indexed: blocks of lines are packed, read here or sent."""

from __future__ import annotations

import socket
from typing import NamedTuple

from msgspec import Struct, msgpack

from whosent import __version__
from whosent.adapters.cluster.wire import Refused, Unread
from whosent.adapters.logs.blocks import Block
from whosent.adapters.logs.files import Log, look, read_piece
from whosent.adapters.logs.packing import Kind, Packed, packed
from whosent.model.item import Unreadable


class Range(Struct, frozen=True, tag="range"):
    """What lies between two places of a log that all workers can see (`files.read_piece`)."""

    log: Log
    kind: Kind
    start: int
    begin: int
    end: int | None
    size: int

    def read(self) -> list[Packed | Unreadable]:
        """Read and packed, on a worker or here."""
        return list(packed(read_piece(self.log, self.start, self.begin, self.end), self.kind))


class Sent(Struct, frozen=True, tag="sent"):
    """Blocks that the client has read."""

    kind: Kind
    blocks: list[Block]

    def read(self) -> list[Packed | Unreadable]:
        """Packed, on a worker or here."""
        return list(packed(self.blocks, self.kind))


class Packs(Struct, frozen=True, tag="packs"):
    """The blocks of a part, packed."""

    blocks: list[Packed]


class Sight(NamedTuple):
    """How a log looks from somewhere: its size and beginning."""

    size: int
    sample: bytes


encode = msgpack.Encoder().encode
decode_part = msgpack.Decoder(Range | Sent).decode
decode_reply = msgpack.Decoder(Packs | Refused | Unread).decode


def sight(place: str) -> Sight | None:
    """The log as it is seen from here; None if it cannot be read."""
    found = look(place)
    return Sight(found.size, found.sample) if isinstance(found, Log) else None


def pack(version: str, part: bytes) -> bytes:
    """Pack a part; `version` is the client's."""
    if version != __version__:
        return encode(Refused(socket.gethostname(), __version__))
    found = decode_part(part).read()
    blocks = [block for block in found if isinstance(block, Packed)]
    return encode(Packs(blocks) if len(blocks) == len(found) else Unread())
