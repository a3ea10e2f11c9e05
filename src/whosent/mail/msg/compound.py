"""Storages and streams of a compound file ([MS-CFB]), read with olefile and kept within bounds.

olefile trusts several counts of the file: a FAT that loops through its DIFAT grows without end, a stream may claim
2^64 bytes, and its search for streams referenced twice is quadratic. What it would trip over is refused or bounded
here, and nothing that it raises leaves this module.
"""

from __future__ import annotations

import io
import struct
from typing import Any

import olefile  # type: ignore[import-untyped]

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAX_ENTRIES = 50_000
"""Directory entries. 2,048 attachments (the most that [MS-OXMSG] allows) need about 40,000."""
MAX_DEPTH = 40

_STORAGE, _STREAM = 1, 2
_COUNTS = struct.Struct("<HHHH6xIIIIIIIII")  # [MS-CFB] 2.2, from byte 0x1a on: version, byte order, shifts, counts


class Storage:
    """A folder inside the file. Names are lower case; a stream is read when it is asked for."""

    __slots__ = ("_file", "_streams", "storages")

    def __init__(self, file: _File, streams: dict[str, Any], storages: dict[str, Storage]) -> None:
        self._file = file
        self._streams = streams
        self.storages = storages

    def __contains__(self, name: str) -> bool:
        return name in self._streams

    def read(self, name: str) -> bytes | None:
        """The bytes of stream `name`; None if it is missing or broken."""
        entry = self._streams.get(name)
        return None if entry is None else self._file.stream(entry)


def open_compound(data: bytes) -> Storage | None:
    """The root storage, None if `data` is no compound file or too damaged to be read."""
    if not _plausible(data):
        return None
    try:
        file = _File(data)
        return _storage(file, file.root, 0) if file.root.size <= len(data) else None
    except Exception:  # olefile raises whatever its arithmetic on hostile numbers happens to raise
        return None


def _plausible(data: bytes) -> bool:
    """True if the header's counts fit a file of this size."""
    if len(data) < 1536 or not data.startswith(MAGIC):
        return False
    _, order, shift, _, _, fats, _, _, _, _, mini_fats, _, difats = _COUNTS.unpack_from(data, 0x1A)
    if order != 0xFFFE or shift not in (9, 12):
        return False
    sectors = (len(data) >> shift) + 1
    most_fats = (sectors >> (shift - 2)) + 110  # 110: a short file may have as many as the header holds
    return bool(fats <= most_fats and difats <= most_fats and mini_fats <= sectors)


class _File(olefile.OleFileIO):  # type: ignore[misc]
    def __init__(self, data: bytes) -> None:
        self._entries = 0
        self._left = len(data)  # streams do not overlap, so all of them together are no longer than the file
        super().__init__(io.BytesIO(data))

    def _check_duplicate_stream(self, first_sect: int, minifat: bool = False) -> None:
        """A duplicate is only a complaint there; `_left` bounds what duplicates could cost."""

    def _load_direntry(self, sid: int) -> Any:
        self._entries += 1
        if self._entries > MAX_ENTRIES:
            raise OSError("too many entries")
        return super()._load_direntry(sid)

    def stream(self, entry: Any) -> bytes | None:
        if entry.size > self._left:
            return None
        self._left -= entry.size
        try:
            data: bytes = self._open(entry.isectStart, entry.size).read()
        except Exception:  # as above
            return None
        return data


def _storage(file: _File, entry: Any, depth: int) -> Storage:
    streams: dict[str, Any] = {}
    storages: dict[str, Storage] = {}
    for kid in entry.kids:
        if kid.entry_type == _STREAM:
            streams.setdefault(kid.name.lower(), kid)
        elif kid.entry_type == _STORAGE and depth < MAX_DEPTH:
            storages.setdefault(kid.name.lower(), _storage(file, kid, depth + 1))
    return Storage(file, streams, storages)
