from __future__ import annotations

from datetime import timedelta

import pytest
from tests.unit.adapters.logs.logfiles import NOON, indexed, messages, write

from whosent.adapters.logs.given import load, update
from whosent.model.item import Unreadable
from whosent.model.question import Observed, Question

DAY = timedelta(days=1)


def sources(given, token: str) -> list[str]:
    question = Question("log", token)
    answer = given.answers([question], 10)[question]
    assert isinstance(answer, Observed)
    return [value.partition(":")[0] for value in answer.values]


def test_logs_and_indexes_together(tmp_path):
    index = tmp_path / "logs.sqlite"
    indexed(index, write(tmp_path / "old" / "mail.log", messages(0, 3, NOON - DAY)))
    new = write(tmp_path / "mail.log", messages(0, 3))
    given = load([str(index), str(new), str(tmp_path / "missing")])
    assert (given.used, len(given.troubles)) == (2, 1)
    assert sources(given, "4A000000002") == ["old/mail.log"] * 5 + [f"{tmp_path.name}/mail.log"] * 5


def test_a_rotated_set_is_in_its_order_whatever_the_names_say(tmp_path):
    paths = [
        write(tmp_path / name, messages(0, 2, NOON + number * DAY), NOON + number * DAY + timedelta(hours=1))
        for number, name in ((2, "a.log"), (0, "b.log"), (1, "c.log"))
    ]
    assert sources(load([str(path) for path in paths]), "4A000000001") == ["b.log"] * 5 + ["c.log"] * 5 + ["a.log"] * 5


def test_nothing_that_can_be_read(tmp_path):
    given = load([str(tmp_path / "missing")])
    assert given.used == 0
    assert given.troubles == (Unreadable(str(tmp_path / "missing"), "no such file or folder"),)


def test_a_database_that_is_no_index_is_told(tmp_path):
    path = write(tmp_path / "x.sqlite", b"SQLite format 3\x00" + b"\xff" * 5000)
    given = load([str(path)])
    assert given.troubles == (Unreadable(str(path), "the index is damaged: delete it and index the logs again"),)


def test_updating_counts_and_tells_how_far_it_is(tmp_path):
    read: list[tuple[int, int | None]] = []
    lines: list[int] = []
    log = write(tmp_path / "mail.log", messages(0, 2000))
    index = tmp_path / "logs.sqlite"
    found = update(index, [str(log)], progress=lambda size, total: read.append((size, total)), count=lines.append)
    assert (found.files, found.lines, found.messages, found.troubles) == (1, 10_000, 2000, ())
    assert sum(lines) == 10_000
    assert read[-1] == (log.stat().st_size, log.stat().st_size)
    assert update(index, [str(log)]).lines == 0
    write(log, messages(0, 2100), NOON + DAY)
    assert update(index, [str(log)]).lines == 500


def test_updating_forgets(tmp_path):
    log = write(tmp_path / "mail.log", messages(0, 10))
    update(tmp_path / "logs.sqlite", [str(log)], before="2026-11-24T12:00:05")
    given = load([str(tmp_path / "logs.sqlite")])
    assert sources(given, "4A000000004") == []
    assert len(sources(given, "4A000000005")) == 5


def test_an_index_that_cannot_be_used(tmp_path):
    path = write(tmp_path / "text", "no database\n" * 200)
    with pytest.raises(ValueError, match="the index is damaged"):
        update(path, [])
