"""The file of keys is for its owner alone."""

from __future__ import annotations

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from whosent.adapters.keyfile import edit, load
from whosent.auth.keylines import add, drop

KEYS = "3 sign q4ycv6pcv3tqm2h5\n"


def _file(folder: Path, data: bytes, mode: int = 0o600) -> Path:
    path = folder / "keys"
    path.write_bytes(data)
    path.chmod(mode)
    return path


@pytest.mark.parametrize("mode", [0o600, 0o400, 0o640])
def test_keys_are_read(tmp_path: Path, mode: int) -> None:
    assert load(_file(tmp_path, KEYS.encode(), mode)).secrets == {3: b"q4ycv6pcv3tqm2h5"}


@pytest.mark.parametrize("mode", [0o644, 0o604, 0o660, 0o666])
def test_not_where_others_read_or_change_them(tmp_path: Path, mode: int) -> None:
    with pytest.raises(ValueError, match="chmod 600"):
        load(_file(tmp_path, KEYS.encode(), mode))


def test_what_is_wrong_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"nowhere: no such file or folder") as absent:
        load(tmp_path / "nowhere")
    with pytest.raises(ValueError, match="no text in UTF-8") as bytes_:
        load(_file(tmp_path, b"\xff\xfe"))
    with pytest.raises(ValueError, match="line 1") as wrong:
        load(_file(tmp_path, b"3\n"))
    assert not any("\n" in str(one.value) for one in (absent, bytes_, wrong))


@pytest.mark.parametrize("length", range(1, len(KEYS)))
def test_a_part_of_a_file_is_not_taken_for_the_whole(tmp_path: Path, length: int) -> None:
    with pytest.raises(ValueError, match="copied completely"):
        load(_file(tmp_path, KEYS[:length].encode()))


def _with_one_more(text: str) -> str:
    return add(text, "rxk2f7u4dm6azw3e")


def test_a_new_file_is_for_its_owner(tmp_path: Path) -> None:
    path = tmp_path / "whosent" / "tags"
    before, after = edit(path, _with_one_more)
    assert (before.keys, [key.number for key in after.keys]) == ((), [1])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert load(path) == after


def test_remarks_mode_and_link_stay(tmp_path: Path) -> None:
    text = "# ours\n\n" + KEYS
    path = _file(tmp_path, text.encode(), 0o640)
    link = tmp_path / "link"
    link.symlink_to(path)
    edit(link, _with_one_more)
    assert link.is_symlink()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert path.read_text().startswith(text + "4 ")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["keys", "link"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_the_account_that_signs_keeps_the_file(tmp_path: Path) -> None:
    path = _file(tmp_path, KEYS.encode(), 0o640)
    os.chown(path, 12_345, 54_321)
    edit(path, _with_one_more)
    found = path.stat()
    assert (found.st_uid, found.st_gid, stat.S_IMODE(found.st_mode)) == (12_345, 54_321, 0o640)


def test_what_goes_wrong_changes_nothing(tmp_path: Path) -> None:
    path = _file(tmp_path, KEYS.encode())
    with pytest.raises(ValueError, match="keys: key 3 signs"):
        edit(path, lambda text: drop(text, 3, 20_000))
    path.write_text(KEYS + "what is this\n")
    with pytest.raises(ValueError, match="keys: line 2"):
        edit(path, _with_one_more)
    assert path.read_text() == KEYS + "what is this\n"
    path.chmod(0o644)
    with pytest.raises(ValueError, match="chmod 600"):
        edit(path, _with_one_more)
    with pytest.raises(ValueError, match="too large"):
        load(_file(tmp_path, b"#" * 70_000))


def test_who_edits_at_the_same_time_waits(tmp_path: Path) -> None:
    path = tmp_path / "tags"
    with ThreadPoolExecutor(9) as pool:
        list(pool.map(lambda _: edit(path, _with_one_more), range(9)))
    assert sorted(key.number for key in load(path).keys) == list(range(1, 10))
