"""Counters survive: more is added to what is there, and one may read meanwhile."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from whosent.adapters.guard.state import add, read


def test_what_is_new_is_added(tmp_path: Path) -> None:
    path = tmp_path / "guard.sqlite"
    add(path, {(1, "signed"): 2, (2, "signed"): 1})
    add(path, {(2, "signed"): 4, (2, "refused-untagged"): 1})
    assert read(path, 0) == {(1, "signed"): 2, (2, "signed"): 5, (2, "refused-untagged"): 1}
    assert read(path, 2) == {(2, "signed"): 5, (2, "refused-untagged"): 1}


def test_one_may_read_while_somebody_writes(tmp_path: Path) -> None:
    path = tmp_path / "guard.sqlite"
    add(path, {(1, "signed"): 2})
    base = sqlite3.connect(path)
    base.execute("BEGIN IMMEDIATE")
    base.execute("UPDATE counts SET n = 7")
    assert read(path, 0) == {(1, "signed"): 2}
    base.rollback()
    base.close()


def test_a_file_that_is_none_or_no_place_to_write(tmp_path: Path) -> None:
    path = tmp_path / "guard.sqlite"
    path.write_bytes(b"something else entirely" * 100)
    with pytest.raises(OSError, match="the counters cannot be kept"):
        add(path, {(1, "signed"): 2})
    with pytest.raises(ValueError, match="the counters cannot be read"):
        read(path, 0)
    assert path.read_bytes().startswith(b"something else")
    with pytest.raises(OSError, match="the counters cannot be kept"):
        add(tmp_path / "nowhere" / "guard.sqlite", {(1, "signed"): 2})
    with pytest.raises(ValueError, match="has counted nothing yet"):
        read(tmp_path / "nothing", 0)
