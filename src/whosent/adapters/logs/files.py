"""Log files as blocks of whole lines: plain or gzip, here or behind a URL, however long, in constant memory."""

from __future__ import annotations

import glob
import os
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from whosent.adapters.folder import printable
from whosent.adapters.logs import remote
from whosent.adapters.sniff import foreign
from whosent.adapters.stream import GZIP_MAGIC, NotAFileError, Stream, file_chunks, gunzip, open_file, why
from whosent.model.item import Unreadable

BLOCK = 64 * 1024
"""Bytes of a block, and of the longest line: what is longer is cut."""
PIECE = 64 * BLOCK
"""A new block begins with the first line behind each multiple of so many bytes, wherever the reading began: so a file
can be read in pieces, and gives the same blocks."""
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
    def source(self) -> str:
        """Its path or URL as a report can print it."""
        return remote.shown(self.path) if self.remote else printable(self.path)


class Block(NamedTuple):
    """Whole lines, each with a line end. `start` and `end` count the unpacked bytes of the file; `line` is the number
    of the first line, from 1, `lines` how many there are."""

    start: int
    end: int
    line: int
    data: bytes
    lines: int


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
            yield from cut(stream, start, line)
            if stream.error:
                yield Unreadable(log.source, f"read only in part: {stream.error}")
    except _NotReadableError as said:
        yield Unreadable(log.source, str(said))


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
        passed = _pass_line(stream, most + 1) - 1
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


def places(start: int, size: int) -> list[int]:
    """Where the pieces of a file of that size begin, if it is read from `start`."""
    return [start, *range(start - start % PIECE + PIECE, size, PIECE)]


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


def cut(stream: Stream, start: int = 0, line: int = 1) -> Iterator[Block]:
    """Blocks of at most `BLOCK` bytes. A longer line is a block of its own, cut; the last line needs no line end."""
    while head := stream.peek(BLOCK)[:BLOCK]:
        end = _end(head, PIECE - start % PIECE)
        if end:
            data = stream.read(end)
            data = data if data.endswith(b"\n") else data + b"\n"
        else:
            data, end = head[:-1] + b"\n", _pass_line(stream)
        lines = data.count(b"\n")
        yield Block(start, start + end, line, data, lines)
        start += end
        line += lines


def _end(head: bytes, piece: int) -> int:
    """How many of the next bytes are a block; 0 if their first line has no end. `piece`: bytes to the next place where
    a block begins."""
    if piece < len(head) and (end := head.find(b"\n", piece - 1) + 1):
        return end
    return len(head) if len(head) < BLOCK else head.rfind(b"\n") + 1


def _pass_line(stream: Stream, most: int | None = None) -> int:
    """Read to the end of the line, or at least `most` bytes; how many bytes that were."""
    passed = 0
    while piece := stream.peek(BLOCK):
        end = piece.find(b"\n") + 1
        passed += len(stream.read(end or len(piece)))
        if end or (most is not None and passed >= most):
            break
    return passed


def _ignore(size: int) -> None:
    """For what is read again later, and counted then, or by somebody else."""
