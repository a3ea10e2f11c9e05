"""The file with the keys of tags (`auth/keyring.py`)."""

from __future__ import annotations

import contextlib
import fcntl
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from whosent.adapters.output import replacing
from whosent.adapters.stream import why
from whosent.auth.keyring import Keyring, read_keyring, read_keys

MOST = 64 * 1024
"""Bytes."""
OWNERS = 0o600
"""A new file is for its owner alone."""


def load(path: Path) -> Keyring:
    """Its keys. `ValueError` with one line for the user, also where others may read it: who knows a key makes tags that
    every server of ours believes."""
    try:
        with path.open("rb") as file:
            text = _read(path, file.fileno())
        return read_keyring(text)
    except OSError as trouble:
        raise ValueError(f"{path}: {why(trouble)}") from None
    except ValueError as trouble:
        raise ValueError(f"{path}: {trouble}") from None


def edit(path: Path, change: Callable[[str], str]) -> tuple[Keyring, Keyring]:
    """Replace its text by what `change` makes of it (of "", if there is no file yet), in one step, and give the keys
    that were in it and those that are. Owner, group and permissions stay; who edits at the same time waits.
    `ValueError` as for `load`, also those of `change`."""
    path = Path(os.path.realpath(path))  # the lock is that of the folder in which the file really lies
    try:
        path.parent.mkdir(exist_ok=True)
        with _alone(path.parent):
            before, owner = _now(path)
            after = change(before)
            if after != before:
                _write(path, after, owner)
        return Keyring(read_keys(before)), Keyring(read_keys(after))
    except PermissionError:
        raise ValueError(f"cannot write {path}: permission denied") from None
    except OSError as trouble:
        raise ValueError(f"{path}: {why(trouble)}") from None
    except ValueError as trouble:
        raise ValueError(f"{path}: {trouble}") from None


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Nobody else edits a file of keys in this folder. The file itself is replaced, so it cannot bear the lock."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _now(path: Path) -> tuple[str, os.stat_result | None]:
    """Its text and whose it is."""
    try:
        with path.open("rb") as file:
            return _read(path, file.fileno()), os.fstat(file.fileno())
    except FileNotFoundError:
        return "", None


def _read(path: Path, descriptor: int) -> str:
    mode = os.fstat(descriptor).st_mode
    if mode & (stat.S_IRWXO | stat.S_IWGRP):
        raise ValueError(f"others may read or change these keys: chmod 600 {path}")
    with open(descriptor, "rb", closefd=False) as file:
        data = file.read(MOST + 1)
    if len(data) > MOST:
        raise ValueError("too large for a file of keys")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise ValueError("it is no text in UTF-8") from None
    if text and not text.endswith("\n"):  # with a part of its secret a key signs, and finds its own tags false
        raise ValueError("the last line has no end: was the file copied completely?")
    return text


def _write(path: Path, text: str, owner: os.stat_result | None) -> None:
    with replacing(path, OWNERS) as file:
        if owner is not None:  # else root's edit would take it from the account that signs with it
            os.fchown(file.fileno(), owner.st_uid, owner.st_gid)
        file.write(text.encode())
