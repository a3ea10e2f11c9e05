"""The counters of the guard on disk: what was decided how often on which day; nobody's address.

Written by one process, the daemon; read by `whosent guard report` at the same time.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS counts (day INTEGER, decision TEXT, n INTEGER NOT NULL, PRIMARY KEY (day, decision))"
    " WITHOUT ROWID"
)
_ADD = "INSERT INTO counts VALUES (?, ?, ?) ON CONFLICT (day, decision) DO UPDATE SET n = n + excluded.n"
_READ = "SELECT day, decision, n FROM counts WHERE day >= ? ORDER BY day, decision"
_SECONDS = 5.0
"""To wait for somebody else who writes."""


def add(path: Path, counted: Mapping[tuple[int, str], int]) -> None:
    """Add to what is there. `OSError` with one line for the user where it cannot be kept; then nothing was added."""
    try:
        with closing(sqlite3.connect(path, timeout=_SECONDS)) as base, base:
            # No WAL: whoever may not write here could not read it either, and who reads for long would let it grow.
            base.execute("PRAGMA journal_mode=DELETE")
            base.execute(_SCHEMA)
            base.executemany(_ADD, [(day, decision, n) for (day, decision), n in counted.items()])
    except sqlite3.Error as trouble:
        raise OSError(f"{path}: the counters cannot be kept: {trouble}") from None


def read(path: Path, since: int) -> dict[tuple[int, str], int]:
    """What was counted since this day (since 1970). `ValueError` with one line for the user."""
    if not path.exists():
        raise ValueError(f"{path}: no such file: the guard has counted nothing yet, or keeps its counters elsewhere")
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=_SECONDS)) as base:
            return {(day, decision): n for day, decision, n in base.execute(_READ, (since,))}
    except sqlite3.Error as trouble:
        raise ValueError(f"{path}: the counters cannot be read: {trouble}") from None
