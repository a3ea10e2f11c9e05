"""Files and folders elsewhere, by the URL: whatever fsspec has a driver for (s3://, sftp://, https://, zip://…::…).

Credentials come from fsspec's own configuration or from the system's; what a URL holds of them is shown to nobody.
Drivers are other people's code and raise whatever they like: here all of it becomes one line for the user.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any, BinaryIO, NamedTuple, cast
from urllib.parse import unquote

from whosent.adapters.folder import MAX_DEPTH
from whosent.adapters.stream import CHUNK
from whosent.adapters.url_drivers import prepare
from whosent.adapters.url_errors import NoParts, line, scheme
from whosent.adapters.url_errors import said as why_not
from whosent.adapters.url_errors import shown as shown
from whosent.model.item import Unreadable

NEEDED = "reading from URLs needs more packages: pip install 'whosent[urls]'"
FOLDER = "this is a folder: name the files in it"

PART, NOTHING_THERE = 206, 416
"""Answers of a web server that was asked for the rest of a page."""
MAX_SKIPPED = 64 * 1024 * 1024
"""Bytes that are fetched in vain to come to a place within a page."""

_URL = re.compile(r"[a-z][a-z0-9+.-]{1,40}(?:://|::[a-z])", re.IGNORECASE)


class Place(NamedTuple):
    """A file system of fsspec, and a path in it."""

    system: Any
    path: str


class UrlFile(NamedTuple):
    """A file that a URL names. `url`: its own, for opening it again; `source`: the same as it may be shown; `whole`: a
    Maildir file, which is one message whatever its first line says. `place`: where a walk found it, so that the folder
    need not be opened again for each of its files."""

    url: str
    source: str
    size: int | None
    whole: bool = False
    place: Place | None = None

    @property
    def name(self) -> str:
        """See `name_in`."""
        return name_in(self.url)


def is_url(argument: str) -> bool:
    """Does it look like a URL, and is no file of that name there? (`imaps://` names no file.)"""
    lower = argument.lower()
    if lower.startswith(("imap://", "imaps://")) or _URL.match(argument) is None:
        return False
    return "://" in argument and not _exists(argument)


def _exists(path: str) -> bool:
    try:
        return os.path.lexists(path)
    except ValueError:  # a NUL in the name
        return False


def local_path(url: str) -> str | None:
    """The path of a `file://` URL (RFC 8089) of this machine, percent-encoded or not; None for any other."""
    if not url.lower().startswith("file://"):
        return None
    rest = url[len("file://") :]
    path = rest.removeprefix("localhost") if rest.startswith("localhost/") else rest
    return path if "%" not in path or _exists(path) else unquote(path, errors="surrogateescape")


def name_in(place: str) -> str:
    """The name of the file in a URL, or a path as it is: its end tells what the file may be."""
    return place.partition("::")[0].partition("?")[0] if is_url(place) else place


def find(url: str) -> Iterator[UrlFile | Unreadable]:
    """The file that `url` names, or those below the folder that it names: folder by folder in the order of their names;
    hidden ones are left out."""
    try:
        system, path, folder, size = _look(url)
        if not folder:
            yield UrlFile(url, shown(url), size)
            return
        yield from _Walk(system, path, url).files(path, 0)
    except ValueError as said:
        yield Unreadable(shown(url), str(said))


def size_of(url: str) -> int | None:
    """Bytes of the file; None if that cannot be told, or if it is a folder."""
    try:
        return _look(url)[3]
    except ValueError:
        return None


def is_folder(url: str) -> bool:
    """Does it name a folder?"""
    try:
        return _look(url)[2]
    except ValueError:
        return False


def open_url(url: str, start: int = 0, place: Place | None = None) -> BinaryIO:
    """The file for reading from the byte `start`; close it. `ValueError` with one line for the user if it cannot be
    opened; reading raises `EOFError` with one where the file cannot be read to its end."""
    if place is None:
        system, path, folder, _ = _look(url)
        if folder:
            raise ValueError(FOLDER)
        place = Place(system, path)
    try:
        file = _opened(place, start)
    except Exception as trouble:
        raise ValueError(why_not(trouble, url)) from None
    return cast("BinaryIO", _File(file, url, place))


def chunks_of(url: str, start: int = 0, place: Place | None = None) -> Iterator[bytes]:
    """What is in the file from the byte `start`; the same errors, all of them while reading."""
    try:
        file = open_url(url, start, place)
    except ValueError as said:
        raise EOFError(str(said)) from None
    try:
        while chunk := file.read(CHUNK):
            yield chunk
    finally:
        file.close()


def _opened(place: Place, start: int) -> Any:
    if {"http", "https"} & set(_protocols(place.system)):
        return _streamed(place, start)
    file = place.system.open(place.path, "rb")
    if start:
        file.seek(start)
    return file


def _protocols(system: Any) -> tuple[str, ...]:
    """A driver names one or several."""
    return system.protocol if isinstance(system.protocol, tuple) else (system.protocol,)


def _streamed(place: Place, start: int) -> Any:
    """A web page, in one request (RFC 9110 section 14.2): of a connection that breaks off, what came before is kept,
    and a server that gives no parts sends the whole, of which the beginning is left out."""
    options: dict[str, Any] = {"block_size": 0, "size": 1}  # the driver need not ask how long it is
    if not start:
        return place.system.open(place.path, "rb", **options)
    headers = {**place.system.kwargs.get("headers", {}), "Range": f"bytes={start}-"}
    try:
        file = place.system.open(place.path, "rb", headers=headers, **options)
    except Exception as trouble:
        if getattr(trouble, "status", None) == NOTHING_THERE:
            return BytesIO()
        raise
    skip = start if file.r.status != PART else 0
    if skip > MAX_SKIPPED:
        file.close()
        raise NoParts
    while skip > 0 and (chunk := file.read(min(CHUNK, skip))):
        skip -= len(chunk)
    return file


class _File:
    """A file of a driver whose errors are lines for the user."""

    def __init__(self, file: Any, url: str, place: Place) -> None:
        self._file = file
        self._url = url
        self._place = place  # an archive is closed when nobody holds it any more

    def read(self, size: int = -1) -> bytes:
        try:
            return bytes(self._file.read(size))
        except Exception as trouble:
            raise EOFError(why_not(trouble, self._url)) from None

    def close(self) -> None:
        self._file.close()

    def __enter__(self) -> _File:
        return self

    def __exit__(self, *trouble: object) -> None:
        self.close()


def _look(url: str) -> tuple[Any, str, bool, int | None]:
    """The file system, the path in it, whether that is a folder, and the size of a file."""
    try:
        from fsspec.core import url_to_fs  # type: ignore[import-untyped]
    except ImportError:
        raise ValueError(NEEDED) from None
    try:
        prepare(url)
        system, path = url_to_fs(url)
        if url.partition("::")[0].endswith("/"):
            return system, path, True, None
        info = system.info(path)
    except ImportError as missing:
        raise ValueError(f"{scheme(url)}:// needs one more package: {line(missing, url)}") from None
    except Exception as trouble:
        raise ValueError(why_not(trouble, url)) from None
    if info.get("type") not in ("file", "directory", "link"):
        raise ValueError("this is neither a file nor a folder")
    return system, path, info["type"] == "directory", info.get("size")


class _Walk:
    """A walk through a folder. What a listing names outside of it (links in a web page, say) does not belong to it."""

    def __init__(self, system: Any, root: str, url: str) -> None:
        self._system = system
        self._root = root.rstrip("/")
        self._url = url

    def files(self, folder: str, depth: int) -> Iterator[UrlFile | Unreadable]:
        """The files below `folder`, as `folder.walk` gives those of this machine."""
        if depth > MAX_DEPTH:
            yield Unreadable(shown(self._of(folder)), f"not looked into: more than {MAX_DEPTH} folders deep")
            return
        try:
            entries = self._list(folder)
        except Exception as trouble:
            yield Unreadable(shown(self._of(folder)), why_not(trouble, self._url))
            return
        folders = {name for name, entry in entries.items() if entry.get("type") == "directory"}
        maildir = {"cur", "new"} <= folders
        for name in sorted(entries):
            entry = entries[name]
            path = entry["name"].rstrip("/")
            if entry.get("islink") or entry.get("type") not in ("file", "directory"):
                continue
            if name not in folders:
                if not maildir:  # beside cur and new a mail server keeps its indexes
                    yield self._file(path, entry, whole=False)
            elif maildir and name in ("cur", "new"):
                yield from self._mails(path)
            elif not (maildir and name == "tmp"):  # in tmp they are still being written
                yield from self.files(path, depth + 1)

    def _mails(self, folder: str) -> Iterator[UrlFile | Unreadable]:
        try:
            entries = self._list(folder)
        except Exception as trouble:
            yield Unreadable(shown(self._of(folder)), why_not(trouble, self._url))
            return
        for name in sorted(entries):
            if entries[name].get("type") == "file":
                yield self._file(entries[name]["name"], entries[name], whole=True)

    def _list(self, folder: str) -> dict[str, dict[str, Any]]:
        """Name -> what the driver says of it."""
        inside = folder.rstrip("/") + "/" if folder.rstrip("/") else ""
        found = {}
        for entry in self._system.ls(folder, detail=True):
            path = entry["name"].rstrip("/")
            name = path.rpartition("/")[2]
            if name and not name.startswith(".") and path.lstrip("/") == (inside + name).lstrip("/"):
                found[name] = entry
        return found

    def _file(self, path: str, entry: dict[str, Any], *, whole: bool) -> UrlFile:
        url = self._of(path)
        return UrlFile(url, shown(url), entry.get("size"), whole, Place(self._system, path))

    def _of(self, path: str) -> str:
        """The URL of something below the folder: of a chain, the first link leads there."""
        head, chain, rest = self._url.partition("::")
        below = path.rstrip("/").removeprefix(self._root).lstrip("/")
        base = head.rstrip("/") + "/" if not head.endswith("://") else head
        return (base + below if below else head) + chain + rest
