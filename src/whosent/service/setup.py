"""The guard is switched on in a mail server, and off again: a plan first, copies of what is changed, a look whether it
works, and everything back where it does not or is not wanted any more.

What a certain mail server needs is known by `adapters/mta/`.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from contextlib import suppress
from typing import Literal, NamedTuple, Protocol

from msgspec import Struct
from msgspec.structs import replace

from whosent.report.guard import Point
from whosent.report.setup import Change, Plan

Mode = Literal["all", "signing"]
"""What is taken back. signing: no more mail is tagged, but tags that are about are taken off as before."""


CHANGED = ""
"""The digest of a file that was changed by others, too."""


class Record(Struct, frozen=True):
    """What was done. `files`: their paths, with a digest of what is in them since, None where there is nothing."""

    server: str
    time: str
    changes: tuple[Change, ...]
    files: dict[str, str | None]


class Server(Protocol):
    """A mail server."""

    name: str

    def plan(self) -> Plan:
        """What is to be changed; nothing where all is done."""

    def apply(self, change: Change) -> None:
        """`ValueError` with one line for the user where it cannot be done."""

    def revert(self, change: Change) -> None:
        """The same backwards."""

    def value(self, change: Change) -> str | None:
        """What is set now."""

    def clings(self, known: Container[str]) -> list[Point]:
        """What others have built on ours, beside settings that are `known` to come from here. It has to go first."""

    def trouble(self) -> str | None:
        """What the mail server itself says against its configuration, None if nothing."""

    def reload(self) -> None:
        """Have it read its configuration. `ValueError` with one line for the user."""

    def check(self) -> list[Point]:
        """Does the running one do what was set?"""


class Keeper(Protocol):
    """Where the copies lie (`adapters/mta/copies.py`). `ValueError` with one line for the user where it is not
    possible."""

    def keep(self, server: str, time: str, files: Sequence[str]) -> None:
        """Copy the files as they are."""

    def done(self, record: Record) -> None:
        """The changes are made."""

    def record(self, server: str, time: str, changes: tuple[Change, ...]) -> Record:
        """Of these changes, with the digests of now."""

    def records(self, server: str) -> list[Record]:
        """What was done and not taken back, the last behind."""

    def same(self, record: Record, file: str) -> bool:
        """Is it as it was left?"""

    def put_back(self, record: Record, file: str) -> None:
        """The copy of a file to its place."""

    def forget(self, record: Record) -> None:
        """It is taken back. The copies stay."""


class Undone(NamedTuple):
    """`back`: what is again as it was. `other`: what somebody has set otherwise since; it stays. `left`: is some of it
    to be taken back later?"""

    back: list[Change]
    other: list[Change]
    left: bool


def switch_on(server: Server, plan: Plan, copies: Keeper, time: str) -> list[Point]:
    """Make the changes, have the server read them, and look whether it works. Where a step fails, all is as before, and
    `ValueError` says in one line what was wrong."""
    files = tuple(dict.fromkeys(change.file for change in plan.changes))
    copies.keep(server.name, time, files)
    made: list[Change] = []
    try:
        for change in plan.changes:
            made.append(change)
            server.apply(change)
        wrong = server.trouble()
        if wrong is not None:
            raise ValueError(wrong)
        copies.done(copies.record(server.name, time, plan.changes))
        server.reload()
    except BaseException:
        record = copies.record(server.name, time, tuple(made))
        for file in files:
            copies.put_back(record, file)
        copies.forget(record)
        with suppress(ValueError):  # it may have read some of it already
            server.reload()
        raise
    return server.check()


def switch_off(server: Server, copies: Keeper, mode: Mode) -> Undone | None:
    """Take the last changes back, each only where nobody has changed it since; None where there are none. `ValueError`
    with one line for the user."""
    records = copies.records(server.name)
    if not records:
        return None
    record = records[-1]
    touched = {file for file in record.files if not copies.same(record, file)}
    wanted = [change for change in record.changes if mode == "all" or not change.lasts]
    back: list[Change] = []
    other: list[Change] = []
    for file in dict.fromkeys(change.file for change in reversed(wanted)):  # tables go last
        here = [change for change in wanted if change.file == file]
        if file not in touched and len(here) == sum(change.file == file for change in record.changes):
            copies.put_back(record, file)
            back += here
            continue
        for change in reversed(here):
            now = server.value(change)
            if now == change.after:
                server.revert(change)
            (back if now in (change.before, change.after) else other).append(change)
    server.reload()
    left = tuple(change for change in record.changes if change not in wanted)
    if left:
        later = copies.record(server.name, record.time, left)
        # What somebody changed must not count as ours now: putting the copy back would lose it.
        digests = {file: CHANGED if file in touched else digest for file, digest in later.files.items()}
        copies.done(replace(later, files=digests))
    else:
        copies.forget(record)
    return Undone(back, other, bool(left))
