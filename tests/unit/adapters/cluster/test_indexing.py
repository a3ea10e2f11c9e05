"""Logs indexed by a cluster: the index is that of one process, row by row."""

from __future__ import annotations

import gzip
import os
import signal
import sqlite3
from datetime import timedelta

import pytest
from tests.unit.adapters.cluster.local import distributed, workers
from tests.unit.adapters.logs.logfiles import NOON, answers, messages, sources, write
from tests.unit.adapters.logs.test_export import exported
from tests.unit.apps.command import called

from whosent.adapters.cluster import connection, indexing
from whosent.adapters.cluster.indexing import Packers
from whosent.adapters.logs import blocks
from whosent.adapters.logs.given import update
from whosent.adapters.logs.store import open_to_read

TABLES = ("files", "blocks", "texts", "words")
DAY = timedelta(days=1)
ACCESS = '203.0.113.9 - - [24/Nov/2026:12:00:00 +0100] "GET /index.html HTTP/1.1" 200 12 "-" "x"\n'


@pytest.fixture
def packers(cluster, monkeypatch):
    monkeypatch.setattr(indexing, "WORTH", blocks.PIECE)
    made = Packers(cluster.scheduler_address)
    yield made
    made.stop()


@pytest.fixture
def logs(tmp_path):
    """A large log with an endless line in it, its rotated and packed ones, small ones, and what is no log."""
    large = messages(0, 15_000, NOON, 0.1)
    half = large.index("\n", len(large) // 2) + 1
    write(tmp_path / "mail.log", large[:half] + "x" * (blocks.PIECE + blocks.PIECE // 2) + "\n" + large[half:])
    write(tmp_path / "mail.log.1", messages(50_000, 3_000, NOON - DAY), NOON)
    write(tmp_path / "mail.log.2.gz", gzip.compress(messages(90_000, 4_000, NOON - 2 * DAY).encode()), NOON - DAY)
    write(
        tmp_path / "mail.log.3.gz", gzip.compress(messages(99_000, 500, NOON - 3 * DAY).encode())[:-9], NOON - 2 * DAY
    )
    write(tmp_path / "access.log", ACCESS * 100)
    write(tmp_path / "journal.log", b"\n" + exported(200_000, 4_000))
    write(tmp_path / "letter.txt", "Dear reader\n")
    for number in range(20):
        write(tmp_path / f"mx{number}.log", messages(number, 3, NOON, host=f"mx{number}"))
    return [f"{tmp_path}/*log*", str(tmp_path / "letter.txt"), str(tmp_path / "missing")]


def rows(index):
    tables = open_to_read(index)
    return {table: tables.execute(f"SELECT * FROM {table} ORDER BY id").fetchall() for table in TABLES}  # noqa: S608


def both(tmp_path, arguments, packers, **options):
    """The same done here and there; what was added there."""
    here = update(tmp_path / "here.sqlite", arguments, **options)
    there = update(tmp_path / "there.sqlite", arguments, packing=packers, **options)
    assert there == here
    assert rows(tmp_path / "there.sqlite") == rows(tmp_path / "here.sqlite")
    return there


def test_the_index_is_that_of_one_process_row_by_row(tmp_path, logs, packers):
    found = both(tmp_path, logs, packers)
    assert (found.files, len(found.troubles)) == (26, 3)
    assert found.lines > 5 * (15_000 + 3_000 + 4_000)
    assert found.messages > 22_000
    reader = answers(tmp_path / "there.sqlite")
    assert sources(reader, f"{0x4A000000000 + 14_999:X}")[-1] == "mail.log:75001"
    again = both(tmp_path, logs, packers)
    assert again.lines < 5 * 500  # what is left of the damaged one
    assert again.troubles == found.troubles


def test_what_grew_and_was_rotated_is_read_on(tmp_path, packers):
    text = messages(0, 16_000, NOON, 0.1)
    log = write(tmp_path / "mail.log", text[: len(text) // 4])
    both(tmp_path, [str(log)], packers)
    log.rename(tmp_path / "mail.log.1")
    write(tmp_path / "mail.log.1", text, NOON + DAY)
    write(log, messages(80_000, 10, NOON + DAY), NOON + DAY)
    found = both(tmp_path, [f"{tmp_path}/mail.log*"], packers)
    assert 0 < found.lines < 5 * 14_000
    assert both(tmp_path, [f"{tmp_path}/mail.log*"], packers).lines == 0


def test_files_that_begin_alike_may_be_the_same_one(tmp_path, packers):
    """A copy, as `copytruncate` of logrotate makes it: what the first has must be known before the second is begun."""
    write(tmp_path / "mail.log", messages(0, 2_000))
    write(tmp_path / "mail.log.1", messages(0, 1_000))
    write(tmp_path / "mail.err", messages(0, 1)[:120] + "\n")
    both(tmp_path, [f"{tmp_path}/mail.*"], packers)


def test_how_far_it_is_is_told(tmp_path, logs, packers):
    told, lines = [], []
    found = update(tmp_path / "there.sqlite", logs, packing=packers, count=lines.append,
                   progress=lambda size, total: told.append((size, total)))  # fmt: skip
    assert sum(lines) == found.lines
    assert told == sorted(told)
    assert told[-1][0] == pytest.approx(told[-1][1], abs=100)


def test_what_no_worker_can_read_is_sent(tmp_path, logs, packers, monkeypatch):
    """As if the log lay on this machine alone; and as if one worker lost sight of it later."""
    whole = update(tmp_path / "here.sqlite", logs)
    monkeypatch.setattr(indexing._Run, "_seen_by_all", lambda self, job: False)
    assert update(tmp_path / "there.sqlite", logs, packing=packers) == whole
    assert rows(tmp_path / "there.sqlite") == rows(tmp_path / "here.sqlite")
    (tmp_path / "there.sqlite").unlink()
    monkeypatch.setattr(indexing._Run, "_seen_by_all", lambda self, job: not job.log.packed)
    monkeypatch.setattr(indexing, "_place", lambda job: job.log.path + "-elsewhere")
    found = update(tmp_path / "there.sqlite", logs, packing=packers)
    assert {trouble.error for trouble in found.troubles} >= {"no such file or folder"}


def test_a_log_that_is_replaced_meanwhile_is_told_and_not_mixed(tmp_path, packers, monkeypatch):
    log = write(tmp_path / "mail.log", messages(0, 25_000, NOON, 0.1))
    ranges = indexing._Run._ranges

    def replaced(self, job):
        for number, part in enumerate(ranges(self, job)):
            if number == 2:
                write(log, messages(70_000, 25_000, NOON, 0.1))
            yield part

    monkeypatch.setattr(indexing._Run, "_ranges", replaced)
    monkeypatch.setattr(indexing, "AHEAD", 1)
    found = update(tmp_path / "there.sqlite", [str(log)], packing=packers)
    assert [trouble.error for trouble in found.troubles] == ["it was replaced while it was read: run it again"]
    done = rows(tmp_path / "there.sqlite")["blocks"]
    assert [row[2] for row in done[1:]] == [row[3] for row in done[:-1]]


def test_a_worker_that_is_killed_costs_nothing(tmp_path, cluster, logs, packers):
    killed = []

    def kill(lines):
        if not killed:
            with distributed.Client(cluster.scheduler_address, set_as_default=False) as client:
                killed.append(min(client.run(os.getpid).values()))
            os.kill(killed[0], signal.SIGKILL)

    here = update(tmp_path / "here.sqlite", logs)
    assert update(tmp_path / "there.sqlite", logs, packing=packers, count=kill) == here
    assert killed
    assert rows(tmp_path / "there.sqlite") == rows(tmp_path / "here.sqlite")


def test_what_was_done_before_the_cluster_went_away_is_kept_and_gone_on_with(tmp_path, monkeypatch):
    monkeypatch.setattr(connection, "GONE", 0.5)
    monkeypatch.setattr(indexing, "AHEAD", 1)
    log = write(tmp_path / "mail.log", messages(0, 40_000, NOON, 0.1))
    index = tmp_path / "there.sqlite"
    with workers(1) as short:
        packers = Packers(short.scheduler_address)

        def leave(lines):
            if not done:
                short.scale(0)
            done.append(lines)

        done = []
        with pytest.raises(ConnectionError, match="the rest was not indexed: run it again, and it goes on from there"):
            update(index, [str(log)], packing=packers, count=leave)
        packers.stop()
    kept = rows(index)["blocks"]
    assert 0 < len(kept) == len(done)
    assert update(index, [str(log)]).lines == 200_000 - sum(done)
    update(tmp_path / "here.sqlite", [str(log)])
    assert rows(index)["blocks"] == rows(tmp_path / "here.sqlite")["blocks"]
    assert rows(index)["words"] == rows(tmp_path / "here.sqlite")["words"]


def test_workers_of_another_version_end_the_run(tmp_path, packers, monkeypatch):
    monkeypatch.setattr(indexing, "__version__", "9.9")
    with pytest.raises(ConnectionError, match="has whosent"):
        update(tmp_path / "there.sqlite", [str(write(tmp_path / "mail.log", messages(0, 3)))], packing=packers)
    assert sqlite3.connect(tmp_path / "there.sqlite").execute("SELECT count(*) FROM blocks").fetchone() == (0,)


def test_the_command_says_the_same(tmp_path, cluster, logs):
    done = called("logs", "index", "--index", tmp_path / "there.sqlite", "--cluster", cluster.scheduler_address, *logs)
    here = called("logs", "index", "--index", tmp_path / "here.sqlite", *logs)
    assert (done.status, done.err) == (here.status, here.err)
    assert done.out.splitlines()[1:] == here.out.splitlines()[1:]
    done = called("logs", "index", "--index", tmp_path / "there.sqlite", "--cluster", "localhost", *logs)
    assert (done.status, done.err.count("\n")) == (2, 1)
    assert "is no address of a cluster" in done.err


def test_a_cluster_that_goes_away_is_one_line_of_the_command(tmp_path, cluster, logs, monkeypatch):
    monkeypatch.setattr(connection.Watch, "look", lambda self: (_ for _ in ()).throw(self.lost("gone")))
    done = called("logs", "index", "--index", tmp_path / "there.sqlite", "--cluster", cluster.scheduler_address, *logs)
    assert (done.status, done.out) == (74, b"")
    address = cluster.scheduler_address
    assert done.err == f"whosent: {address}: gone: the rest was not indexed: run it again, and it goes on from there\n"
