from __future__ import annotations

import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.unit.adapters.logs.logfiles import answers, ask, indexed, messages, write

from whosent.adapters.logs import store
from whosent.adapters.logs.given import update
from whosent.adapters.logs.index import open_index


@pytest.fixture
def index(tmp_path):
    path = tmp_path / "state" / "logs.sqlite"
    indexed(path, write(tmp_path / "mail.log", messages(0, 3)))
    return path


def refused(path, opened=store.open_to_read) -> str:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 (the text is looked at)
        opened(path)
    assert str(caught.value).startswith(f"{path}: ")
    return str(caught.value).removeprefix(f"{path}: ")


def test_an_index_is_for_its_owner_only(index):
    assert stat.S_IMODE(index.stat().st_mode) == 0o600
    assert stat.S_IMODE(index.parent.stat().st_mode) & 0o077 == 0
    writer = store.open_to_write(index)
    writer.execute("BEGIN IMMEDIATE")
    beside = [path for path in index.parent.iterdir() if path != index]
    assert beside
    assert [path for path in beside if stat.S_IMODE(path.stat().st_mode) & 0o077] == []
    writer.close()


def test_the_usual_place(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert store.default_path() == tmp_path / "whosent" / "logs.sqlite"
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert store.default_path() == tmp_path / ".local" / "state" / "whosent" / "logs.sqlite"


def test_no_index(tmp_path):
    assert refused(tmp_path / "none") == "there is no index: make one with `whosent logs index`"


def test_no_file_can_be_there(tmp_path):
    (tmp_path / "file").write_text("x")
    assert refused(tmp_path / "file" / "logs.sqlite", lambda path: update(path, [])) == "no such file or folder"
    assert refused(tmp_path, store.open_to_write).startswith("permission denied: ask for access")


def test_an_index_of_a_newer_version(index):
    connection = sqlite3.connect(index)
    connection.execute(f"PRAGMA user_version = {store.VERSION + 1}")
    connection.close()
    for opened in (store.open_to_read, store.open_to_write):
        assert refused(index, opened) == (
            "a newer whosent made this index: update whosent, or give another file with --index"
        )


@pytest.mark.parametrize("opened", [store.open_to_read, store.open_to_write])
def test_another_database(tmp_path, opened):
    path = tmp_path / "other.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE t(x)")
    connection.close()
    assert refused(path, opened) == "this is a database, but no index of logs"
    assert sqlite3.connect(path).execute("SELECT count(*) FROM sqlite_schema").fetchone() == (1,)


@pytest.mark.parametrize("opened", [store.open_to_read, store.open_to_write])
def test_no_database(tmp_path, opened):
    path = tmp_path / "text"
    path.write_text("no database at all\n" * 100)
    assert refused(path, opened) == "the index is damaged: delete it and index the logs again"


def test_a_damaged_index_is_told(index):
    data = bytearray(index.read_bytes())
    data[4096:] = b"\xa5" * (len(data) - 4096)
    index.write_bytes(data)
    assert refused(index, open_index) == "the index is damaged: delete it and index the logs again"


def test_damaged_contents_are_told_in_the_answer(index):
    connection = store.open_to_write(index)
    connection.execute("UPDATE texts SET data = x'00ff'")
    connection.execute("UPDATE blocks SET spans = 'x'")
    connection.close()
    for topic in ("log", "coverage"):
        assert ask(answers(index), topic, "anna@kunde.example") == [
            "the index of the logs is damaged: delete it and index the logs again"
        ]


def test_whoever_writes_while_another_run_writes_is_told(index, monkeypatch):
    monkeypatch.setattr(store, "PATIENCE", 0.0)
    with store.writing(index), pytest.raises(ValueError, match="another run is writing to this index"):
        update(index, [])
    update(index, [])


def test_a_short_wait_is_no_trouble(index):
    with ThreadPoolExecutor(1) as pool:
        with store.writing(index):
            later = pool.submit(update, index, [])
            assert not later.done()
        assert later.result().files == 0


def test_two_runs_may_make_the_index_at_the_same_time(tmp_path):
    path = tmp_path / "logs.sqlite"
    one, other = store.open_to_write(path), store.open_to_write(path)
    for connection in (one, other):
        assert connection.execute("SELECT count(*) FROM files").fetchone() == (0,)
        connection.close()
