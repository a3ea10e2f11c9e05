"""Writes Outlook .msg files ([MS-OXMSG]) for the tests.

A property is `tag: value`; the type follows from the value: str Unicode, bytes binary, int 32 bit, datetime FILETIME,
`Ansi(...)` an 8-bit string.
"""

from __future__ import annotations

import struct
from datetime import UTC, datetime, timedelta

from tests.unit.mail.cfb_writer import Tree, compound


class Ansi(bytes):
    """An 8-bit string in the message's code page."""


Value = str | bytes | int | datetime
Bag = dict[int, Value]


def msg_file(
    properties: Bag, recipients: tuple[Bag, ...] = (), attachments: tuple[Bag | tuple[Bag, Tree], ...] = ()
) -> bytes:
    return compound(message(properties, recipients, attachments))


def message(
    properties: Bag,
    recipients: tuple[Bag, ...] = (),
    attachments: tuple[Bag | tuple[Bag, Tree], ...] = (),
    header: int = 32,
) -> Tree:
    """The storage of a message; `header` is 24 for an embedded one. An attachment that is a message comes as a
    pair: its own properties, and the message's storage."""
    tree = _storage(properties, header)
    tree["__nameid_version1.0"] = {f"__substg1.0_000{number}0102": b"" for number in (2, 3, 4)}
    for number, bag in enumerate(recipients):
        tree[f"__recip_version1.0_#{number:08X}"] = _storage(bag, 8)
    for number, attached in enumerate(attachments):
        bag, inner = attached if isinstance(attached, tuple) else (attached, None)
        storage = _storage(bag, 8)
        if inner is not None:
            storage["__substg1.0_3701000D"] = inner
        tree[f"__attach_version1.0_#{number:08X}"] = storage
    return tree


def _storage(properties: Bag, header: int) -> Tree:
    tree: Tree = {}
    entries = bytearray(header)
    for tag, value in sorted(properties.items()):
        if isinstance(value, datetime):
            ticks = (value.astimezone(UTC) - datetime(1601, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1) * 10
            entries += struct.pack("<IIQ", tag << 16 | 0x40, 6, ticks)
        elif isinstance(value, int):
            entries += struct.pack("<IIi4x", tag << 16 | 3, 6, value)
        else:
            kind, raw, extra = 0x102, value, 0
            if isinstance(value, str):
                kind, raw, extra = 0x1F, value.encode("utf-16-le"), 2
            elif isinstance(value, Ansi):
                kind, raw, extra = 0x1E, bytes(value), 1
            tree[f"__substg1.0_{tag:04X}{kind:04X}"] = raw
            entries += struct.pack("<IIII", tag << 16 | kind, 6, len(raw) + extra, 0)
    tree["__properties_version1.0"] = bytes(entries)
    return tree
