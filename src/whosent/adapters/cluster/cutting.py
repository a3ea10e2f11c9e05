"""What is cut into parts that the workers read themselves: large mailboxes and folders that all of them can see."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any

from whosent.adapters.cluster.pieces import File, Files, Look, Part, Piece, look
from whosent.adapters.folder import printable, walk
from whosent.adapters.sniff import hint_of
from whosent.adapters.sources import file_size, read_file
from whosent.adapters.urls import UrlFile, find, is_folder, is_url, local_path, name_in, shown
from whosent.model.item import Item, Unreadable

SIZE = 4 * 1024 * 1024
"""Bytes of a piece: some hundred messages."""
WORTH = 4 * SIZE
"""Smaller files are sent: nobody need be asked whether he sees them."""
MOST = 200
"""Files that are read together."""

Client = Any


def cut(client: Client, argument: str, limit: int) -> Iterator[Part | Item | Unreadable] | None:
    """A large mailbox or a folder as parts that all workers can read; None if it is neither, or they cannot."""
    folder = _files(argument)
    if folder is not None:
        some = list(islice(folder, MOST))
        telling = next((file for file in some if isinstance(file, File) and _is_mail(file)), None)
        if telling is None or not _all_see(client, telling.place, look(telling.place)):
            return None
        return _grouped(client, chain(some, folder), limit)
    place, source = argument, shown(argument)
    if not is_url(argument):
        place, source = os.path.abspath(argument), printable(argument)  # noqa: PTH100 (stays a string)
    elif (path := local_path(argument)) is not None:
        place, source = path, "file://" + printable(path)
    found = look(place) if can_travel(place) else None
    if found is None or found.size < WORTH or not found.mailbox or not _all_see(client, place, found):
        return None
    return _pieces(place, source, found.size, limit)


def _pieces(place: str, source: str, size: int, limit: int) -> Iterator[Piece]:
    begins = range(0, size, SIZE)
    for begin in begins:
        end = begin + SIZE if begin != begins[-1] else None
        yield Piece(place, source, begin, end, limit, min(SIZE, size - begin))


def _grouped(client: Client, folder: Iterable[File | Unreadable], limit: int) -> Iterator[Part | Item | Unreadable]:
    """Its files in groups, large mailboxes in pieces; what is read here, and errors, where they belong in the order."""
    files: list[File] = []
    for file in folder:
        alone = _alone(client, file, limit)
        if alone is None:
            assert isinstance(file, File)
            files.append(file)
        size = sum(one.size for one in files)
        if files and (alone is not None or len(files) >= MOST or size >= SIZE):
            yield Files(files, limit, size)
            files = []
        yield from alone or ()
    if files:
        yield Files(files, limit, sum(one.size for one in files))


def _alone(client: Client, file: File | Unreadable, limit: int) -> Iterator[Part | Item | Unreadable] | None:
    """What becomes of a file that is no part of a group."""
    if isinstance(file, Unreadable):
        return iter((file,))
    if not can_travel(file.place):
        return read_file(file.place, file.source, whole=file.whole, limit=limit)
    if file.size < WORTH or file.whole:
        return None
    found = look(file.place)
    if found is None or not found.mailbox or not _all_see(client, found.place, found):
        return None
    return _pieces(file.place, file.source, found.size, limit)


def can_travel(place: str) -> bool:
    """Names of this machine need not be valid UTF-8."""
    try:
        return bool(place.encode())
    except UnicodeEncodeError:
        return False


def _files(argument: str) -> Iterator[File | Unreadable] | None:
    """The files of a folder, None if it is none."""
    path, scheme = argument, ""
    if is_url(argument):
        path, scheme = local_path(argument) or "", "file://"
        if not path:
            return _found(argument) if is_folder(argument) else None
    if not os.path.isdir(path):  # noqa: PTH112 (stays a string)
        return None
    return _walked(path, scheme)


def _found(url: str) -> Iterator[File | Unreadable]:
    for file in find(url):
        yield File(file.url, file.source, file.size or 0, file.whole) if isinstance(file, UrlFile) else file


def _walked(folder: str, scheme: str) -> Iterator[File | Unreadable]:
    for entry in walk(folder):
        if isinstance(entry, Unreadable):
            yield Unreadable(scheme + entry.source, entry.error)
        else:
            place = os.path.abspath(entry.path)  # noqa: PTH100 (stays a string)
            yield File(place, scheme + printable(entry.path), file_size(entry.path), entry.whole)


def _is_mail(file: File) -> bool:
    """Will there be a message or an error? (Of a folder where there is neither, that has to be told.)"""
    return can_travel(file.place) and (file.whole or hint_of(name_in(file.place)) is not None)


def _all_see(client: Client, place: str, found: Look | None) -> bool:
    return found is not None and all(seen == found for seen in client.run(look, place, on_error="return").values())
