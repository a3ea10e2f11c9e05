"""Folders and Maildirs: which files in them are mail (https://cr.yp.to/proto/maildir.html)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import NamedTuple

from whosent.adapters.stream import why
from whosent.model.item import Unreadable

MAX_DEPTH = 64


class Entry(NamedTuple):
    """A file to read. `whole`: a Maildir file, which is one message whatever its first line says."""

    path: str
    whole: bool


def printable(name: str) -> str:
    """`name` fit for a report: bytes that are no UTF-8, and control characters, become U+FFFD."""
    text = os.fsencode(name).decode("utf-8", "replace")
    return "".join("\ufffd" if ord(c) < 32 or 127 <= ord(c) < 160 else c for c in text)


def walk(root: str) -> Iterator[Entry | Unreadable]:
    """The files below `root`, folder by folder in the order of their names; hidden ones are left out.

    Symbolic links are not followed: what they lead to is either below `root` and found there, or none of it.
    """
    yield from _walk(root, os.path.realpath(root), set(), 0)


def _walk(folder: str, real_root: str, seen: set[tuple[int, int]], depth: int) -> Iterator[Entry | Unreadable]:
    try:
        status = os.stat(folder)  # noqa: PTH116 (names are strings here, valid UTF-8 or not)
        with os.scandir(folder) as listing:
            entries = sorted((entry for entry in listing if not entry.name.startswith(".")), key=lambda e: e.name)
    except OSError as trouble:
        yield Unreadable(printable(folder), why(trouble))
        return
    if (status.st_dev, status.st_ino) in seen:  # a bind mount of a folder into itself
        return
    if depth > MAX_DEPTH:
        yield Unreadable(printable(folder), f"not looked into: more than {MAX_DEPTH} folders deep")
        return
    seen.add((status.st_dev, status.st_ino))
    names = {entry.name for entry in entries if entry.is_dir(follow_symlinks=False)}
    maildir = {"cur", "new"} <= names
    for entry in entries:
        if entry.is_symlink():
            if _leads_out(entry.path, real_root):
                text = "a symbolic link that leads out of the folder is not followed: name its target"
                yield Unreadable(printable(entry.path), text)
        elif entry.name in names:
            if maildir and entry.name in ("cur", "new"):
                yield from _maildir_files(entry.path)
            elif not (maildir and entry.name == "tmp"):  # in tmp they are still being written
                yield from _walk(entry.path, real_root, seen, depth + 1)
        elif not maildir:  # beside cur and new a mail server keeps its indexes
            yield Entry(entry.path, whole=False)


def _maildir_files(folder: str) -> Iterator[Entry | Unreadable]:
    try:
        with os.scandir(folder) as listing:
            paths = sorted(
                entry.path
                for entry in listing
                if not entry.name.startswith(".") and not entry.is_dir(follow_symlinks=False)
            )
    except OSError as trouble:
        yield Unreadable(printable(folder), why(trouble))
        return
    for path in paths:
        yield Entry(path, whole=True)


def _leads_out(path: str, real_root: str) -> bool:
    target = os.path.realpath(path)
    return not os.path.lexists(target) or os.path.commonpath((target, real_root)) != real_root
