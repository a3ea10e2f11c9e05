"""SOURCE arguments -> messages: files, mailboxes, folders, standard input, IMAP. The only door for mail."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from whosent.adapters.files import Found, messages
from whosent.adapters.folder import Entry, printable, walk
from whosent.adapters.sniff import SUFFIXES, hint_of
from whosent.adapters.stream import CHUNK, NotAFileError, Stream, file_chunks, open_file, why
from whosent.model.item import Item, Unreadable

if TYPE_CHECKING:
    from whosent.adapters.imap import ImapOptions

LIMIT = 32 * 1024 * 1024
"""Bytes of one message that are kept; the rest of it is skipped."""

Progress = Callable[[int, int | None], None]
"""Called with the bytes read so far, and the bytes there are altogether (None: unknown)."""


def read(
    arguments: Sequence[str],
    *,
    limit: int = LIMIT,
    progress: Progress | None = None,
    imap: ImapOptions | None = None,
) -> Iterator[Item | Unreadable]:
    """The messages of all `arguments` in order. What cannot be read is an `Unreadable`; the rest goes on."""
    meter = Meter(progress, _total(arguments) if progress else None)
    for argument in arguments:
        for found in _argument(argument, limit, meter, imap):
            meter.message()
            yield found
    meter.finish()


class Meter:
    """Tells `progress` how far the reading is, at most once per MiB or 256 messages."""

    def __init__(self, progress: Progress | None, total: int | None) -> None:
        self._progress = progress
        self._total = total
        self._bytes = 0
        self._told = 0
        self._messages = 0

    def advance(self, size: int) -> None:
        """`size` more bytes were read."""
        self._bytes += size
        if self._bytes - self._told >= 1024 * 1024:
            self.finish()

    def message(self) -> None:
        """One more message was handed on."""
        self._messages += 1
        if self._messages >= 256:
            self.finish()

    def finish(self) -> None:
        """Tell it now."""
        self._told = self._bytes
        self._messages = 0
        if self._progress is not None:
            self._progress(self._bytes, self._total)


def _argument(argument: str, limit: int, meter: Meter, imap: ImapOptions | None) -> Found:
    lower = argument.lower()
    if argument == "-":
        yield from _stdin(limit, meter)
    elif lower.startswith("imaps://"):
        from whosent.adapters.imap import read_imap

        yield from read_imap(argument, limit, meter.advance, imap)
    elif lower.startswith("imap://"):
        yield Unreadable(printable(argument), "imap:// sends the password unencrypted: write imaps://")
    elif os.path.isdir(argument):  # noqa: PTH112 (a name that is no valid UTF-8 is fine, a NUL in it too)
        yield from _folder(argument, limit, meter)
    else:
        yield from _file(argument, limit, meter)


def _file(path: str, limit: int, meter: Meter, *, within: Entry | None = None) -> Found:
    source = printable(path)
    try:
        descriptor = open_file(path, follow=within is None)
    except OSError as trouble:
        yield Unreadable(source, why(trouble))
        return
    except NotAFileError as said:
        yield Unreadable(source, f"not read: this is {said}; to read from a pipe use `-`")
        return
    except ValueError:  # a NUL in the name
        yield Unreadable(source, "no such file or folder")
        return
    try:
        hint = "message" if within and within.whole else hint_of(path)
        picky = within is not None and not within.whole and hint is None
        yield from messages(Stream(file_chunks(descriptor, meter.advance)), source, limit, hint=hint, picky=picky)
    finally:
        os.close(descriptor)


def _folder(root: str, limit: int, meter: Meter) -> Found:
    empty = True
    for entry in walk(root):
        if isinstance(entry, Unreadable):
            yield entry
            empty = False
            continue
        for found in _file(entry.path, limit, meter, within=entry):
            yield found
            empty = False
    if empty:
        suffixes = ", ".join(SUFFIXES)
        yield Unreadable(printable(root), f"no mail found in this folder ({suffixes}, mailboxes, Maildirs)")


def _stdin(limit: int, meter: Meter) -> Found:
    if sys.stdin is None:
        yield Unreadable("-", "there is no standard input")
        return
    yield from messages(Stream(_stdin_chunks(meter)), "-", limit)


def _stdin_chunks(meter: Meter) -> Iterator[bytes]:
    while chunk := sys.stdin.buffer.read(CHUNK):
        meter.advance(len(chunk))
        yield chunk
        if len(chunk) < CHUNK:  # the end; at a terminal, asking once more would want a second Ctrl-D
            return


def _total(arguments: Sequence[str]) -> int | None:
    """Bytes in all files, None where that cannot be known beforehand."""
    total = 0
    for argument in arguments:
        if argument == "-" or argument.lower().startswith("imaps://"):
            return None
        paths = [argument]
        if os.path.isdir(argument):  # noqa: PTH112 (as above)
            paths = [entry.path for entry in walk(argument) if isinstance(entry, Entry)]
        total += sum(map(_size, paths))
    return total


def _size(path: str) -> int:
    try:
        status = os.stat(path)  # noqa: PTH116 (as above)
    except (OSError, ValueError):
        return 0
    return status.st_size if stat.S_ISREG(status.st_mode) else 0
