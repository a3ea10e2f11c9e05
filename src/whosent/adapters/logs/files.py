"""Log files as blocks of whole lines: plain or gzip, here or behind a URL, however long, in constant memory."""

from __future__ import annotations

import glob
import os
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import NamedTuple

from whosent.adapters.folder import printable
from whosent.adapters.logs import remote
from whosent.adapters.logs.blocks import Block, cut, cut_export, pass_line
from whosent.adapters.sniff import foreign
from whosent.adapters.stream import GZIP_MAGIC, NotAFileError, Stream, file_chunks, gunzip, open_file, why
from whosent.logs import journal, sniff
from whosent.logs.export import recognises
from whosent.model.item import Unreadable

SAMPLE = 16 * 1024
"""Bytes of the beginning that tell what kind of file it is."""
RATIO = 200
UNSUSPECTED = 256 * 1024 * 1024
"""A gzip file that gives more bytes than this, and more than `RATIO` times its own size, is no log."""
SQLITE_MAGIC = b"SQLite format 3\x00"
REPLACED = "it was replaced while it was read: run it again"

Advance = Callable[[int], None]


class Log(NamedTuple):
    """A file that was looked into. `size` and `changed` (nanoseconds) are of the file itself, packed or not."""

    path: str
    sample: bytes
    size: int
    changed: int
    packed: bool
    remote: bool = False

    @property
    def export(self) -> bool:
        """An export of systemd's journal: what is indexed are lines made of it."""
        return recognises(self.sample)

    @property
    def format(self) -> str | None:
        """The name of its format; None if it is no log of a kind that is read."""
        found = journal.FORMAT if self.export else sniff(self.sample)
        return found.name if found is not None else None

    @property
    def head(self) -> bytes:
        """The first whole lines, as they are indexed."""
        if not self.export:
            return self.sample.rpartition(b"\n")[0] + b"\n"
        with suppress(ValueError):
            for block in cut_export(Stream([self.sample])):
                return block.data
        return b""

    @property
    def source(self) -> str:
        """Its path or URL as a report can print it."""
        return remote.shown(self.path) if self.remote else printable(self.path)


def expand(arguments: Sequence[str]) -> Iterator[str | Unreadable]:
    """The files that paths, patterns (`mail.log*`) and URLs name, each once."""
    seen = set()
    for argument in arguments:
        if remote.is_url(argument):
            yield from remote.names(argument)
            continue
        names = [argument]
        if glob.has_magic(argument) and not os.path.lexists(argument):
            names = sorted(glob.glob(argument))  # noqa: PTH207 (names are strings here, valid UTF-8 or not)
            if not names:
                yield Unreadable(printable(argument), "no file fits this pattern")
        for name in names:
            real = os.path.realpath(name)
            if real not in seen:
                seen.add(real)
                yield name


def is_database(path: str) -> bool:
    """Does an SQLite database begin there (https://www.sqlite.org/fileformat.html section 1.3)?"""
    try:
        descriptor = open_file(path)
    except (OSError, ValueError):
        return False
    try:
        return os.read(descriptor, len(SQLITE_MAGIC)) == SQLITE_MAGIC
    except OSError:
        return False
    finally:
        os.close(descriptor)


def look(path: str) -> Log | Unreadable:
    """Open the file and read its beginning."""
    if remote.is_url(path):
        return _look(path, Stream(remote.chunks(path)), remote.size_of(path) or 0, remote.changed(path))
    if os.path.isdir(path):  # noqa: PTH112 (as above)
        return Unreadable(printable(path), "this is a folder: name the logs in it")
    try:
        descriptor = open_file(path)
    except OSError as trouble:
        return Unreadable(printable(path), why(trouble))
    except NotAFileError as said:
        return Unreadable(printable(path), f"not read: this is {said}, not a file")
    except ValueError:  # a NUL in the name
        return Unreadable(printable(path), "no such file or folder")
    try:
        status = os.fstat(descriptor)
        return _look(path, Stream(file_chunks(descriptor, _ignore)), status.st_size, status.st_mtime_ns)
    finally:
        os.close(descriptor)


def _look(path: str, raw: Stream, size: int, changed: int) -> Log | Unreadable:
    far = remote.is_url(path)
    name = remote.shown(path) if far else printable(path)
    packed = raw.peek(len(GZIP_MAGIC)).startswith(GZIP_MAGIC)
    text = Stream(gunzip(raw)) if packed else raw
    sample = text.peek(SAMPLE)[:SAMPLE]
    if not sample:
        return Unreadable(name, text.error or "nothing in it: the file is empty")
    if packed and sample.startswith(GZIP_MAGIC):
        return Unreadable(name, "packed with gzip again and again: unpack it first")
    if said := foreign(sample):
        return Unreadable(name, f"not a log but {said}")
    return Log(path, sample, size, changed, packed, far)


def read(log: Log, start: int, line: int, advance: Advance) -> Iterator[Block | Unreadable]:
    """The blocks from the unpacked byte `start`, with which line number `line` begins. `advance` is told how many bytes
    of the file were read. Where it breaks off early, the last thing is why."""
    try:
        with _opened(log, start, advance) as stream:
            yield from (cut_export if log.export else cut)(stream, start, line)
            if stream.error:
                yield Unreadable(log.source, f"read only in part: {stream.error}")
    except _NotReadableError as said:
        yield Unreadable(log.source, str(said))
    except ValueError as said:
        yield Unreadable(log.source, f"read only in part: {stream.error or said}")


def read_piece(log: Log, start: int, begin: int, end: int | None) -> Iterator[Block | Unreadable]:
    """The blocks from `begin` to `end` (None: to the last) of those that `read` gives from `start`; both are places
    where one begins (`places`). Their lines are numbered from 1."""
    try:
        with _opened(log, max(start, begin - 1), _ignore) as stream:
            yield from _piece(stream, start, begin, end, log)
    except _NotReadableError as said:
        yield Unreadable(log.source, str(said))


def _piece(stream: Stream, start: int, begin: int, end: int | None, log: Log) -> Iterator[Block | Unreadable]:
    most = (log.size if end is None else end) - begin
    passed = 0
    if begin > start:  # is the byte before it a line end? Else its first line is that of the piece before
        passed = pass_line(stream, most + 1) - 1
    reached = begin + passed
    if passed < most:
        for block in cut(stream, reached):
            if end is not None and block.start >= end:
                break
            yield block
            reached = block.end
    if stream.error:
        yield Unreadable(log.source, f"read only in part: {stream.error}")
    elif reached < begin + most:
        yield Unreadable(log.source, REPLACED)


class _NotReadableError(Exception):
    """One line for the user."""


@contextmanager
def _opened(log: Log, start: int, advance: Advance) -> Iterator[Stream]:
    """What is in the file from the unpacked byte `start`."""
    if log.remote:
        yield Stream(_remote(log, start, advance))
        return
    try:
        descriptor = open_file(log.path)
    except OSError as trouble:
        raise _NotReadableError(why(trouble)) from None
    except ValueError:
        raise _NotReadableError("no such file or folder") from None
    try:
        if not _is_same(descriptor, log):
            raise _NotReadableError(REPLACED)
        yield Stream(_bytes(descriptor, log.packed, start, advance))
    finally:
        os.close(descriptor)


def _is_same(descriptor: int, log: Log) -> bool:
    """A rotation may have put another file in its place since."""
    if log.packed:
        status = os.fstat(descriptor)
        return (status.st_size, status.st_mtime_ns) == (log.size, log.changed)
    return os.pread(descriptor, len(log.sample), 0) == log.sample


def _bytes(descriptor: int, packed: bool, start: int, advance: Advance) -> Iterator[bytes]:
    if packed:
        most = max(UNSUSPECTED, RATIO * os.fstat(descriptor).st_size)
        yield from _without(_limited(gunzip(file_chunks(descriptor, advance)), most), start)
    else:
        os.lseek(descriptor, start, os.SEEK_SET)
        yield from file_chunks(descriptor, advance)


def _remote(log: Log, start: int, advance: Advance) -> Iterator[bytes]:
    if log.packed:
        most = max(UNSUSPECTED, RATIO * log.size)
        yield from _without(_limited(gunzip(_counted(remote.chunks(log.path), advance)), most), start)
    else:
        yield from _counted(remote.chunks(log.path, start), advance)


def _counted(chunks: Iterable[bytes], advance: Advance) -> Iterator[bytes]:
    for chunk in chunks:
        advance(len(chunk))
        yield chunk


def _limited(chunks: Iterable[bytes], most: int) -> Iterator[bytes]:
    for chunk in chunks:
        most -= len(chunk)
        if most < 0:
            raise zlib.error(f"it unpacks to more than {RATIO} times its size, which no log does")
        yield chunk


def _without(chunks: Iterable[bytes], start: int) -> Iterator[bytes]:
    for chunk in chunks:
        yield chunk[start:]
        start = max(0, start - len(chunk))


def _ignore(size: int) -> None:
    """For what is read again later, and counted then, or by somebody else."""
