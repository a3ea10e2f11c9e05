"""SOURCE arguments: what each kind gives, in which order, under which name, and what a broken one says."""

from __future__ import annotations

import gzip
import io
import os
import socket
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from tests.unit.mail.msg_writer import msg_file

from whosent.adapters.sources import read
from whosent.model.item import Item, Unreadable

MESSAGE = b"Received: from a.example by b.example; x\nFrom: a@a.example\nSubject: %d\n\nText\n"
SEPARATOR = b"From MAILER-DAEMON Mon Mar  2 10:00:00 2026\n"


def eml(number: int) -> bytes:
    return MESSAGE % number


def mbox(*numbers: int) -> bytes:
    return b"".join(SEPARATOR + eml(number) + b"\n" for number in numbers)


def items(*arguments: str | Path, limit: int = 1_000_000) -> list[Item]:
    found = list(read([str(argument) for argument in arguments], limit=limit))
    assert all(isinstance(item, Item) for item in found), found
    return [item for item in found if isinstance(item, Item)]


def error(argument: str | Path) -> str:
    (found,) = read([str(argument)])
    assert isinstance(found, Unreadable), found
    assert "\n" not in found.error
    return found.error


def put(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def test_an_eml_is_one_message_even_with_separators_in_it(tmp_path: Path) -> None:
    path = put(tmp_path / "a.eml", mbox(1, 2))
    (item,) = items(path)
    assert item == Item(str(path), mbox(1, 2)[len(SEPARATOR) :])


def test_an_mbox_is_known_by_its_content(tmp_path: Path) -> None:
    for name in ("inbox", "inbox.mbox", "inbox.txt"):
        path = put(tmp_path / name, mbox(1, 2))
        assert items(path) == [Item(f"{path}#1", eml(1)), Item(f"{path}#2", eml(2))]


def test_a_message_is_known_by_its_content(tmp_path: Path) -> None:
    for name in ("mail", "mail.txt", "mail.msg", "mail.eml"):
        path = put(tmp_path / name, eml(1))
        assert items(path) == [Item(str(path), eml(1))]


def test_an_outlook_file_is_known_by_its_content(tmp_path: Path) -> None:
    data = msg_file({0x1A: "IPM.Note", 0x7D: "Subject: outlook\r\n", 0x1000: "x"})
    for name in ("a.msg", "b.eml", "c"):
        (item,) = items(put(tmp_path / name, data))
        assert item.reconstructed
        assert item.data.startswith(b"Subject: outlook\r\n")


def test_marks_of_editors_and_apple_mail(tmp_path: Path) -> None:
    assert items(put(tmp_path / "a.eml", b"\xef\xbb\xbf\r\n" + eml(1)))[0].data == eml(1)
    (utf16,) = items(put(tmp_path / "b.eml", eml(1).decode().encode("utf-16")))
    assert (utf16.data, utf16.reconstructed) == (eml(1), True)
    apple = str(len(eml(1))).encode() + b"\n" + eml(1) + b'<?xml version="1.0"?><plist></plist>'
    assert items(put(tmp_path / "c.emlx", apple))[0].data == eml(1)


def test_gzip_of_everything(tmp_path: Path) -> None:
    outlook = msg_file({0x1A: "IPM.Note", 0x7D: "Subject: 1\r\n", 0x1000: "x"})
    assert items(put(tmp_path / "a.eml.gz", gzip.compress(mbox(1))))[0].data == eml(1) + b"\n"
    assert [i.source[-2:] for i in items(put(tmp_path / "b.mbox.gz", gzip.compress(mbox(1, 2))))] == ["#1", "#2"]
    assert items(put(tmp_path / "c.msg.gz", gzip.compress(outlook)))[0].reconstructed
    assert items(put(tmp_path / "d.eml", gzip.compress(eml(1))))[0].data == eml(1)
    members = gzip.compress(mbox(1)) + gzip.compress(mbox(2)) + b"\0" * 600
    assert [i.data for i in items(put(tmp_path / "e.gz", members))] == [eml(1), eml(2)]


def test_a_gzip_bomb_is_one_short_message(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "bomb.gz", "wb") as out:
        out.write(eml(1))
        for _ in range(200):
            out.write(b"\0" * 1_000_000)
    (item,) = items(tmp_path / "bomb.gz", limit=10_000)
    assert (len(item.data), item.truncated) == (10_000, True)


def test_damaged_gzip(tmp_path: Path) -> None:
    numbers = range(2000)
    packed = gzip.compress(mbox(*numbers))
    found = list(read([str(put(tmp_path / "cut.mbox.gz", packed[: len(packed) // 2]))]))
    assert len(found) > 100
    assert [f.data for f in found[:-2] if isinstance(f, Item)] == [eml(n) for n in numbers[: len(found) - 2]]
    assert isinstance(found[-2], Item)
    assert found[-2].truncated
    assert isinstance(found[-1], Unreadable)
    assert found[-1].source == str(tmp_path / "cut.mbox.gz")
    assert "ends too early" in found[-1].error
    broken = bytearray(packed)
    broken[200:220] = b"\xff" * 20
    assert "damaged" in getattr(list(read([str(put(tmp_path / "broken.gz", bytes(broken)))]))[-1], "error", "")
    twice = gzip.compress(gzip.compress(gzip.compress(eml(1))))
    assert "again and again" in error(put(tmp_path / "twice.gz", twice))
    (short,) = items(put(tmp_path / "short.eml.gz", gzip.compress(eml(1))[:-9]))
    assert short.truncated


def test_a_long_message_is_cut(tmp_path: Path) -> None:
    path = put(tmp_path / "a.eml", eml(1) + b"x" * 100_000)
    (item,) = items(path, limit=50_000)
    assert (len(item.data), item.truncated) == (50_000, True)
    size = path.stat().st_size
    assert [items(path, limit=n)[0].truncated for n in (size - 1, size, size + 1)] == [True, False, False]


def test_a_maildir(tmp_path: Path) -> None:
    put(tmp_path / "M/cur/1.a.host:2,S", SEPARATOR + eml(1))
    put(tmp_path / "M/cur/.hidden", eml(9))
    put(tmp_path / "M/new/2.b.host", eml(2))
    put(tmp_path / "M/tmp/3.c.host", eml(9))
    put(tmp_path / "M/dovecot-uidlist", b"Subject: no mail\n\n")
    put(tmp_path / "M/.Trash/cur/1.x", eml(9))
    assert items(tmp_path / "M") == [
        Item(str(tmp_path / "M/cur/1.a.host:2,S"), eml(1)),
        Item(str(tmp_path / "M/new/2.b.host"), eml(2)),
    ]


def test_a_folder_of_everything_in_order(tmp_path: Path) -> None:
    root = tmp_path / "in"
    put(root / "1.eml", eml(1))
    put(root / "2/cur/a", eml(2))
    put(root / "2/new/b", eml(3))
    put(root / "3.mbox", mbox(4, 5))
    put(root / "4" / "deep" / "6", eml(6))
    put(root / "5.eml.gz", gzip.compress(eml(7)))
    put(root / ".hidden.eml", eml(9))
    put(root / "README", b"Note: this is no mail\n")
    put(root / "picture.png", b"\x89PNG")
    put(root / "data.json", b'{"from": 1}\n')
    put(root / "empty", b"")
    put(root / "Inbox.msf", b'// <!-- <mdb:mork:z v="1.4"/> -->')
    found = items(root)
    assert [item.data for item in found] == [eml(n) for n in range(1, 8)]
    assert [Path(item.source).relative_to(root).as_posix() for item in found] == [
        "1.eml", "2/cur/a", "2/new/b", "3.mbox#1", "3.mbox#2", "4/deep/6", "5.eml.gz",
    ]  # fmt: skip


def test_a_mail_suffix_is_read_whatever_is_in_it(tmp_path: Path) -> None:
    put(tmp_path / "broken.eml", b"no header at all\n")
    put(tmp_path / "empty.eml", b"")
    found = list(read([str(tmp_path)]))
    assert [type(f) for f in found] == [Item, Unreadable]


def test_links_are_not_followed_out_of_the_folder(tmp_path: Path) -> None:
    outside = put(tmp_path / "outside/secret.eml", eml(9))
    root = tmp_path / "in"
    inside = put(root / "a.eml", eml(1))
    (root / "again.eml").symlink_to(inside)
    (root / "loop").symlink_to(root)
    (root / "out.eml").symlink_to(outside)
    (root / "out").symlink_to(outside.parent)
    (root / "dangling.eml").symlink_to(tmp_path / "nowhere")
    found = list(read([str(root)]))
    assert [f.source for f in found if isinstance(f, Item)] == [str(inside)]
    assert [Path(f.source).name for f in found if isinstance(f, Unreadable)] == ["dangling.eml", "out", "out.eml"]
    (tmp_path / "link").symlink_to(root)  # an argument may be a link
    assert items(tmp_path / "outside" / ".." / "link" / "a.eml")[0].data == eml(1)
    assert len(list(read([str(tmp_path / "link")]))) == 4


def test_what_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "socket"))
        assert "named pipe" in error(tmp_path / "fifo")
        assert "socket" in error(tmp_path / "socket")
        assert "device" in error("/dev/null")
        assert len(list(read([str(tmp_path)]))) == 2
    assert "no such file" in error(tmp_path / "missing.eml")
    assert "no such file" in error(tmp_path / "missing.eml" / "below")
    assert "no such file" in error("")
    assert "no such file" in error("a\0b")
    assert "no such file" in error("*.eml")
    assert "no mail found" in error(put(tmp_path / "empty/notes.txt", b"x").parent)
    assert "imaps://" in error("imap://joe@host.example/INBOX")


def test_permission_denied(tmp_path: Path) -> None:
    path = put(tmp_path / "a.eml", eml(1))
    path.chmod(0)
    root = os.geteuid() == 0
    if root:  # who may read everything
        os.seteuid(65534)
    try:
        assert "permission denied" in error(path)
    finally:
        if root:
            os.seteuid(0)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"\n\n", "nothing in it"),
        (b"!BDN" + b"\0" * 600, ".pst"),
        (b"PK\x03\x04xxxx", "ZIP"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\x89PNG\r\n", "picture"),
        (b"<!DOCTYPE html><html>", "web page"),
        (b"BZh91AY", "bzip2"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000, "damaged"),
    ],
)
def test_files_that_hold_no_mail(tmp_path: Path, data: bytes, said: str) -> None:
    assert said in error(put(tmp_path / "x", data))


def test_an_empty_mailbox(tmp_path: Path) -> None:
    assert "empty" in error(put(tmp_path / "x.mbox", b""))
    assert "mailbox is empty" in error(put(tmp_path / "y.mbox", b"\n\n"))


def test_the_run_goes_on_behind_an_error(tmp_path: Path) -> None:
    good = put(tmp_path / "a.eml", eml(1))
    found = list(read([str(tmp_path / "missing"), str(good), str(tmp_path / "gone"), str(good)]))
    assert [type(f) for f in found] == [Unreadable, Item, Unreadable, Item]


def test_names_are_printable(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/\xff\x1b[31m\n.eml"
    with open(raw, "wb") as out:  # noqa: PTH123 (the name is no UTF-8)
        out.write(eml(1))
    for argument in (os.fsdecode(raw), str(tmp_path)):
        (item,) = items(argument)
        assert item.source == f"{tmp_path}/\ufffd\ufffd[31m\ufffd.eml"
        item.source.encode("utf-8")


def test_progress(tmp_path: Path) -> None:
    path = put(tmp_path / "a.mbox", mbox(*range(30_000)))
    told: list[tuple[int, int | None]] = []
    number = sum(1 for _ in read([str(path), str(tmp_path)], progress=lambda done, total: told.append((done, total))))
    size = path.stat().st_size
    assert number == 60_000
    assert {total for _, total in told} == {2 * size}
    assert told == sorted(told)
    assert told[-1] == (2 * size, 2 * size)
    assert len(told) <= 60_000 // 256 + 2 * size // (1 << 20) + 2


def run(data: bytes) -> list[str]:
    code = (
        "from whosent.adapters.sources import read\n"
        "for f in read(['-']): print(f.source, getattr(f, 'error', None) or len(f.data))"
    )
    done = subprocess.run([sys.executable, "-c", code], input=data, capture_output=True, check=True)  # noqa: S603
    return done.stdout.decode().splitlines()


def test_standard_input() -> None:
    size = len(eml(1))
    assert run(eml(1)) == [f"- {size}"]
    assert run(mbox(1, 2)) == [f"-#1 {size}", f"-#2 {size}"]
    assert run(gzip.compress(mbox(1))) == [f"-#1 {size}"]
    assert run(b"")[0].startswith("- nothing in it")


def test_no_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert "no standard input" in error("-")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(eml(1))))
    assert items("-") == [Item("-", eml(1))]


def test_archives_and_pictures_are_no_mail(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        archive.add(put(tmp_path / "1.eml", eml(1)), "1.eml")
    assert "a tar archive: unpack it first" in error(put(tmp_path / "a.tar", packed.getvalue()))
    assert "a tar archive: unpack it first" in error(put(tmp_path / "a.tgz", gzip.compress(packed.getvalue())))
    assert "a picture" in error(put(tmp_path / "a.png", b"\x89PNG\r\n\x1a\n" + bytes(100)))
