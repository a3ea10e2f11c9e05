"""What is done with results, one class per `--format`. Each takes the results one by one and writes bytes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, BinaryIO, Protocol

import msgspec

from whosent.apps import bootstrap
from whosent.apps.cli.language import language
from whosent.model.item import Unreadable
from whosent.report import machine
from whosent.report.texts import Texts
from whosent.service.check import Checked
from whosent.service.run import Run

Write = Callable[[bytes], object]


class Format(Protocol):
    """`add` every result, then `finish` once."""

    def add(self, result: Checked, incident: str | None) -> None:
        """One result and the id of its incident."""

    def finish(self, run: Run, now: str) -> None:
        """There are no more results; it is `now` (RFC 3339)."""


class JsonLines:
    """One object per message, written at once."""

    def __init__(self, write: Write, texts: Texts) -> None:
        self._write = write
        self._texts = texts
        self._encode = msgspec.json.Encoder().encode

    def add(self, result: Checked, incident: str | None) -> None:
        if isinstance(result, Unreadable):
            row = machine.unreadable(result)
        else:
            row = machine.message(result, incident, self._texts)
        self._write(self._encode(row) + b"\n")

    def finish(self, run: Run, now: str) -> None:
        pass


def make_format(options: dict[str, Any], out: BinaryIO) -> Format:
    """The format that the options ask for."""
    texts = bootstrap.texts(options["lang"] or language())
    return JsonLines(out.write, texts)
