"""What was changed is put back as it was, unless somebody changed it since; and a failure leaves nothing behind."""

from __future__ import annotations

import os
from collections.abc import Container
from pathlib import Path

import pytest

from whosent.adapters.mta.copies import Copies
from whosent.adapters.mta.machine import Machine
from whosent.report.guard import Point
from whosent.report.setup import Change, Plan
from whosent.service.setup import Server, switch_off, switch_on

TIME = "2026-11-24T20:15:00+00:00"
BEFORE = "# by hand\na=1\n"
PLAN = Plan((
    Change("/etc/table", "/etc/table", None, "tag\n", "why", lasts=True),
    Change("b", "/etc/main", None, "2", "why", ("set",), ("unset",), lasts=True),
    Change("a", "/etc/main", "1", "3", "why", ("set",), ("set",)),
))  # fmt: skip


class Mailer:
    """A mail server whose settings are lines of one file; and not a mock of any that exists."""

    name = "mailer"

    def __init__(self, machine: Machine, wrong: str | None = None, refuses: str | None = None) -> None:
        self.machine = machine
        self.wrong = wrong
        self.refuses = refuses
        self.read: list[str | None] = []

    def plan(self) -> Plan:
        return PLAN

    def apply(self, change: Change) -> None:
        if change.what == self.refuses:
            raise ValueError(f"{change.what} is refused")
        self._set(change, change.after)

    def revert(self, change: Change) -> None:
        self._set(change, change.before)

    def value(self, change: Change) -> str | None:
        return self._settings().get(change.what) if change.command else self.machine.read(change.what)

    def clings(self, known: Container[str]) -> list[Point]:
        return []

    def trouble(self) -> str | None:
        return self.wrong

    def reload(self) -> None:
        self.read.append(self.machine.read("/etc/main"))

    def check(self) -> list[Point]:
        return [Point("works", True)]

    def _set(self, change: Change, value: str | None) -> None:
        if not change.command:
            self.machine.write(change.what, value)
            return
        settings = self._settings() | {change.what: value}
        lines = [f"{name}={text}\n" for name, text in settings.items() if text is not None]
        self.machine.write("/etc/main", "".join(lines))

    def _settings(self) -> dict[str, str]:
        text = self.machine.read("/etc/main") or ""
        return dict(line.split("=", 1) for line in text.splitlines() if "=" in line)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    made = Machine(tmp_path)
    made.write("/etc/main", BEFORE)
    return made


def _on(server: Server, copies: Copies) -> list[Point]:
    return switch_on(server, server.plan(), copies, TIME)


def _texts(machine: Machine) -> tuple[str | None, str | None]:
    return machine.read("/etc/main"), machine.read("/etc/table")


def test_on_and_off_again_is_as_it_was(machine: Machine) -> None:
    server, copies = Mailer(machine), Copies(machine)
    machine.path("/etc/main").chmod(0o640)
    assert _on(server, copies) == [Point("works", True)]
    assert _texts(machine) == ("a=3\nb=2\n", "tag\n")
    undone = switch_off(server, copies, "all")
    assert undone is not None
    assert (len(undone.back), undone.other, undone.left) == (3, [], False)
    assert _texts(machine) == (BEFORE, None)  # the comment, too
    assert machine.path("/etc/main").stat().st_mode & 0o777 == 0o640
    assert server.read == ["a=3\nb=2\n", BEFORE]
    assert switch_off(server, copies, "all") is None


def test_copies_are_for_root_only(machine: Machine) -> None:
    _on(Mailer(machine), Copies(machine))
    assert machine.path(f"/var/lib/whosent/setup/mailer-{TIME}").stat().st_mode & 0o777 == 0o700


def test_what_somebody_changed_since_stays(machine: Machine) -> None:
    server, copies = Mailer(machine), Copies(machine)
    _on(server, copies)
    machine.write("/etc/main", "a=4\nb=2\nc=5\n")
    undone = switch_off(server, copies, "all")
    assert undone is not None
    assert [change.what for change in undone.other] == ["a"]
    assert _texts(machine) == ("a=4\nc=5\n", None)


def test_what_somebody_took_back_himself_is_no_trouble(machine: Machine) -> None:
    server, copies = Mailer(machine), Copies(machine)
    _on(server, copies)
    machine.write("/etc/main", "a=1\n")
    machine.write("/etc/table", None)
    undone = switch_off(server, copies, "all")
    assert undone is not None
    assert (len(undone.back), undone.other) == (3, [])
    assert _texts(machine) == ("a=1\n", None)


def test_at_first_only_the_tagging_is_taken_back(machine: Machine) -> None:
    server, copies = Mailer(machine), Copies(machine)
    _on(server, copies)
    undone = switch_off(server, copies, "signing")
    assert undone is not None
    assert undone.left
    assert _texts(machine) == ("a=1\nb=2\n", "tag\n")
    rest = switch_off(server, copies, "all")
    assert rest is not None
    assert not rest.left
    assert _texts(machine) == (BEFORE, None)


def test_what_somebody_changed_before_the_first_part_stays_at_the_second(machine: Machine) -> None:
    server, copies = Mailer(machine), Copies(machine)
    _on(server, copies)
    machine.write("/etc/main", "a=3\nb=2\nc=5\n")
    switch_off(server, copies, "signing")
    assert _texts(machine) == ("a=1\nb=2\nc=5\n", "tag\n")
    switch_off(server, copies, "all")
    assert _texts(machine) == ("a=1\nc=5\n", None)


@pytest.mark.parametrize("server", [{"wrong": "line 3"}, {"refuses": "a"}])
def test_a_failure_leaves_nothing_behind(machine: Machine, server: dict[str, str]) -> None:
    failing, copies = Mailer(machine, **server), Copies(machine)
    with pytest.raises(ValueError, match=r"line 3|a is refused"):
        _on(failing, copies)
    assert _texts(machine) == (BEFORE, None)
    assert failing.read == [BEFORE]
    assert copies.records("mailer") == []


def test_the_last_is_taken_back_first(machine: Machine) -> None:
    server, copies = Mailer(machine), Copies(machine)
    _on(server, copies)
    more = Plan((Change("d", "/etc/main", None, "7", "why", ("set",), ("unset",)),))
    switch_on(server, more, copies, "2026-11-25T08:00:00+00:00")
    switch_off(server, copies, "all")
    assert _texts(machine) == ("a=3\nb=2\n", "tag\n")
    switch_off(server, copies, "all")
    assert _texts(machine) == (BEFORE, None)


def test_a_record_that_is_broken_is_named(machine: Machine) -> None:
    _on(Mailer(machine), Copies(machine))
    machine.write(f"/var/lib/whosent/setup/mailer-{TIME}/record.json", "{")
    with pytest.raises(ValueError, match=r"record\.json: cannot be read"):
        Copies(machine).records("mailer")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_a_record_of_somebody_else_is_not_followed(machine: Machine) -> None:
    _on(Mailer(machine), Copies(machine))
    os.chown(machine.path(f"/var/lib/whosent/setup/mailer-{TIME}/record.json"), 65_534, -1)
    with pytest.raises(ValueError, match="belongs to somebody else, and is not followed"):
        Copies(machine).records("mailer")
