"""Large mailboxes that the workers read themselves: the same bytes as one process writes, whatever a worker can see."""

from __future__ import annotations

import gzip
import os
import zipfile
from pathlib import Path

import pytest
from tests.unit.adapters.cluster.local import distributed
from tests.unit.apps.command import called
from tests.unit.service.messages import LETTER, bounce

from whosent.adapters.cluster import cutting
from whosent.adapters.cluster.cutting import cut
from whosent.adapters.cluster.pieces import File, Files, Piece, read, read_here
from whosent.model.item import Item, Unreadable

LINE = b"From MAILER-DAEMON Tue Nov 24 09:00:05 2026\n"
WRAPPER = b"""\
From: friend@friend.test
To: info@victim.example
Subject: Fwd: two
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="=x"

--=x
Content-Type: message/rfc822

%s
--=x
Content-Type: message/rfc822

%s
--=x--
""" % (bounce(), bounce(ip="203.0.113.10"))


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """Pieces of few messages."""
    monkeypatch.setattr(cutting, "SIZE", 30_000)
    monkeypatch.setattr(cutting, "WORTH", 60_000)
    monkeypatch.setattr(cutting, "MOST", 3)


@pytest.fixture
def client(cluster):
    with distributed.Client(cluster.scheduler_address, set_as_default=False) as made:
        yield made


@pytest.fixture
def mailbox(tmp_path) -> Path:
    messages = [bounce(ip=f"203.0.113.{number % 200}") for number in range(150)]
    messages[20:20] = [LETTER, b"no mail at all\n", WRAPPER, b"\n", LETTER.replace(b"How", b">From here on: How")]
    path = tmp_path / "in.mbox"
    path.write_bytes(b"".join(LINE + message + b"\n" for message in messages))
    return path


def same(cluster, *arguments: object, form: str = "jsonl") -> bytes:
    """What one process and the cluster say."""
    options = ("check", "--as", "victim.example", "--format", form, *arguments)
    here, there = called(*options, "--jobs", "1"), called(*options, "--cluster", cluster.scheduler_address)
    assert there == here
    return here.out


@pytest.mark.parametrize("form", ["jsonl", "json"])
def test_the_report_is_the_same_byte_by_byte(cluster, client, mailbox, form):
    assert len(list(cut(client, str(mailbox), 1_000_000))) > 10
    out = same(cluster, mailbox, letter(mailbox), f"file://{mailbox}", mailbox, form=form)
    assert b"in.mbox#23#2" in out
    assert b"in.mbox#154" in out


def letter(mailbox: Path) -> Path:
    path = mailbox.parent / "letter.eml"
    path.write_bytes(LETTER)
    return path


def test_long_messages_are_cut_alike(cluster, mailbox):
    assert b'"truncated":true' in same(cluster, "--limit", "1500", mailbox)


def test_questions_about_pieces_are_asked_here(cluster, mailbox):
    recorded = Path(__file__).parents[4] / "examples" / "dns.json"
    same(cluster, "--own", "mail.victim.example", "--dns", recorded, mailbox)


def test_what_is_not_cut(client, tmp_path, mailbox):
    packed = tmp_path / "in.mbox.gz"
    packed.write_bytes(gzip.compress(os.urandom(100_000) + mailbox.read_bytes()))
    message = tmp_path / "a.eml"
    message.write_bytes(mailbox.read_bytes())
    mmdf = tmp_path / "mmdf"
    mmdf.write_bytes((b"\1\1\1\1\n" + LETTER + b"\1\1\1\1\n") * 1_000)
    small = tmp_path / "small.mbox"
    small.write_bytes(LINE + LETTER)
    for path in (packed, message, mmdf, small, tmp_path / "absent"):
        assert cut(client, str(path), 1_000_000) is None
    assert cut(client, "-", 1_000_000) is None


@pytest.fixture
def folder(tmp_path, mailbox) -> Path:
    """Everything that a folder can hold."""
    root = tmp_path / "all"
    for number in range(10):
        put(root / "in" / f"{number}.eml", bounce(ip=f"203.0.113.{number}"))
        put(root / "Maildir" / "cur" / f"{number}.host:2,S", LETTER)
    put(root / "Maildir" / "new" / "1.host", bounce())
    put(root / "Maildir" / "tmp" / "2.host", bounce())
    put(root / "b-large.mbox", mailbox.read_bytes())
    put(root / "c-small.mbox.gz", gzip.compress((LINE + LETTER) * 3))
    put(root / "d-empty.eml", b"")
    put(root / "README", b"no mail\n")
    put(root / "e.pdf.eml", b"%PDF-1.7\n")
    put(root / "f-damaged.mbox.gz", gzip.compress((LINE + LETTER) * 100)[:-20])
    (root / "dangling.eml").symlink_to(tmp_path / "nowhere")
    return root


def put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def test_a_folder_is_read_by_the_workers_too(cluster, client, folder):
    parts = list(cut(client, str(folder), 1_000_000))
    assert sum(isinstance(part, Piece) for part in parts) > 10
    assert sum(isinstance(part, Files) for part in parts) > 6
    assert sum(isinstance(part, Unreadable) for part in parts) == 1
    out = same(cluster, folder, f"file://{folder}/Maildir")
    assert out.count(b"\n") > 180
    assert b"Maildir/cur/3.host:2,S" in out
    assert b"tmp" not in out.replace(bytes(folder), b"")
    same(cluster, folder, form="json")


def test_names_that_are_no_utf_8_are_read_here(cluster, folder):
    (folder / "in" / os.fsdecode(b"5\xff.eml")).write_bytes(LETTER)
    assert "in/5\ufffd.eml".encode() in same(cluster, folder)


def test_a_folder_without_mail_and_one_that_only_this_machine_sees(cluster, client, tmp_path):
    put(tmp_path / "none" / "README", b"no mail\n")
    assert cut(client, str(tmp_path / "none"), 1_000_000) is None
    assert b"no mail found in this folder" in same(cluster, tmp_path / "none")
    fsspec = pytest.importorskip("fsspec")
    fsspec.filesystem("memory").pipe("/in/1.eml", LETTER)
    assert cut(client, "memory://in", 1_000_000) is None
    same(cluster, "memory://in")


def test_a_url_of_a_folder_is_listed_here_and_read_there(cluster, client, tmp_path):
    pytest.importorskip("fsspec")
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for number in range(10):
            archive.writestr(f"in/{number}.eml", bounce(ip=f"203.0.113.{number}"))
    url = f"zip://in::file://{tmp_path}/all.zip"
    assert [len(part.files) for part in cut(client, url, 1_000_000)] == [3, 3, 3, 1]
    assert same(cluster, url).count(b"\n") == 10


def test_files_that_cannot_be_read_are_read_again_here(tmp_path):
    put(tmp_path / "a.eml", LETTER)
    put(tmp_path / "b.eml", b"")
    files = [File(str(tmp_path / name), name, 1, False) for name in ("a.eml", "b.eml", "c.eml")]
    assert [entry.source for entry in read(Files(files[:2], 1_000, 2))] == ["a.eml", "b.eml"]
    with pytest.raises(EOFError):
        read(Files(files, 1_000, 3))
    assert read_here(Files(files, 1_000, 3)) == [
        Item("a.eml", LETTER), Unreadable("b.eml", "nothing in it: the file is empty"),
        Unreadable("c.eml", "no such file or folder"),
    ]  # fmt: skip


def test_a_file_that_a_worker_does_not_see_is_sent(cluster, client):
    fsspec = pytest.importorskip("fsspec")
    system = fsspec.filesystem("memory")  # which is in this process alone
    system.pipe("/in.mbox", (LINE + LETTER + b"\n") * 300)
    try:
        assert cut(client, "memory://in.mbox", 1_000_000) is None
        same(cluster, "memory://in.mbox")
    finally:
        system.rm("/in.mbox")


def test_a_file_that_is_gone_for_a_worker_meanwhile_is_sent(cluster, client, mailbox, monkeypatch):
    hidden = mailbox.rename(mailbox.parent / "hidden.mbox")
    expected = called("check", "--format", "jsonl", hidden).out.replace(b"hidden.mbox", b"in.mbox")
    hidden.rename(mailbox)
    real = cut

    def cut_and_hide(*arguments):
        found = list(real(*arguments))
        hidden.write_bytes(mailbox.read_bytes())
        mailbox.unlink()
        return iter(found)

    monkeypatch.setattr("whosent.adapters.cluster.pool.cut", cut_and_hide)
    monkeypatch.setattr("whosent.adapters.cluster.pool.read_here", lambda piece: read(replaced(piece, hidden)))
    done = called("check", "--format", "jsonl", mailbox, "--cluster", cluster.scheduler_address)
    assert done.out == expected


def replaced(piece: Piece, path: Path) -> Piece:
    return Piece(str(path), piece.source, piece.begin, piece.end, piece.limit, piece.size)


def test_a_piece_that_nobody_can_read_is_an_error_in_its_place(tmp_path):
    gone = Piece(str(tmp_path / "gone"), "in.mbox", 0, None, 100, 100)
    with pytest.raises(EOFError, match="no such file or folder"):
        read(gone)
    assert read_here(gone) == [Unreadable("in.mbox", "a part of it could not be read: no such file or folder")]


def test_pieces_number_their_messages_from_one(tmp_path):
    path = tmp_path / "in.mbox"
    path.write_bytes((LINE + LETTER + b"\n") * 10)
    middle = path.stat().st_size // 2
    found = [read(Piece(str(path), "x", begin, end, 1_000, 1)) for begin, end in ((0, middle), (middle, None))]
    assert [[item.source for item in part] for part in found] == [[f"x#{n}" for n in range(1, 6)]] * 2
    assert all(item == Item(item.source, LETTER) for part in found for item in part)
