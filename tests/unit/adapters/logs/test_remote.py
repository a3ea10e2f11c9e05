"""Logs behind URLs."""

from __future__ import annotations

import gzip

import pytest

from whosent.adapters.logs.files import Block, Log, expand, look, read
from whosent.adapters.logs.given import load
from whosent.model.item import Unreadable
from whosent.model.question import Observed, Question

fsspec = pytest.importorskip("fsspec")

LINES = b"".join(
    b"Nov 24 09:00:%02d mail postfix/cleanup[1]: 4C96E2547%02X: message-id=<%d@x.test>\n" % (n, n, n) for n in range(60)
)


@pytest.fixture
def memory():
    system = fsspec.filesystem("memory")
    system.pipe_file("/logs/mail.log", LINES)
    system.pipe_file("/logs/mail.log.1.gz", gzip.compress(LINES, mtime=0))
    system.pipe_file("/logs/picture.log", b"\x89PNG\r\n\x1a\n" + b"\0" * 100)
    yield "memory://logs"
    system.rm("/logs", recursive=True)


def blocks(url: str, start: int = 0) -> bytes:
    log = look(url)
    assert isinstance(log, Log)
    found = list(read(log, start, 1, lambda size: None))
    assert all(isinstance(block, Block) for block in found)
    return b"".join(block.data for block in found if isinstance(block, Block))


@pytest.mark.parametrize("name", ["mail.log", "mail.log.1.gz"])
def test_plain_and_gzip(memory, name):
    assert blocks(f"{memory}/{name}") == LINES


def test_gone_on_with_where_it_was_left(memory):
    half = LINES.index(b"\n", len(LINES) // 2) + 1
    assert blocks(f"{memory}/mail.log", half) == LINES[half:]


def test_all_of_a_folder(memory):
    assert [str(one).rpartition("/")[2] for one in expand([f"{memory}/"])] == [
        "mail.log",
        "mail.log.1.gz",
        "picture.log",
    ]


def test_what_is_none(memory):
    for name, why in (("picture.log", "not a log but"), ("nowhere.log", "no such file")):
        found = look(f"{memory}/{name}")
        assert isinstance(found, Unreadable)
        assert why in found.error


def test_asked_like_any_other(memory):
    given = load([f"{memory}/mail.log"])
    question = Question("log", "7@x.test")
    answer = given.answers([question], 5.0)[question]
    assert isinstance(answer, Observed)
    assert len(answer.values) == 1
