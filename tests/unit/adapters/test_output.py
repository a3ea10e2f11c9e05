"""Either the old file or the complete new one."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from whosent.adapters.output import replacing


def test_the_new_file_appears_when_all_is_written(tmp_path):
    path = tmp_path / "report"
    with replacing(path) as file:
        file.write(b"half")
        assert not path.exists()
        file.write(b" and half")
    assert path.read_bytes() == b"half and half"
    assert [entry.name for entry in tmp_path.iterdir()] == ["report"]


@pytest.mark.parametrize("trouble", [ValueError, KeyboardInterrupt])
def test_the_old_file_stays_when_something_goes_wrong(tmp_path, trouble):
    path = tmp_path / "report"
    path.write_bytes(b"old")
    with pytest.raises(trouble), replacing(path) as file:  # noqa: PT012 (the trouble comes after some writing)
        file.write(b"new")
        raise trouble
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["report"]


def test_rights_of_the_old_file_are_kept_and_new_ones_follow_the_umask(tmp_path):
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_bytes(b"")
    old.chmod(0o640)
    mask = os.umask(0o027)
    try:
        for path in (old, new):
            with replacing(path) as file:
                file.write(b"x")
    finally:
        os.umask(mask)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (old, new)] == [0o640, 0o640]


def test_a_link_stays_a_link(tmp_path):
    target = tmp_path / "target"
    target.write_bytes(b"old")
    link = tmp_path / "link"
    link.symlink_to(target)
    with replacing(link) as file:
        file.write(b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_devices_are_written_to():
    with replacing(Path("/dev/null")) as file:
        file.write(b"x")
    assert not Path("/dev/null").is_file()


def test_no_folder(tmp_path):
    with pytest.raises(FileNotFoundError), replacing(tmp_path / "absent" / "report"):
        pass
