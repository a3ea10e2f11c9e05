from __future__ import annotations

import gzip
import os
from itertools import pairwise
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whosent.adapters.logs import blocks as blocks_module
from whosent.adapters.logs import files
from whosent.adapters.logs.blocks import BLOCK, Block, cut, places
from whosent.adapters.logs.files import Log, expand, is_database, look, read, read_piece
from whosent.adapters.stream import Stream
from whosent.model.item import Unreadable

LINES = b"".join(b"Nov 24 03:53:%02d mail postfix/qmgr[1]: %d: removed\n" % (n % 60, n) for n in range(5_000))


def log_at(path: Path) -> Log:
    found = look(str(path))
    assert isinstance(found, Log)
    return found


def everything(path: Path, start: int = 0, line: int = 1) -> list[Block]:
    found = list(read(log_at(path), start, line, lambda size: None))
    assert all(isinstance(one, Block) for one in found), found
    return [one for one in found if isinstance(one, Block)]


def errors(path: Path) -> list[str]:
    return [one.error for one in read(log_at(path), 0, 1, lambda size: None) if isinstance(one, Unreadable)]


@pytest.fixture
def plain(tmp_path):
    path = tmp_path / "mail.log"
    path.write_bytes(LINES)
    return path


@pytest.fixture
def packed(tmp_path):
    path = tmp_path / "mail.log.2.gz"
    path.write_bytes(gzip.compress(LINES))
    return path


def test_blocks_are_whole_lines_with_their_numbers(plain):
    blocks = everything(plain)
    assert b"".join(block.data for block in blocks) == LINES
    assert len(blocks) > 3
    for before, after in pairwise(blocks):
        assert BLOCK - 100 < len(before.data) <= BLOCK
        assert after.start == before.end
        assert after.line == before.line + before.data.count(b"\n")
        assert after.data == LINES[after.start : after.end]


def test_packed_is_read_as_plain(plain, packed):
    assert log_at(packed).packed
    assert everything(packed) == everything(plain)
    assert log_at(packed).sample == log_at(plain).sample


def test_reading_goes_on_where_it_stopped(plain, packed):
    third = everything(plain)[2]
    for path in (plain, packed):
        assert everything(path, third.start, third.line) == everything(plain)[2:]
        assert everything(path, len(LINES), 5_001) == []


def test_progress_is_told_in_bytes_of_the_file(packed):
    told: list[int] = []
    list(read(log_at(packed), 0, 1, told.append))
    assert sum(told) == packed.stat().st_size


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        (b"", []),
        (b"\n", [(0, 1, 1, b"\n")]),
        (b"a\nb", [(0, 3, 1, b"a\nb\n")]),
        (b"a\x00\xff\r\n\n", [(0, 6, 1, b"a\x00\xff\r\n\n")]),
    ],
)
def test_odd_ends(text, blocks):
    assert [block[:4] for block in cut(Stream([text]))] == blocks


@pytest.mark.parametrize("end", [b"", b"\n", b"\nlast\n"])
def test_a_line_longer_than_a_block_is_cut_and_its_rest_is_no_line(end):
    text = b"first\n" + b"x" * (3 * BLOCK) + end
    first, long, *last = cut(Stream([text[i : i + 1000] for i in range(0, len(text), 1000)]))
    assert first.data == b"first\n"
    assert (long.line, long.data) == (2, b"x" * (BLOCK - 1) + b"\n")
    assert long.end == len(text) - len(end.removeprefix(b"\n"))
    assert [(block.line, block.data) for block in last] == ([(3, b"last\n")] if len(end) > 1 else [])


@given(st.lists(st.binary(max_size=90_000), max_size=5), st.integers(0, 300_000))
def test_nothing_is_lost_and_every_start_is_one_to_go_on_from(chunks, choice):
    text = b"\n".join(chunks)
    blocks = list(cut(Stream([text])))
    assert [block.start for block in blocks] + [len(text)] == [0, *(block.end for block in blocks)]
    lines = [line for block in blocks for line in block.data.split(b"\n")[:-1]]
    wanted = text.split(b"\n") if not text.endswith(b"\n") and text else text.split(b"\n")[:-1]
    assert lines == [line[: BLOCK - 1] if len(line) >= BLOCK else line for line in wanted]
    if blocks:
        number = choice % len(blocks)
        again = blocks[number]
        assert list(cut(Stream([text[again.start :]]), again.start, again.line)) == blocks[number:]


LINE = st.one_of(st.binary(max_size=12), st.binary(min_size=8, max_size=200)).map(lambda line: line.replace(b"\n", b""))


@given(st.lists(LINE, max_size=60), st.booleans(), st.integers(0, 20), st.data())
def test_a_file_in_pieces_gives_the_same_blocks(tmp_path_factory, lines, ended, choice, data):
    """Short blocks and pieces, so that lines are longer than both."""
    text = b"Nov" + b"\n".join(lines) + b"\n" * ended
    path = tmp_path_factory.getbasetemp() / "pieces.log"
    path.write_bytes(text)
    log = log_at(path)
    with mock.patch.object(blocks_module, "BLOCK", 16), mock.patch.object(blocks_module, "PIECE", 64):
        whole = list(read(log, 0, 1, lambda size: None))
        start = whole[choice % len(whole)].start
        wanted = [block for block in whole if block.start >= start]
        begins = places(start, len(text))
        ends = [*begins[1:], data.draw(st.sampled_from([None, len(text)]))]
        found = [list(read_piece(log, start, *piece)) for piece in zip(begins, ends, strict=True)]
        assert [block[:2] + block[3:] for blocks in found for block in blocks] == [
            block[:2] + block[3:] for block in wanted
        ]
        assert all([block.line for block in blocks][:1] in ([], [1]) for blocks in found)


def test_a_piece_of_a_file_that_became_shorter_is_told(plain):
    log = log_at(plain)
    plain.write_bytes(LINES[:-1])
    for end in (None, log.size):
        *blocks, last = read_piece(log, 0, 0, end)
        assert b"".join(block.data for block in blocks) == LINES
        assert last == Unreadable(str(plain), "it was replaced while it was read: run it again")


def test_patterns_and_repeated_names(tmp_path, plain):
    other = tmp_path / "mail.log.1"
    other.write_bytes(b"x\n")
    odd = tmp_path / "mail[1].log"
    odd.write_bytes(b"x\n")
    assert list(expand([str(tmp_path / "mail.log*"), str(plain), str(odd)])) == [str(plain), str(other), str(odd)]
    assert list(expand([str(tmp_path / "*.xyz")])) == [
        Unreadable(str(tmp_path / "*.xyz"), "no file fits this pattern")
    ]  # fmt: skip


def test_what_is_no_log(tmp_path):
    def said(name: str, data: bytes) -> str:
        path = tmp_path / name
        path.write_bytes(data)
        found = look(str(path))
        assert isinstance(found, Unreadable)
        assert found.source == str(path)
        return found.error

    assert said("empty", b"") == "nothing in it: the file is empty"
    assert said("empty.gz", gzip.compress(b"")) == "nothing in it: the file is empty"
    assert said("a.xz", b"\xfd7zXZ\x00abc") == "not a log but packed with xz: unpack it first"
    assert said("a.gz", gzip.compress(gzip.compress(LINES))) == "packed with gzip again and again: unpack it first"
    assert said("b.gz", gzip.compress(LINES)[:12]).startswith("the gzip file ends too early")
    folder, missing = look(str(tmp_path)), look(str(tmp_path / "missing"))
    assert isinstance(folder, Unreadable)
    assert folder.error == "this is a folder: name the logs in it"
    assert isinstance(missing, Unreadable)
    assert missing.error == "no such file or folder"
    assert isinstance(look("nul\x00"), Unreadable)
    os.mkfifo(tmp_path / "pipe")
    assert look(str(tmp_path / "pipe")) == Unreadable(
        str(tmp_path / "pipe"), "not read: this is a named pipe, not a file"
    )  # fmt: skip


def test_a_damaged_end_is_told_after_what_could_be_read(tmp_path, packed):
    packed.write_bytes(packed.read_bytes()[:-20])
    found = list(read(log_at(packed), 0, 1, lambda size: None))
    assert isinstance(found[0], Block)
    assert errors(packed) == ["read only in part: the gzip file ends too early; make a new copy of it"]


def test_a_gzip_bomb_is_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "UNSUSPECTED", 1_000_000)
    path = tmp_path / "bomb.gz"
    path.write_bytes(gzip.compress(b"\n" * 30_000_000))
    assert errors(path) == ["read only in part: it unpacks to more than 200 times its size, which no log does"]


def test_a_rotation_between_looking_and_reading_is_noticed(plain, packed):
    for path in (plain, packed):
        log = log_at(path)
        path.write_bytes(b"something else\n")
        (found,) = read(log, 0, 1, lambda size: None)
        assert found == Unreadable(str(path), "it was replaced while it was read: run it again")
        path.unlink()
        (found,) = read(log, 0, 1, lambda size: None)
        assert found == Unreadable(str(path), "no such file or folder")


def test_databases_are_recognised(tmp_path, plain):
    import sqlite3

    path = tmp_path / "logs.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE t(x)")
    connection.close()
    assert is_database(str(path))
    assert not is_database(str(plain))
    assert not is_database(str(tmp_path / "missing"))
    assert not is_database(str(tmp_path))
