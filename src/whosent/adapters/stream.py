"""Bytes from files, pipes and gzip, in chunks: constant memory, and a broken end is a fact instead of an exception."""

from __future__ import annotations

import errno
import os
import stat
import zlib
from collections.abc import Callable, Iterable, Iterator

CHUNK = 1024 * 1024
GZIP_MAGIC = b"\x1f\x8b\x08"

_WHY = {
    errno.ENOENT: "no such file or folder",
    errno.ENOTDIR: "no such file or folder",
    errno.EACCES: "permission denied: ask for read access, or run as a user who has it",
    errno.EPERM: "permission denied: ask for read access, or run as a user who has it",
    errno.ELOOP: "too many symbolic links",
    errno.ENAMETOOLONG: "no such file or folder (the name is too long)",
    errno.EIO: "the disk reports a read error",
    errno.EMFILE: "too many files are open",
    errno.ESTALE: "the network share is gone",
}
_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


class Stream:
    """Chunks that can be looked into before they are consumed.

    `error` is one line for the user if the source ended before its end, else None; it is final once the
    stream is exhausted.
    """

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._held = b""
        self.error: str | None = None

    def __iter__(self) -> Iterator[bytes]:
        if self._held:
            held, self._held = self._held, b""
            yield held
        while chunk := self._next():
            yield chunk

    def peek(self, size: int) -> bytes:
        """The first `size` bytes (or more), which stay to be read; fewer only where the source is shorter."""
        self._hold(size)
        return self._held

    def read(self, size: int) -> bytes:
        """The next `size` bytes, fewer at the end."""
        self._hold(size)
        data, self._held = self._held[:size], self._held[size:]
        return data

    def _hold(self, size: int) -> None:
        parts, have = [self._held], len(self._held)
        while have < size and (chunk := self._next()):
            parts.append(chunk)
            have += len(chunk)
        self._held = parts[0] if len(parts) == 1 else b"".join(parts)

    def _next(self) -> bytes:
        """The next chunk that is not empty; b"" at the end."""
        try:
            for chunk in self._chunks:
                if chunk:
                    return chunk
        except OSError as trouble:
            self.error = why(trouble)
        except (EOFError, zlib.error) as trouble:
            self.error = str(trouble)
        return b""


def why(trouble: OSError) -> str:
    """One line for the user, without the path."""
    known = _WHY.get(trouble.errno or 0)
    return known or (os.strerror(trouble.errno).lower() if trouble.errno else "cannot be read")


def open_file(path: str | bytes, *, follow: bool = True) -> int:
    """A file descriptor for reading. Never blocks; `NotAFileError` where it leads to no regular file."""
    flags = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY | (0 if follow else os.O_NOFOLLOW)
    try:
        descriptor = os.open(path, flags)
    except OSError as trouble:
        if trouble.errno == errno.ENXIO:  # a socket, or a device without hardware
            raise NotAFileError("a socket or device") from None
        raise
    mode = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(mode):
        os.close(descriptor)
        raise NotAFileError(next((name for test, name in _KINDS if test(mode)), "no regular file"))
    return descriptor


class NotAFileError(ValueError):
    """The path leads to something that has no end or no bytes; the text says to what."""


def file_chunks(descriptor: int, advance: Callable[[int], None]) -> Iterator[bytes]:
    """What is in an open file; `advance` is told how many bytes were read."""
    size = min(CHUNK, max(4096, os.fstat(descriptor).st_size + 1))
    while chunk := os.read(descriptor, size):
        advance(len(chunk))
        yield chunk


def gunzip(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Unpacked gzip members (RFC 1952) in chunks of at most `CHUNK`, however much a few bytes swell up to.

    Raises `EOFError` or `zlib.error` at the place where the packed data ends or breaks.
    """
    unpacker = None
    rest = b""
    for chunk in chunks:
        data = rest + chunk
        rest = b""
        while data:
            if unpacker is None:
                data = data.lstrip(b"\x00")  # padding of tapes and block devices
                if len(data) < len(GZIP_MAGIC):
                    rest = data
                    break
                if not data.startswith(GZIP_MAGIC):
                    return  # gzip(1), too, ignores what follows the last member
                unpacker = zlib.decompressobj(wbits=31)
            try:
                out = unpacker.decompress(data, CHUNK)
            except zlib.error:
                raise zlib.error("the gzip data is damaged; make a new copy of the file") from None
            yield out
            data = unpacker.unconsumed_tail
            while len(out) == CHUNK and not data and not unpacker.eof:
                out = unpacker.decompress(b"", CHUNK)
                yield out
            if unpacker.eof:
                data = unpacker.unused_data
                unpacker = None
    if unpacker is not None:
        raise EOFError("the gzip file ends too early; make a new copy of it")
