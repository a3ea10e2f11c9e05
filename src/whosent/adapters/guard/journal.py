"""One line for each event on standard error: `event=refused tag=untagged client=192.0.2.1`. journald and everybody's
tools can read that. No secret is among the particulars, and no address of a person."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Mapping
from typing import TextIO

MOST = 600
"""Lines for one event in a minute; how many more there were is told with the first one of the next."""
_LEVELS = {
    "error": 3, "state": 3, "reload-failed": 3, "unsignable": 3,
    "protocol": 4, "crowded": 4, "guessing": 4, "strange-tag": 4, "refused": 6, "would-refuse": 6,
}  # fmt: skip
"""As syslog(3) has them; else 5."""
_LONGEST = 300


class Journal:
    """`tell` of the guard. Levels stand before the lines where journald reads them (sd-daemon(3))."""

    def __init__(
        self, out: TextIO | None = None, environment: Mapping[str, str] = os.environ,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self._out = out if out is not None else sys.stderr
        self._levels = "JOURNAL_STREAM" in environment
        self._clock = clock
        self._lines: dict[str, tuple[int, int]] = {}
        """event -> (minute, lines in it)"""

    def __call__(self, event: str, **particulars: object) -> None:
        """Write it down. Particulars without a value are left out."""
        minute = int(self._clock()) // 60
        begun, lines = self._lines.get(event, (minute, 0))
        if begun != minute:
            particulars |= {"not_told": lines - MOST} if lines > MOST else {}
            lines = 0
        self._lines[event] = minute, lines + 1
        if lines >= MOST:
            return
        level = f"<{_LEVELS.get(event, 5)}>" if self._levels else ""
        said = "".join(f" {name}={_value(value)}" for name, value in particulars.items() if value not in ("", None))
        try:
            self._out.write(f"{level}event={event}{said}\n")
            self._out.flush()
        except OSError:  # nobody reads it any more
            return


def _value(value: object) -> str:
    text = "".join(char if char.isprintable() else "?" for char in str(value)[:_LONGEST])
    if text and not set(' "=\\') & set(text):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
