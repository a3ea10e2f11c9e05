"""SOURCE arguments -> messages: files, mailboxes, folders, standard input, URLs, IMAP. The only door for mail."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from whosent.adapters.files import Found, messages
from whosent.adapters.folder import Entry, printable, walk
from whosent.adapters.sniff import SUFFIXES, hint_of
from whosent.adapters.stream import CHUNK, NotAFileError, Stream, file_chunks, open_file, why
from whosent.adapters.urls import UrlFile, chunks_of, find, is_url, local_path, shown, size_of
from whosent.model.item import Item, Unreadable

if TYPE_CHECKING:
    from whosent.adapters.imap import ImapOptions

LIMIT = 32 * 1024 * 1024
"""Bytes of one message that are kept; the rest of it is skipped."""

Progress = Callable[[int, int | None], None]
"""Called with the bytes read so far, and the bytes there are altogether (None: unknown)."""
Cut = Callable[[str, int], Iterator[Any] | None]
"""Called with an argument and the limit for messages; gives the pieces (each with its `size`) that others read, None
where they do not."""


def read(
    arguments: Sequence[str],
    *,
    limit: int = LIMIT,
    progress: Progress | None = None,
    imap: ImapOptions | None = None,
    cut: Cut | None = None,
) -> Iterator[Item | Unreadable]:
    """The messages of all `arguments` in order. What cannot be read is an `Unreadable`; the rest goes on. The pieces
    that `cut` makes of an argument are handed on as they are: somebody else reads them."""
    meter = Meter(progress, _total(arguments) if progress else None)
    for argument in arguments:
        pieces = cut(argument, limit) if cut is not None else None
        for found in _argument(argument, limit, meter, imap) if pieces is None else pieces:
            if pieces is not None:
                meter.advance(getattr(found, "size", 0))
            meter.message()
            yield found
    meter.finish()


def read_file(place: str, source: str, *, whole: bool, limit: int) -> Iterator[Item | Unreadable]:
    """The messages of one file that was found in a folder: a path or URL, called `source`. `whole`: see `Entry`."""
    meter = Meter(None, None)
    if is_url(place):
        yield from _url_file(UrlFile(place, source, None, whole), limit, meter, within=True)
    else:
        yield from _file(place, limit, meter, within=Entry(place, whole), source=source)


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
    elif not is_url(argument):
        yield from _local(argument, limit, meter)
    elif (path := local_path(argument)) is not None:
        yield from _local(path, limit, meter, scheme="file://")
    else:
        yield from _url(argument, limit, meter)


def _local(path: str, limit: int, meter: Meter, *, scheme: str = "") -> Found:
    """A file or folder of this machine, named with what stood in front of its path."""
    if os.path.isdir(path):  # noqa: PTH112 (a name that is no valid UTF-8 is fine, a NUL in it too)
        yield from _folder(path, limit, meter, scheme)
    else:
        yield from _file(path, limit, meter, scheme)


def _file(
    path: str, limit: int, meter: Meter, scheme: str = "", *, within: Entry | None = None, source: str | None = None
) -> Found:
    source = source or scheme + printable(path)
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


def _folder(root: str, limit: int, meter: Meter, scheme: str = "") -> Found:
    def files() -> Found:
        for entry in walk(root):
            if isinstance(entry, Unreadable):
                yield Unreadable(scheme + entry.source, entry.error)
            else:
                yield from _file(entry.path, limit, meter, scheme, within=entry)

    yield from _or_none_found(files(), scheme + printable(root))


def _or_none_found(found: Iterable[Item | Unreadable], source: str) -> Found:
    """What was found in a folder; nothing is an error."""
    empty = True
    for each in found:
        yield each
        empty = False
    if empty:
        yield Unreadable(source, f"no mail found in this folder ({', '.join(SUFFIXES)}, mailboxes, Maildirs)")


def _url(url: str, limit: int, meter: Meter) -> Found:
    def files() -> Found:
        for file in find(url):
            if isinstance(file, Unreadable):
                yield file
            else:
                yield from _url_file(file, limit, meter, within=file.url != url)

    yield from _or_none_found(files(), shown(url))


def _url_file(file: UrlFile, limit: int, meter: Meter, *, within: bool) -> Found:
    """The messages of a file elsewhere; `within`: it was found in a folder that the user named."""
    hint = "message" if file.whole else hint_of(file.name)
    picky = within and not file.whole and hint is None
    stream = Stream(_counted(chunks_of(file.url, place=file.place), meter))
    if picky and not stream.peek(1) and stream.error:
        yield Unreadable(file.source, stream.error)
        return
    yield from messages(stream, file.source, limit, hint=hint, picky=picky)


def _counted(chunks: Iterable[bytes], meter: Meter) -> Iterator[bytes]:
    for chunk in chunks:
        meter.advance(len(chunk))
        yield chunk


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
        path = local_path(argument) if is_url(argument) else argument
        size = size_of(argument) if path is None else _local_total(path)
        if size is None:
            return None
        total += size
    return total


def _local_total(path: str) -> int:
    if os.path.isdir(path):  # noqa: PTH112 (as above)
        return sum(file_size(entry.path) for entry in walk(path) if isinstance(entry, Entry))
    return file_size(path)


def file_size(path: str) -> int:
    """Bytes of a regular file, else 0."""
    try:
        status = os.stat(path)  # noqa: PTH116 (as above)
    except (OSError, ValueError):
        return 0
    return status.st_size if stat.S_ISREG(status.st_mode) else 0
