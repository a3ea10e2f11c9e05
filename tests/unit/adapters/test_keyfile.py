"""The file of keys is for its owner alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from whosent.adapters.keyfile import load

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
