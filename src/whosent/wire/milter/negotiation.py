"""What the first packets settle: which changes the filter may make, which steps it is told, which it answers."""

from __future__ import annotations

import struct
from enum import IntFlag
from typing import NamedTuple

from whosent.wire.milter.packets import pack

OLDEST = 2
NEWEST = 6
_OPTIONS = struct.Struct(">III")


class Action(IntFlag):
    """Changes of the message (SMFIF_*)."""

    ADD_HEADERS = 0x01
    ADD_RECIPIENTS = 0x04
    DELETE_RECIPIENTS = 0x08
    CHANGE_FROM = 0x40


class Step(IntFlag):
    """What a filter does without (SMFIP_*): NO_*: it is not told; NR_*: it does not answer."""

    NO_CONNECT = 0x01
    NO_HELO = 0x02
    NO_MAIL = 0x04
    NO_RCPT = 0x08
    NO_BODY = 0x10
    NO_HEADERS = 0x20
    NO_EOH = 0x40
    NR_HEADER = 0x80
    NO_UNKNOWN = 0x100
    NO_DATA = 0x200
    NR_CONNECT = 0x1000
    NR_HELO = 0x2000
    NR_MAIL = 0x4000
    NR_RCPT = 0x8000
    NR_DATA = 0x1_0000
    NR_UNKNOWN = 0x2_0000
    NR_EOH = 0x4_0000
    NR_BODY = 0x8_0000


class Options(NamedTuple):
    """What was settled, and the packet that says so (it is the answer)."""

    version: int
    steps: Step
    reply: bytes


def negotiate(data: bytes, actions: Action, steps: Step) -> Options:
    """The mail server offers, the filter needs all of these actions and takes of the steps what it gets. `ValueError`
    where the two cannot work together."""
    if len(data) < _OPTIONS.size:
        raise ValueError("an offer of options that is too short")
    version, may, can = _OPTIONS.unpack_from(data)
    if version < OLDEST:
        raise ValueError(f"version {version} of the protocol; it has to be {OLDEST} at least")
    if actions & ~may:
        raise ValueError(f"the mail server does not let filters make these changes: {Action(actions & ~may)!r}")
    version, steps = min(version, NEWEST), steps & can
    return Options(version, steps, pack(b"O", _OPTIONS.pack(version, actions, steps)))
