from __future__ import annotations

from datetime import timedelta

import pytest
from tests.unit.adapters.logs.logfiles import NOON, answers, ask, indexed, message, messages, sources, write

from whosent.adapters.logs import store
from whosent.adapters.logs.forget import forget
from whosent.adapters.logs.index import open_index
from whosent.adapters.logs.segment import find

DAY = timedelta(days=1)
COUNT = 2000
"""Messages, of which the middle one comes at midnight."""


@pytest.fixture
def index(tmp_path, monkeypatch):
    monkeypatch.setattr(store, "PATIENCE", 0)  # for those who still read
    path = tmp_path / "logs.sqlite"
    log = write(tmp_path / "mail.log", messages(0, COUNT, NOON - timedelta(hours=12) - timedelta(seconds=COUNT / 2)))
    indexed(path, log)
    return path


def forgotten(index, before: str) -> None:
    connection = store.open_to_write(index)
    forget(connection, before)
    connection.close()


def test_what_is_older_is_gone_to_the_line_and_the_rest_is_as_it_was(tmp_path, index):
    early, late = 10, COUNT - 10
    kept = ask(answers(index), "log", f"{0x4A000000000 + COUNT // 2:X}")
    forgotten(index, "2026-11-24T00:00:00")
    for number in (early, COUNT // 2 - 1):
        assert sources(answers(index), f"{0x4A000000000 + number:X}") == []
    for number in (COUNT // 2, late):
        assert len(sources(answers(index), f"{0x4A000000000 + number:X}")) == 5
    assert ask(answers(index), "log", f"{0x4A000000000 + COUNT // 2:X}") == kept
    (span,) = ask(answers(index), "coverage", "")
    assert '"first":"2026-11-24T00:00:00"' in span
    (file,) = open_index(index).files
    assert file.first == "2026-11-24T00:00:00"
    assert indexed(index, tmp_path / "mail.log") == 0


def test_nothing_of_it_stays_on_the_disk(index):
    secret = f"user{COUNT // 2 - 1}@remote.example".encode()
    connection = store.open_to_read(index)
    assert find(connection, [secret])[secret]
    connection.close()
    forgotten(index, "2026-11-24T00:00:00")
    connection = store.open_to_read(index)
    assert find(connection, [secret])[secret] == set()
    connection.close()
    assert not any(secret in path.read_bytes() for path in index.parent.iterdir() if path.name.startswith(index.name))


def test_everything_can_be_forgotten(tmp_path, index):
    forgotten(index, "2027-01-01T00:00:00")
    connection = store.open_to_read(index)
    for table in ("blocks", "texts", "words"):
        assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)  # noqa: S608
    assert indexed(index, tmp_path / "mail.log") == 0
    assert ask(answers(index), "coverage", "") == ()


def test_a_file_that_grows_goes_on_after_forgetting(tmp_path, index):
    log = tmp_path / "mail.log"
    forgotten(index, "2027-01-01T00:00:00")
    write(log, log.read_text() + message(COUNT, NOON), NOON + DAY)
    assert indexed(index, log) == 5
    assert sources(answers(index), f"{0x4A000000000 + COUNT:X}")[0] == f"mail.log:{5 * COUNT + 1}"


def test_forgetting_nothing_changes_nothing(index):
    before = ask(answers(index), "log", "dsl.example")
    forgotten(index, "2020-01-01T00:00:00")
    assert ask(answers(index), "log", "dsl.example") == before
