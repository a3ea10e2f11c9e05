"""The mail server's side of the milter protocol, as far as tests need it."""

from __future__ import annotations

import struct
from typing import NamedTuple

ALL_ACTIONS, ALL_STEPS = 0x1FF, 0x1FFFFF


def packet(command: bytes, data: bytes = b"") -> bytes:
    return struct.pack(">I", 1 + len(data)) + command + data


def texts(*words: str | bytes) -> bytes:
    return b"".join((word.encode() if isinstance(word, str) else word) + b"\0" for word in words)


def offer(version: int = 6, actions: int = ALL_ACTIONS, steps: int = ALL_STEPS) -> bytes:
    return packet(b"O", struct.pack(">III", version, actions, steps))


def macros(step: bytes, *words: str) -> bytes:
    return packet(b"D", step + texts(*words))


def connect(name: str, family: bytes, port: int, address: str) -> bytes:
    return packet(b"C", texts(name) + family + struct.pack(">H", port) + texts(address))


class Answer(NamedTuple):
    """What a filter said, as a mail server reads it."""

    command: str
    data: bytes


def answers(data: bytes) -> list[Answer]:
    found = []
    while data:
        (length,) = struct.unpack_from(">I", data)
        found.append(Answer(chr(data[4]), data[5 : 4 + length]))
        data = data[4 + length :]
    return found
