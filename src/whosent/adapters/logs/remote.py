"""Log files behind URLs (fsspec): opened, and read as chunks of bytes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime

from whosent.adapters.urls import chunks_of, find, is_url, local_path, shown, size_of
from whosent.model.item import Unreadable

__all__ = ["changed", "chunks", "is_url", "names", "shown", "size_of"]


def names(url: str) -> Iterator[str | Unreadable]:
    """The files that the URL names, as paths where they are on this machine."""
    path = local_path(url)
    if path is not None:
        yield path
        return
    for found in find(url):
        yield found if isinstance(found, Unreadable) else found.url


def chunks(url: str, start: int = 0) -> Iterator[bytes]:
    """What is in the file from the byte `start`; `EOFError` with one line where it cannot be read."""
    return chunks_of(url, start)


def changed(url: str) -> int:
    """When the file was changed (nanoseconds); now, where its place does not tell."""
    import fsspec  # type: ignore[import-untyped]

    try:
        system, path = fsspec.core.url_to_fs(url)
        moment = system.modified(path)
    except Exception:  # each file system has its own ways to say no
        return time.time_ns()
    if not isinstance(moment, datetime):
        return time.time_ns()
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1e9)
