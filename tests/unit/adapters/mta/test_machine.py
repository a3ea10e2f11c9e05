"""Programs and files of the machine: what fails is one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from whosent.adapters.mta.machine import Machine, Ran


def test_a_program_that_is_not_there() -> None:
    assert Machine().run("no-such-program-at-all").status == 127
    with pytest.raises(ValueError, match="no-such-program-at-all: no-such-program-at-all: no such program"):
        Machine().must("no-such-program-at-all")


def test_what_it_prints_and_reads() -> None:
    assert Machine().must("cat", text="über\n") == "über\n"


@pytest.mark.parametrize(
    ("ran", "line"),
    [
        (Ran(1, "", "warning: x\npostconf: fatal: bad thing\nmore\n"), "postconf: fatal: bad thing"),
        (Ran(1, "said\n", ""), "said"),
        (Ran(3, "", ""), "exit status 3"),
    ],
)
def test_the_line_that_says_what_is_wrong(ran: Ran, line: str) -> None:
    assert ran.last == line


def test_files_below_its_root(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    assert machine.read("/etc/main.cf") is None
    machine.write("/etc/main.cf", "a\udcff\n")
    assert (tmp_path / "etc/main.cf").read_bytes() == b"a\xff\n"
    assert (tmp_path / "etc/main.cf").stat().st_mode & 0o777 == 0o644
    assert machine.read("/etc/main.cf") == "a\udcff\n"
    (tmp_path / "etc/main.cf").chmod(0o600)
    machine.write("/etc/main.cf", "b\n")
    assert (tmp_path / "etc/main.cf").stat().st_mode & 0o777 == 0o600
    machine.write("/etc/main.cf", None)
    machine.write("/etc/main.cf", None)
    assert machine.read("/etc/main.cf") is None
    with pytest.raises(ValueError, match="/etc: "):
        machine.read("/etc")
