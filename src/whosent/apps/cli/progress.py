"""How far the work is, on standard error, for a person who waits."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

T = TypeVar("T")

PATIENCE = 1.0
"""Seconds that nobody minds: only longer work shows a bar."""
STEP = 0.1
"""Seconds between two changes of what is shown."""


class Progress:
    """Tell it what was read and how much (`what`) of it was examined; it decides whether and when to show that. It has
    no thread of its own, so that processes may be forked beside it."""

    def __init__(self, *, wanted: bool, what: str = "messages") -> None:
        self._what = what
        self._wanted = wanted and sys.stderr.isatty()
        self._next = time.monotonic() + PATIENCE
        self._bar: Bar | None = None
        self._read = 0
        self._total: int | None = None
        self._counted = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def read(self, size: int, total: int | None) -> None:
        """So many bytes of so many were read."""
        self._read, self._total = size, total
        self._show()

    def count(self, results: Iterable[T]) -> Iterator[T]:
        """The results, counted as they pass."""
        for result in results:
            self._counted += 1
            self._show()
            yield result

    def add(self, count: int) -> None:
        """So many more were counted."""
        self._counted += count
        self._show()

    def _show(self) -> None:
        if not self._wanted or (now := time.monotonic()) < self._next:
            return
        self._next = now + STEP
        if self._bar is None:
            self._bar = _new_bar(self._what)
            self._bar.add_task("", total=None, counted=0)
            self._bar.start()
        task = self._bar.task_ids[0]
        self._bar.update(task, completed=self._read, total=self._total, counted=self._counted, refresh=True)


def _new_bar(what: str) -> Bar:
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    return Bar(
        BarColumn(),
        DownloadColumn(binary_units=True),
        TextColumn(f"{{task.fields[counted]:,}} {what}"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        auto_refresh=False,
        transient=True,
    )
