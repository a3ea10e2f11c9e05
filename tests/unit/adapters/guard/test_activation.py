"""systemd passes sockets by number, and hears how we are."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from whosent.adapters.guard.activation import inherited, notify, reloading, watchdog

CHILD = """
import fcntl, os, sys
sys.path[:0] = sys.argv[1].split(os.pathsep)
for number, one in enumerate([fcntl.fcntl(int(text), fcntl.F_DUPFD, 100) for text in sys.argv[2:]], 3):
    os.dup2(one, number)
os.environ["LISTEN_PID"] = str(os.getpid())
from whosent.adapters.guard.activation import inherited
try:
    found = inherited()
except ValueError as wrong:
    sys.exit(str(wrong))
print(*(f"{name} {one.getsockname()}" for name, sockets in found.items() for one in sockets), sep=", ")
assert not any(name.startswith("LISTEN_") for name in os.environ)
"""


def told(names: str, *sockets: socket.socket) -> subprocess.CompletedProcess[str]:
    """What a process says that was started with these sockets as systemd would have done it."""
    numbers = [one.fileno() for one in sockets]
    return subprocess.run(  # noqa: S603 (our own program)
        [sys.executable, "-c", CHILD, os.pathsep.join(sys.path), *map(str, numbers)], pass_fds=numbers, text=True,
        env={**os.environ, "LISTEN_FDS": str(len(sockets)), "LISTEN_FDNAMES": names}, capture_output=True, check=False,
    )  # fmt: skip


def bound(path: Path) -> socket.socket:
    one = socket.socket(socket.AF_UNIX)
    one.bind(str(path))
    one.listen()
    return one


def test_sockets_by_the_names_of_the_unit_or_of_their_paths(tmp_path: Path) -> None:
    with bound(tmp_path / "a") as one, bound(tmp_path / "policy") as other:
        done = told("map:whosent-guard.socket", one, other)
    assert done.stdout.strip() == f"map {tmp_path}/a, policy {tmp_path}/policy"


def test_a_socket_of_which_nobody_says_what_it_serves(tmp_path: Path) -> None:
    with bound(tmp_path / "a") as one:
        assert "it is not said what it serves" in told("whosent-guard.socket", one).stderr


def test_what_is_passed_to_others_is_not_ours() -> None:
    environment = {"LISTEN_PID": "1", "LISTEN_FDS": "3", "LISTEN_FDNAMES": "map:policy:milter"}
    assert inherited(environment) == {}
    assert environment == {}
    assert inherited({}) == {}


@pytest.mark.parametrize("abstract", [False, True])
def test_systemd_hears_it(tmp_path: Path, abstract: bool) -> None:
    name = f"@whosent-test-{os.getpid()}" if abstract else str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(name.replace("@", "\0") if abstract else name)
        notify("READY=1", "STATUS=well", environment={"NOTIFY_SOCKET": name})
        assert systemd.recv(100) == b"READY=1\nSTATUS=well"


def test_nobody_has_to_listen(tmp_path: Path) -> None:
    notify("READY=1", environment={})
    notify("READY=1", environment={"NOTIFY_SOCKET": "vsock:2:1234"})
    notify("READY=1", environment={"NOTIFY_SOCKET": str(tmp_path / "gone")})


def test_signs_of_life_come_twice_as_often_as_they_have_to() -> None:
    assert watchdog({"WATCHDOG_USEC": "20000000"}) == 10.0
    assert watchdog({"WATCHDOG_USEC": "20000000", "WATCHDOG_PID": str(os.getpid())}) == 10.0
    assert watchdog({"WATCHDOG_USEC": "20000000", "WATCHDOG_PID": "1"}) is None
    assert watchdog({}) is None


def test_before_a_reload_the_time_is_told() -> None:
    first, second = reloading()
    assert first == "RELOADING=1"
    assert int(second.removeprefix("MONOTONIC_USEC=")) > 0
