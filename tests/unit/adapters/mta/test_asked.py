"""Whether a mail server asks is seen by the counters of the guard; and whether a guard is there, at its sockets."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from whosent.adapters.mta import asked
from whosent.adapters.mta.machine import Machine, Ran


class Quick(Machine):
    """A machine whose sendmail(1) takes everything, or nothing."""

    def __init__(self, status: int = 0) -> None:
        super().__init__()
        self.status = status

    def run(self, *argv: str, text: str = "") -> Ran:
        assert argv[:3] == ("sendmail", "-i", "-f")
        return Ran(self.status, "", "")


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked, "sleep", lambda seconds: None)
    monkeypatch.setattr(asked, "SECONDS", 0.05)
    monkeypatch.setattr(asked, "_talk", lambda: True)


def _keys(machine: Machine, *counts: Mapping[str, int], talks: bool = True) -> list[tuple[str, bool]]:
    following: Iterator[Mapping[str, int]] = iter(counts)
    last = counts[-1]
    points = asked.check(machine, "example.org", lambda: next(following, last), talks=talks)
    return [(point.key, point.good) for point in points]


def test_what_rises_was_asked() -> None:
    assert _keys(Quick(), {"signed": 4}, {"signed": 5, "client": 1}) == [
        ("setup-check-signs", True), ("setup-check-judges", True),
    ]  # fmt: skip
    assert _keys(Quick(), {}, {"signed": 1}, talks=False) == [("setup-check-signs", True)]


def test_what_stays_was_not() -> None:
    assert _keys(Quick(), {"signed": 4, "client": 1}, {"signed": 4, "client": 1, "unsigned": 9, "error": 2}) == [
        ("setup-check-signs-not", False), ("setup-check-judges-not", False),
    ]  # fmt: skip


def test_what_could_not_be_tried_is_open() -> None:
    assert _keys(Quick(75), {}, {"client": 1}) == [
        ("setup-check-signs-untried", True), ("setup-check-judges", True),
    ]  # fmt: skip
    assert [point.key for point in asked.check(Quick(), "example.org", None)] == ["setup-check-blind"]


def test_a_guard_without_a_key_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked, "ASKERS", {"map": lambda place: "mode=observe key=- keys=3"})
    assert [point.key for point in asked.silent(Machine(), {"map": "/there"})] == ["setup-no-key"]
    monkeypatch.setattr(asked, "ASKERS", {"map": lambda place: "mode=observe key=3 keys=3"})
    assert list(asked.silent(Machine(), {"map": "/there"})) == []


def test_a_guard_that_is_not_there_is_named(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    (point,) = asked.silent(machine, {"map": "/gone"})
    assert (point.key, point.good) == ("setup-silent", False)
    assert point.params == {"socket": "map", "place": "/gone", "why": "there is no such socket"}
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    assert [point.key for point in asked.silent(machine, {"policy": f"127.0.0.1:{port}"})] == ["setup-silent"]
