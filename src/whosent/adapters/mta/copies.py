"""Copies of what a setup has changed, a folder for each: the files as they were, and `record.json` with what was done.

/var/lib/whosent/setup/postfix-2026-11-24T20:15:00+00:00/
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec

from whosent.adapters.mta.machine import Machine
from whosent.adapters.output import replacing
from whosent.adapters.stream import why
from whosent.report.setup import Change
from whosent.service.setup import Record

FOLDER = "/var/lib/whosent/setup"
OWNERS = 0o700
"""Configuration of a mail server may hold passwords."""
_RECORD = "record.json"
_UNDONE = "undone.json"


class Copies:
    """Of one machine."""

    def __init__(self, machine: Machine, folder: str = FOLDER) -> None:
        self._machine = machine
        self._folder = machine.path(folder)

    def keep(self, server: str, time: str, files: Sequence[str]) -> None:
        """Copy them as they are."""
        place = self._place(server, time)
        with _told(place):
            place.mkdir(parents=True, mode=OWNERS)
            for file in files:
                if self._machine.path(file).exists():
                    shutil.copy2(self._machine.path(file), place / _name(file))

    def done(self, record: Record) -> None:
        """The changes are made."""
        place = self._place(record.server, record.time)
        with _told(place), replacing(place / _RECORD) as out:
            out.write(msgspec.json.format(msgspec.json.encode(record), indent=1) + b"\n")

    def record(self, server: str, time: str, changes: tuple[Change, ...]) -> Record:
        """Of these changes, with the digests of now."""
        return Record(server, time, changes, {change.file: self._digest(change.file) for change in changes})

    def records(self, server: str) -> list[Record]:
        """What was done and not taken back, the last behind."""
        return [_read(path) for path in sorted(self._folder.glob(f"{server}-*/{_RECORD}"))]

    def servers(self) -> list[str]:
        """In which something was set and not taken back."""
        return sorted({_read(path).server for path in self._folder.glob(f"*/{_RECORD}")})

    def same(self, record: Record, file: str) -> bool:
        """Is it as it was left?"""
        return record.files.get(file) == self._digest(file)

    def put_back(self, record: Record, file: str) -> None:
        """The copy of a file to its place; where there was none, there is none again."""
        copy, target = self._place(record.server, record.time) / _name(file), self._machine.path(file)
        with _told(target):
            text = copy.read_bytes().decode("utf-8", "surrogateescape") if copy.exists() else None
            self._machine.write(file, text, like=copy)

    def forget(self, record: Record) -> None:
        """It is taken back. The copies stay."""
        place = self._place(record.server, record.time)
        with _told(place):
            if (place / _RECORD).exists():
                (place / _RECORD).rename(place / _UNDONE)

    def _place(self, server: str, time: str) -> Path:
        return self._folder / f"{server}-{time}"

    def _digest(self, file: str) -> str | None:
        path = self._machine.path(file)
        with _told(path):
            return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else None


def _read(path: Path) -> Record:
    """It names commands: what somebody else has laid there is not followed."""
    try:
        if path.stat().st_uid != os.geteuid():
            raise ValueError(f"{path}: belongs to somebody else, and is not followed: remove it")
        return msgspec.json.decode(path.read_bytes(), type=Record)
    except (OSError, msgspec.DecodeError) as trouble:
        raise ValueError(f"{path}: cannot be read: {trouble}") from None


def _name(file: str) -> str:
    return file.strip("/").replace("/", "%")


@contextmanager
def _told(place: Path) -> Iterator[None]:
    try:
        yield
    except PermissionError:
        raise ValueError(f"{place}: permission denied: run it as root") from None
    except OSError as trouble:
        raise ValueError(f"{place}: {why(trouble)}") from None
