"""Exports of systemd's journal in an index: what is found stands where the file has it."""

from __future__ import annotations

import gzip
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.unit.adapters.logs.logfiles import NOON, answers, ask, indexed, messages, sources, write
from tests.unit.logs.test_export import REAL, binary

from whosent.adapters.logs.blocks import BLOCK
from whosent.adapters.logs.forget import forget
from whosent.adapters.logs.given import load, update
from whosent.adapters.logs.store import open_to_read, writing
from whosent.logs.journey import read_value
from whosent.model.question import Observed, Question

EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


def entry(moment: datetime, program: str, text: bytes, *others: bytes) -> bytes:
    """An entry as journald writes it: text as such, all else by its length."""
    stamp = int((moment - EPOCH).total_seconds() * 1e6)
    head = f"__CURSOR=x\n__REALTIME_TIMESTAMP={stamp}\n_HOSTNAME=mail\nSYSLOG_IDENTIFIER={program}\n_PID=7\n".encode()
    message = binary(b"MESSAGE", text) if b"\n" in text else b"MESSAGE=" + text + b"\n"
    return head + b"".join(others) + message + b"\n"


def exported(first: int, count: int, *others: bytes, start: datetime = NOON, step: float = 1.0) -> bytes:
    """The messages of `logfiles.messages` by way of the journal."""
    lines = messages(first, count).splitlines()
    return b"".join(
        entry(start + timedelta(seconds=step * (number // 5)), *parsed(line), *others)
        for number, line in enumerate(lines)
    )


def parsed(line: str) -> tuple[str, bytes]:
    program, _, text = line[21:].partition(": ")
    return program.partition("[")[0], text.encode()


@pytest.fixture
def index(tmp_path):
    return tmp_path / "logs.sqlite"


def places(path: Path, text: bytes) -> list[int]:
    """The numbers of the lines with which the entries begin that hold a text."""
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    parts = data.split(b"__CURSOR=")
    return [1 + b"__CURSOR=".join(parts[:at]).count(b"\n") for at, part in enumerate(parts) if text in part]


@pytest.mark.parametrize("packed", [False, True])
def test_places_are_true_whatever_lies_between(tmp_path, index, packed):
    odd = binary(b"COREDUMP", b"\n" * 3 * BLOCK), binary(b"_CMDLINE", b"a\n\n__CURSOR"), b"\n"
    data = exported(0, 300) + entry(NOON, "app", b"x", odd[0]) + exported(300, 300, odd[1]) + odd[2] + exported(600, 9)
    name = "mail.export.gz" if packed else "mail.export"
    path = write(tmp_path / name, gzip.compress(data) if packed else data)
    assert data.count(b"\n") - indexed(index, path) in (0, 1)  # an empty line between two blocks is in neither
    for number in (0, 299, 300, 450, 599, 600, 608):
        queue_id = f"{0x4A000000000 + number:X}"
        assert sources(answers(index), queue_id) == [f"{name}:{line}" for line in places(path, queue_id.encode())]
    assert indexed(index, path) == 0


def test_what_a_message_imitates_is_part_of_it(tmp_path, index):
    evil = entry(
        NOON, "postfix/smtpd", b"4A000000001: client=evil.example[203.0.113.9], sasl_username=anna@kunde.example"
    )
    path = write(tmp_path / "journal", exported(0, 3) + entry(NOON, "app", b"\n\n" + evil) + exported(3, 3))
    indexed(index, path)
    (value,) = (one for one in ask(answers(index), "log", "4A000000001") if "evil" in one)
    assert '"SYSLOG_IDENTIFIER":"app"' in value
    events = [read_value(value) for value in ask(answers(index), "logins", "anna@kunde.example")]
    assert {event.client_ip for event in events if event and event.login} == {"198.51.100.7"}


def test_one_that_grew_is_read_on(tmp_path, index):
    path, data = tmp_path / "mail.export", exported(0, 1_000)
    half = data.index(b"\n\n", len(data) // 2) + 2
    write(path, data[:half])
    indexed(index, path)
    for size in (half + 100, len(data)):  # in the middle of an entry first
        write(path, data[:size], NOON + timedelta(seconds=size))
        found = update(index, [str(path)])
        assert [trouble.error for trouble in found.troubles] == (
            ["read only in part: it ends in the middle of an entry of the journal (is it still being written?)"]
            if size < len(data) else []
        )  # fmt: skip
        assert found.lines < data[:size].count(b"\n") * 2 // 3
    assert len(sources(answers(index), f"{0x4A000000000 + 999:X}")) == 5
    once = tmp_path / "once.sqlite"
    indexed(once, path)
    for query in ('SELECT start, "end", line, spans FROM blocks ORDER BY start', "SELECT done, lines FROM files"):
        assert open_to_read(index).execute(query).fetchall() == open_to_read(once).execute(query).fetchall()


def test_a_damaged_one_is_read_up_to_there(tmp_path):
    path = write(tmp_path / "mail.export", exported(0, 2) + b"oops\n\n" + exported(2, 2))
    given = load([str(path)])
    assert [trouble.error for trouble in given.troubles] == [
        "read only in part: the export of the journal is damaged; make a new one with `journalctl -o export`"
    ]
    question = Question("log", "4A000000001"), Question("log", "4A000000002")
    assert [len(answer.values) for answer in given.answers(question, 10).values() if isinstance(answer, Observed)] == [
        5, 0,
    ]  # fmt: skip


def test_forgetting_leaves_the_places(tmp_path, index):
    path = write(tmp_path / "mail.export", exported(0, 100))
    indexed(index, path)
    with writing(index) as connection:
        forget(connection, "2026-11-24T12:00:50")
    assert sources(answers(index), "4A000000031") == []  # the 49th
    assert sources(answers(index), "4A000000032") == [f"mail.export:{line}" for line in places(path, b"4A000000032")]


def test_a_quiet_one_has_no_more_holes_than_its_lines_have(tmp_path, index):
    """A message every three hours; each entry has forty lines."""
    many = b"".join(b"FIELD%d=x\n" % number for number in range(34))
    indexed(index, write(tmp_path / "mail.export", exported(0, 40, many, step=3 * 3600)))
    (span,) = ask(answers(index), "coverage", "")
    assert '"first":"2026-11-24T12:00:00","last":"2026-11-29T09:00:00","offset":0' in span
    assert '"format":"journal"' in span


def test_what_journalctl_prints(tmp_path, index):
    found = update(index, [str(write(tmp_path / "journal.export", REAL))])
    assert (found.lines, found.messages, found.troubles) == (72, 1, ())
    assert sources(answers(index), "5AD7E25468D") == [f"journal.export:{line}" for line in (1, 11, 50)]
