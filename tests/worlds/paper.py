"""A log file, and the question what an index of it would answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache

from whosent.adapters.logs.coverage import WITHOUT_MAIL
from whosent.adapters.logs.search import NEAR
from whosent.adapters.logs.spans import hole_of, joined, spans_of
from whosent.logs import read_line
from whosent.logs.clock import seconds
from whosent.logs.words import lines_with, normalised, pieces, words
from whosent.model.log import LogEvent, LogSpan

ENDS = ("queued", "delivered", "deferred", "failed", "requeued", "removed")
LATEST = "2026-11-24T23:59:59"
"""When the files were last written: stamps without a year are of the last one in which they are not after it."""
BLOCK = 200
"""Lines that the index keeps together, roughly."""

_words = lru_cache(maxsize=50_000)(lambda line: words(line.encode()))
_spans = lru_cache(maxsize=2_000)(spans_of)
"""What happened before is the same in all scenes."""


class Paper:
    """Lines of one log in the order of their moments."""

    def __init__(self, name: str, kind: str) -> None:
        self.name, self.kind = name, kind
        self._written: list[tuple[datetime, str]] = []
        self._lines: tuple[str, ...] | None = None
        self._bytes = b""
        self._words: dict[bytes, list[int]] | None = None
        self._spans: list[LogSpan] | None = None

    def write(self, moment: datetime, text: str) -> None:
        self._written.append((moment, text))
        self._lines = self._words = self._spans = None

    def go_on_from(self, past: Paper) -> None:
        """With the lines of another in front."""
        self._written = [*past._written, *self._written]
        self._lines = self._words = self._spans = None

    def keep(self, first: datetime | None = None, last: datetime | None = None) -> None:
        """Only what was written between two moments is left."""
        self._written = [
            (moment, text)
            for moment, text in self._written
            if (first is None or first <= moment) and (last is None or moment <= last)
        ]
        self._lines = self._words = self._spans = None

    def change(self, old: str, *new: str) -> None:
        """In lines with `old` there is the new text instead; several make several lines of one."""
        self._written = [
            (moment, text.replace(old, one))
            for moment, text in self._written
            for one in (new if old in text else (old,))
        ]
        self._lines = self._words = self._spans = None

    def lose(self, first: datetime, last: datetime) -> None:
        """What was written between two moments is lost."""
        self._written = [(moment, text) for moment, text in self._written if not first <= moment <= last]
        self._lines = self._words = self._spans = None

    @property
    def lines(self) -> tuple[str, ...]:
        if self._lines is None:
            self._lines = tuple(text for _, text in sorted(self._written, key=lambda one: one[0]))
            self._bytes = "".join(f"{line}\n" for line in self._lines).encode()
        return self._lines

    @property
    def data(self) -> bytes:
        """The file."""
        assert self.lines is not None
        return self._bytes

    def holding(self, token: str) -> list[int]:
        """The numbers of the lines with `token` as a whole word, from 0."""
        if self._words is None:
            self._words = defaultdict(list)
            for number, line in enumerate(self.lines):
                for word in _words(line):
                    self._words[word].append(number)
        key = normalised(token)
        return [
            number
            for number in self._words.get(next(iter(pieces(token)), b""), ())
            if any(True for _ in lines_with(self.lines[number].encode(), key))
        ]

    def event(self, number: int) -> LogEvent | None:
        return read_line(self.kind, self.lines[number], "")

    def programs(self, number: int) -> Iterator[int]:
        """Lines before a local submission of Exim that say where a program ran."""
        for before in range(max(0, number - NEAR), number):
            event = self.event(before)
            if event is not None and event.act == "ran":
                yield before

    def value(self, number: int) -> str:
        """What an answer says of a line."""
        return f"{self.name}:{number + 1}\t{self.kind}\t{self.lines[number]}"

    @property
    def spans(self) -> list[LogSpan]:
        """What it covers, as the index tells it."""
        if self._spans is None:
            blocks = (
                "".join(f"{line}\n" for line in self.lines[n : n + BLOCK]) for n in range(0, len(self.lines), BLOCK)
            )
            found = [span for block in blocks for span in _spans(self.kind, block.encode(), LATEST)]
            ends = [seconds(one) or 0 for span in found for one in (span.first, span.last)]
            hole = hole_of(max(ends, default=0) - min(ends, default=0), len(self.lines))
            kind = self.kind if self._tells_of_mail() else self.kind + WITHOUT_MAIL
            self._spans = [LogSpan(self.name, kind, *span[:1], *span[2:], span.offset) for span in joined(found, hole)]
        return self._spans

    def _tells_of_mail(self) -> bool:
        """Does it say what becomes of messages?"""
        events = map(self.event, range(len(self.lines)))
        return any(event is not None and event.queue_id is not None and event.act in ENDS for event in events)
