"""Sockets are for whom they are meant, and take nobody's place."""

from __future__ import annotations

import grp
import os
import socket
import stat
from pathlib import Path

import pytest

from whosent.adapters.guard.sockets import listen

OURS = grp.getgrgid(os.getegid()).gr_name


@pytest.mark.parametrize("mode", [0o600, 0o660, 0o666])
def test_it_is_for_whom_it_is_meant(tmp_path: Path, mode: int) -> None:
    with listen(str(tmp_path / "map"), mode, OURS):
        found = (tmp_path / "map").stat()
    assert stat.S_IMODE(found.st_mode) == mode
    assert found.st_gid == os.getegid()


def test_what_was_left_behind_is_removed(tmp_path: Path) -> None:
    listen(str(tmp_path / "map"), 0o600, None).close()
    with listen(str(tmp_path / "map"), 0o600, None) as one:
        assert one.getsockname() == str(tmp_path / "map")


def test_a_socket_at_which_somebody_listens_is_not(tmp_path: Path) -> None:
    path = tmp_path / "map"
    with listen(str(path), 0o600, None):
        with pytest.raises(ValueError, match="does another guard run"):
            listen(str(path), 0o600, None)
        with socket.socket(socket.AF_UNIX) as one:
            one.connect(str(path))


def test_nor_is_anything_else(tmp_path: Path) -> None:
    (tmp_path / "map").write_text("precious")
    with pytest.raises(ValueError, match="this is no socket"):
        listen(str(tmp_path / "map"), 0o600, None)
    assert (tmp_path / "map").read_text() == "precious"


def test_what_is_wrong_is_told(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="its folder is not there"):
        listen(str(tmp_path / "nowhere" / "map"), 0o600, None)
    with pytest.raises(ValueError, match="this account may make no socket here"):
        listen("/sys/whosent", 0o600, None)  # where not even root may
    with pytest.raises(ValueError, match="there is no group nobodys-group"):
        listen(str(tmp_path / "map"), 0o600, "nobodys-group")
    assert not (tmp_path / "map").exists()
    with pytest.raises(ValueError, match="this path is too long for a socket"):
        listen(str(tmp_path / ("x" * 200)), 0o600, None)


@pytest.mark.parametrize("where", ["9107", "localhost:9107", "127.0.0.1:", "127.0.0.1:70000", "300.1.1.1:25", ""])
def test_neither_path_nor_port(where: str) -> None:
    with pytest.raises(ValueError, match="is neither a path nor an address with a port"):
        listen(where, 0o600, None)


@pytest.mark.parametrize("where", ["127.0.0.1:0", "[::1]:0"])
def test_ports(where: str) -> None:
    with listen(where, 0o600, None) as one:
        host, port = one.getsockname()[:2]
        with pytest.raises(ValueError, match="somebody else listens there"):
            listen(f"[{host}]:{port}", 0o600, None)
