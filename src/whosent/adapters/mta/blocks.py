"""Our own part of a file that is somebody else's: between two lines by which it is found again."""

from __future__ import annotations

from typing import NamedTuple


class Blocks(NamedTuple):
    """The lines, with their ends."""

    begin: str
    end: str

    def of(self, text: str) -> str:
        """The block with its two lines, "" where there is none."""
        begin, end = text.find(self.begin), text.find(self.end)
        return text[begin : end + len(self.end)] if 0 <= begin < end else ""

    def without(self, text: str) -> str:
        """The rest."""
        block = self.of(text)
        return text.replace(block, "", 1) if block else text

    def put(self, text: str, place: int, inner: str) -> str:
        """The text with a block at this place; one that is there already is replaced where it is."""
        block = self.of(text)
        if block:
            place, text = text.index(block), self.without(text)
        return f"{text[:place]}{self.begin}{inner}{self.end}{text[place:]}"
