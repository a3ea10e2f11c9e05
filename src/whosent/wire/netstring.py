"""Netstrings: `LENGTH:CONTENT,` (https://cr.yp.to/proto/netstrings.txt)."""

from __future__ import annotations


class Netstrings:
    """Cuts what comes in pieces of any size. `limit`: bytes of the longest content."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._digits = len(str(limit))
        self._kept = bytearray()

    @property
    def pending(self) -> int:
        """Bytes of a netstring that is not complete."""
        return len(self._kept)

    def feed(self, data: bytes) -> list[bytes]:
        """The contents that are complete now. `ValueError` where this is no netstring, or one that is too long."""
        self._kept += data
        found: list[bytes] = []
        at = 0
        while at < len(self._kept) and (begins := self._content(at)) is not None:
            start, end = begins
            if len(self._kept) <= end:
                break
            if self._kept[end] != 0x2C:
                raise ValueError("a netstring does not end with a comma")
            found.append(bytes(self._kept[start:end]))
            at = end + 1
        del self._kept[:at]
        return found

    def _content(self, at: int) -> tuple[int, int] | None:
        """Where the content of the netstring at this place stands, or will; None if its length is not complete."""
        head, colon, _ = self._kept[at : at + self._digits + 1].partition(b":")
        if not head and not colon:
            return None
        if not head.isdigit() or len(head) > self._digits or (head[0] == 0x30 and len(head) > 1):
            raise ValueError("this is no netstring, or a very long one")
        if int(head) > self._limit:
            raise ValueError(f"a netstring of {int(head)} bytes; at most {self._limit} are taken")
        start = at + len(head) + 1
        return (start, start + int(head)) if colon else None


def encode(content: bytes) -> bytes:
    """The netstring."""
    return b"%d:%b," % (len(content), content)
