"""Counters survive: more is added to what is there, and one may read meanwhile."""

from __future__ import annotations

import sqlite3
from contextlib import closing
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


def test_whoever_may_only_read_can(tmp_path: Path) -> None:
    """Also after a version that kept a WAL, which a reader would have to write to."""
    path = tmp_path / "guard.sqlite"
    with closing(sqlite3.connect(path)) as base:
        base.execute("PRAGMA journal_mode=WAL")
    add(path, {(1, "signed"): 2})
    assert path.read_bytes()[18:20] == b"\1\1"  # a rollback journal (sqlite.org/fileformat2.html, section 1.3.3)
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as reader:
        reader.execute("BEGIN")
        assert reader.execute("SELECT n FROM counts").fetchall() == [(2,)]
        assert [file.name for file in tmp_path.iterdir()] == ["guard.sqlite"]


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
