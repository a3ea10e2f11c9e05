"""The index as a file: an SQLite database, for its owner only, that one writes while others read."""

from __future__ import annotations

import contextlib
import fcntl
import os
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

from whosent.adapters.stream import why

VERSION = 1
"""The schema below. A change of it is a new number."""
APPLICATION = 0x77686F73
"""Tells our databases from others (`PRAGMA application_id`)."""
PATIENCE = 5.0
"""Seconds to wait for another run that is writing."""
STEP = 0.1

SCHEMA = """
CREATE TABLE files (
    id INTEGER PRIMARY KEY,
    path BLOB NOT NULL,            -- where it was seen last
    format TEXT NOT NULL,
    head BLOB NOT NULL,            -- hash of its first head_size bytes, unpacked: by this it is recognised
    head_size INTEGER NOT NULL,
    done INTEGER NOT NULL DEFAULT 0,       -- unpacked bytes that are indexed
    lines INTEGER NOT NULL DEFAULT 0,
    size INTEGER NOT NULL DEFAULT 0,       -- of the file as it lay there, and
    changed INTEGER NOT NULL DEFAULT 0,    -- when it was changed (ns): the same again holds nothing new
    first TEXT, last TEXT,         -- clocks of its first and last line
    mail INTEGER NOT NULL DEFAULT 0        -- does it say what becomes of messages?
);
CREATE INDEX files_by_head ON files(head);
CREATE TABLE blocks (
    id INTEGER PRIMARY KEY,        -- segment << 8 | number in it
    file INTEGER NOT NULL REFERENCES files(id),
    start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    line INTEGER NOT NULL,         -- number of its first line
    last TEXT NOT NULL,            -- clock after which nothing in it was written
    spans BLOB NOT NULL            -- JSON: [[host, offset, first, last], …]
);
CREATE INDEX blocks_by_file ON blocks(file, start);
CREATE TABLE texts (
    id INTEGER PRIMARY KEY,        -- that of the block
    data BLOB NOT NULL             -- zlib
);
CREATE TABLE words (
    id INTEGER PRIMARY KEY,        -- bucket << 32 | segment
    data BLOB NOT NULL             -- see segment.py
);
"""


def default_path() -> Path:
    """Where the XDG base directory specification puts it."""
    base = os.environ.get("XDG_STATE_HOME") or "~/.local/state"
    return Path(base).expanduser() / "whosent" / "logs.sqlite"


def temporary() -> sqlite3.Connection:
    """An index for this run only; it goes to disk where it is large."""
    connection = sqlite3.connect("", isolation_level=None)
    connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
    connection.executescript(SCHEMA)
    return connection


def open_to_read(path: str | Path) -> sqlite3.Connection:
    """An index that is there. `ValueError` with one line for the user if it cannot be used."""
    path = Path(path)
    with telling(path):
        if not path.exists():
            raise ValueError(f"{path}: there is no index: make one with `whosent logs index`")
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None,
                                     timeout=PATIENCE)  # fmt: skip
        _check(connection, path)
    return connection


@contextlib.contextmanager
def writing(path: str | Path) -> Iterator[sqlite3.Connection]:
    """The index for one run to write to; another run waits for a moment. `ValueError` as above, also where something
    goes wrong with it meanwhile."""
    path = Path(path)
    with telling(path):
        with contextlib.suppress(FileExistsError):
            path.parent.mkdir(mode=0o700, parents=True)
        with _alone(path), contextlib.closing(open_to_write(path)) as connection:
            yield connection


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    """No other run writes to the index meanwhile: it would number the same blocks. SQLite locks it for a transaction at
    a time only."""
    descriptor = os.open(f"{path}-lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        deadline = time.monotonic() + PATIENCE
        while not _locked(descriptor):
            if time.monotonic() > deadline:
                raise ValueError(f"{path}: {_BUSY}")
            time.sleep(STEP)
        yield
    finally:
        os.close(descriptor)


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def open_to_write(path: str | Path) -> sqlite3.Connection:
    """The index, made if there is none. `ValueError` as above."""
    path = Path(path)
    with telling(path):
        with contextlib.suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
        connection = sqlite3.connect(path, isolation_level=None, timeout=PATIENCE)
        _create(connection)
        _check(connection, path)
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA secure_delete = ON")
    return connection


def _create(connection: sqlite3.Connection) -> None:
    if connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION:
        return
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("BEGIN IMMEDIATE")
    if not connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:  # nobody was quicker
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {VERSION}")
        for statement in SCHEMA.split(";\n"):
            connection.execute(statement)
    connection.execute("COMMIT")


def _check(connection: sqlite3.Connection, path: Path) -> None:
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION:
        raise ValueError(f"{path}: this is a database, but no index of logs")
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > VERSION:
        raise ValueError(f"{path}: a newer whosent made this index: update whosent, or give another file with --index")
    if version < VERSION:
        raise damaged(path)


@contextlib.contextmanager
def telling(path: str | Path) -> Iterator[None]:
    """Turns what SQLite and the system say into one line for the user, as `ValueError`. What is said of a cluster
    (`ConnectionError`) is not about the index."""
    try:
        yield
    except ConnectionError:
        raise
    except sqlite3.Error as trouble:
        raise ValueError(f"{path}: {_told(trouble)}") from None
    except OSError as trouble:
        raise ValueError(f"{path}: {why(trouble)}") from None


def damaged(path: str | Path) -> ValueError:
    """The error for contents that cannot be."""
    return ValueError(f"{path}: {_DAMAGED}")


_DAMAGED = "the index is damaged: delete it and index the logs again"
_BUSY = "another run is writing to this index: wait until it has finished"
_TOLD = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_IOERR: "the disk reports an error",
    sqlite3.SQLITE_CANTOPEN: "permission denied: ask for access, or give another file with --index",
    sqlite3.SQLITE_READONLY: "permission denied: ask for access, or give another file with --index",
    sqlite3.SQLITE_PERM: "permission denied: ask for access, or give another file with --index",
}


def _told(trouble: sqlite3.Error) -> str:
    code = getattr(trouble, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
    return _TOLD.get(code, _DAMAGED)
