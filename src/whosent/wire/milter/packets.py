"""Packets: four bytes of length, a letter that says what it is, and its data."""

from __future__ import annotations

import struct
from typing import NamedTuple

LIMIT = 256 * 1024
"""Bytes of a packet. Sendmail's have 65,536 at most; a header field of Postfix 102,400 (header_size_limit)."""
_LENGTH = struct.Struct(">I")


class Packet(NamedTuple):
    """`command`: a letter."""

    command: str
    data: bytes


class Packets:
    """Cuts what comes in pieces of any size."""

    def __init__(self) -> None:
        self._kept = bytearray()

    @property
    def pending(self) -> int:
        """Bytes of a packet that is not complete."""
        return len(self._kept)

    def feed(self, data: bytes) -> list[Packet]:
        """The packets that are complete now. `ValueError` where one is empty or too long."""
        self._kept += data
        found: list[Packet] = []
        at = 0
        while len(self._kept) >= at + _LENGTH.size:
            (length,) = _LENGTH.unpack_from(self._kept, at)
            if not 0 < length <= LIMIT:
                raise ValueError(f"a packet of {length} bytes; at most {LIMIT} are taken, and one at least")
            start = at + _LENGTH.size
            if len(self._kept) < start + length:
                break
            found.append(Packet(chr(self._kept[start]), bytes(self._kept[start + 1 : start + length])))
            at = start + length
        del self._kept[:at]
        return found


def pack(command: bytes, data: bytes = b"") -> bytes:
    """The packet."""
    return _LENGTH.pack(len(command) + len(data)) + command + data


def texts(data: bytes) -> list[str]:
    """Texts that end with NUL each. `ValueError` where the last does not."""
    if not data:
        return []
    if data[-1]:
        raise ValueError("a text does not end")
    return data[:-1].decode("utf-8", "surrogateescape").split("\0")


def text(value: str) -> bytes:
    """A text with its NUL. `ValueError` where it has control characters (an address or header field of several lines
    is none that we make)."""
    if any(letter < " " and letter != "\t" for letter in value):
        raise ValueError("control characters in an address or header field")
    return value.encode("utf-8", "surrogateescape") + b"\0"
