from __future__ import annotations

import gzip
import os
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from tests.unit.adapters.logs.logfiles import NOON, add, answers, ask, indexed, message, messages, sources, write

from whosent.adapters.logs import store
from whosent.adapters.logs.blocks import BLOCK
from whosent.adapters.logs.index import open_index
from whosent.adapters.logs.segment import SEGMENT
from whosent.adapters.logs.writer import Writer

DAY = timedelta(days=1)


@pytest.fixture
def index(tmp_path):
    return tmp_path / "logs.sqlite"


def id_of(number: int) -> str:
    return f"{0x4A000000000 + number:X}"


def found(index, *numbers: int) -> list[str]:
    """The lines about these messages, by their ids."""
    return [source for number in numbers for source in sources(answers(index), id_of(number))]


def test_what_is_indexed_is_found_and_indexed_once(tmp_path, index):
    log = write(tmp_path / "mail.log", messages(0, 1000))
    assert indexed(index, log) == 5000
    assert indexed(index, log) == 0
    assert found(index, 0) == [f"mail.log:{line}" for line in range(1, 6)]
    assert found(index, 999) == [f"mail.log:{line}" for line in range(4996, 5001)]
    assert ask(answers(index), "log", "nowhere") == ()
    log.unlink()
    assert len(found(index, 500)) == 5


def test_a_file_that_grew_is_read_on_from_its_last_complete_line(tmp_path, index):
    log = tmp_path / "mail.log"
    text = messages(0, 2000)
    half = len(text) // 2
    write(log, text[:half])
    first = indexed(index, log)
    assert first == text[:half].count("\n") + 1
    write(log, text, NOON + DAY)
    assert indexed(index, log) < 6000
    assert indexed(index, log) == 0
    for number in range(0, 2000, 37):
        assert found(index, number) == [f"mail.log:{5 * number + line}" for line in range(1, 6)]


def test_names_that_are_no_text_and_names_from_here(tmp_path, index, monkeypatch):
    odd = os.path.join(tmp_path, os.fsdecode(b"mail\xff.log"))  # noqa: PTH118
    write(Path(odd), messages(0, 1))
    assert indexed(index, odd) == 5
    assert found(index, 0)[0] == "mail\ufffd.log:1"
    write(tmp_path / "sub" / "mail.log", messages(1, 1))
    monkeypatch.chdir(tmp_path / "sub")
    indexed(index, "mail.log")
    assert open_index(index).files[1].path == str(tmp_path / "sub" / "mail.log")


def test_many_short_steps_leave_no_trace(tmp_path, index):
    log, text = tmp_path / "mail.log", ""
    for number in range(40):
        text += message(number, NOON)
        write(log, text, NOON + timedelta(minutes=number))
        indexed(index, log)
    connection = store.open_to_read(index)
    assert connection.execute("SELECT count(*), max(id) FROM blocks").fetchone() == (1, 0)
    assert found(index, 39) == [f"mail.log:{line}" for line in range(196, 201)]


def test_rotated_and_packed_logs_are_recognised(tmp_path, index):
    old, new = messages(0, 300), messages(300, 300, NOON + DAY)
    log = write(tmp_path / "mail.log", old[:40_000])
    indexed(index, log)
    log.rename(tmp_path / "mail.log.1")
    write(tmp_path / "mail.log.1", old)
    write(log, new, NOON + DAY)
    assert indexed(index, f"{tmp_path}/mail.log*") <= 3000
    assert found(index, 5, 305) == [f"mail.log.1:{line}" for line in range(26, 31)] + [
        f"mail.log:{line}" for line in range(26, 31)
    ]
    write(tmp_path / "mail.log.2.gz", gzip.compress((tmp_path / "mail.log.1").read_bytes()))
    log.rename(tmp_path / "mail.log.1")
    write(log, messages(600, 10, NOON + 2 * DAY), NOON + 2 * DAY)
    assert indexed(index, f"{tmp_path}/mail.log*") == 50
    assert indexed(index, f"{tmp_path}/mail.log*") == 0
    assert [source.partition(":")[0] for source in found(index, 5, 305, 605)] == (
        ["mail.log.2.gz"] * 5 + ["mail.log.1"] * 5 + ["mail.log"] * 5
    )


def test_what_was_rotated_away_unseen_is_called_by_its_day(tmp_path, index):
    log = write(tmp_path / "mail.log", messages(0, 3))
    indexed(index, log)
    write(log, messages(3, 3, NOON + DAY), NOON + DAY)
    indexed(index, log)
    assert found(index, 0, 3) == [f"mail.log@2026-11-24:{line}" for line in range(1, 6)] + [
        f"mail.log:{line}" for line in range(1, 6)
    ]


def test_a_file_that_was_emptied_after_copying_is_another_one(tmp_path, index):
    log = write(tmp_path / "mail.log", messages(0, 400))
    indexed(index, log)
    shutil.copy2(log, tmp_path / "mail.log.1")
    write(log, messages(400, 2, NOON + DAY), NOON + DAY)
    assert indexed(index, f"{tmp_path}/mail.log*") == 10
    assert [source.partition(":")[0] for source in found(index, 399, 400)] == ["mail.log.1"] * 5 + ["mail.log"] * 5


def test_files_that_begin_with_the_same_line_are_told_apart(tmp_path, index):
    """syslog writes the same line to several files; a short one may be the beginning of another."""
    text = messages(0, 5)
    short = write(tmp_path / "mail.err", text.splitlines(keepends=True)[0])
    long = write(tmp_path / "mail.log", text)
    assert indexed(index, short, long) == 26
    assert found(index, 0) == ["mail.err:1", *(f"mail.log:{line}" for line in range(1, 6))]
    short.rename(tmp_path / "mail.err.1")
    assert indexed(index, tmp_path / "mail.err.1", long) == 0


def test_a_file_that_was_cut_at_its_end_holds_nothing_new(tmp_path, index):
    text = messages(0, 1000)
    log = write(tmp_path / "mail.log", text)
    indexed(index, log)
    write(log, text[: len(text) // 2], NOON + DAY)
    assert indexed(index, log) == 0
    assert len(found(index, 999)) == 5


def test_a_run_that_was_killed_is_gone_on_with(tmp_path, index):
    count = BLOCK * SEGMENT // len(message(0, NOON)) + 3000
    log = write(tmp_path / "mail.log", messages(0, count, step=0.1))
    connection = store.open_to_write(index)
    add(Writer(connection), log)  # never finished
    connection.close()
    done = store.open_to_read(index).execute("SELECT count(*), max(line) FROM blocks").fetchone()
    assert done[0] == SEGMENT
    assert len(found(index, 0)) == 5
    assert found(index, count - 1) == []
    again = indexed(index, log)
    assert 0 < again <= 5 * count - done[1] + 1
    assert found(index, count - 1) == [f"mail.log:{line}" for line in range(5 * count - 4, 5 * count + 1)]
    middle = done[1] // 5
    assert found(index, middle) == [f"mail.log:{line}" for line in range(5 * middle + 1, 5 * middle + 6)]


def test_others_read_while_it_is_written(tmp_path, index):
    indexed(index, write(tmp_path / "mail.log", messages(0, 10)))
    connection = store.open_to_write(index)
    writer = Writer(connection)
    add(writer, write(tmp_path / "other.log", messages(10, 10)))
    reader = answers(index)
    assert len(sources(reader, id_of(0))) == 5
    assert sources(reader, id_of(10)) == []
    writer.finish()
    assert sources(reader, id_of(10)) == []  # it sees what was there when it came
    assert len(found(index, 10)) == 5
    connection.close()


def test_what_is_no_log_is_told_and_the_rest_goes_on(tmp_path, index):
    letter = write(tmp_path / "letter.txt", "Dear reader,\nthis is no log.\n")
    log = write(tmp_path / "mail.log", messages(0, 1))
    connection = store.open_to_write(index)
    writer = Writer(connection)
    lines, troubles = add(writer, letter, tmp_path / "missing", log)
    writer.finish()
    assert lines == 5
    assert [(trouble.source, trouble.error) for trouble in troubles] == [
        (str(letter), "no log of a kind that whosent reads (mail servers, PHP, web servers)"),
        (str(tmp_path / "missing"), "no such file or folder"),
    ]
    connection.close()


def test_a_damaged_file_is_told_again_next_time(tmp_path, index):
    data = gzip.compress(messages(0, 2000).encode())
    log = write(tmp_path / "mail.log.2.gz", data[: len(data) // 2])
    for _ in range(2):
        connection = store.open_to_write(index)
        writer = Writer(connection)
        _, (trouble,) = add(writer, log)
        writer.finish()
        connection.close()
        assert trouble.error.startswith("read only in part: the gzip file ends too early")
    write(log, data)
    indexed(index, log)
    assert found(index, 1999) == [f"mail.log.2.gz:{line}" for line in range(9996, 10001)]


def test_hostile_bytes_survive(tmp_path, index):
    line = b"Nov 24 12:00:00 mail postfix/smtpd[7]: NOQUEUE: x\x00y \xff\xfe token\tEND\r\n"
    long = b"Nov 24 12:00:01 mail postfix/smtpd[7]: early" + b"x" * 2 * BLOCK + b" late\n"
    indexed(index, write(tmp_path / "mail.log", line + long + line))
    assert ask(answers(index), "log", "token") == tuple(
        f"mail.log:{number}\tsyslog\tNov 24 12:00:00 mail postfix/smtpd[7]: NOQUEUE: x\x00y \ufffd\ufffd token\tEND"
        for number in (1, 3)
    )
    assert ask(answers(index), "log", "late") == ()


def last_clock(index) -> str:
    return str(store.open_to_read(index).execute("SELECT last FROM files").fetchone()[0])


@pytest.mark.parametrize(
    ("year", "expected"), [(None, "2026-11-24"), (2026, "2026-11-24"), (2024, "2024-11-24"), (2027, "2027-11-24")]
)
def test_the_year_is_that_of_the_file_or_the_given_one(tmp_path, index, year, expected):
    indexed(index, write(tmp_path / "mail.log", messages(0, 1)), year=year)
    assert last_clock(index).startswith(expected)


def test_new_year_within_a_file(tmp_path, index):
    new_year = NOON.replace(month=12, day=31, hour=23, minute=59)
    indexed(index, write(tmp_path / "mail.log", messages(0, 100, new_year), new_year + DAY))
    row = store.open_to_read(index).execute("SELECT first, last FROM files").fetchone()
    assert row == ("2026-12-31T23:59:00", "2027-01-01T00:00:39")
