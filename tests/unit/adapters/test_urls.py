"""URLs as sources: what is read, what is shown of them, and that every error is one line."""

from __future__ import annotations

import gzip
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest

from whosent.adapters.sources import read
from whosent.adapters.urls import MAX_SKIPPED, Place, chunks_of, is_url, local_path, open_url, shown
from whosent.model.item import Item, Unreadable

fsspec = pytest.importorskip("fsspec", reason="fsspec is not installed (extra `cluster`)")

MESSAGE = b"Received: from a.example by b.example; x\nFrom: a@a.example\nSubject: %d\n\nText\n"
SEPARATOR = b"From MAILER-DAEMON Mon Mar  2 10:00:00 2026\n"


def eml(number: int) -> bytes:
    return MESSAGE % number


def mbox(*numbers: int) -> bytes:
    return b"".join(SEPARATOR + eml(number) + b"\n" for number in numbers)


@pytest.fixture
def memory():
    """A file system that is nowhere else."""
    system = fsspec.filesystem("memory")
    yield system
    system.store.clear()
    system.pseudo_dirs[:] = [""]


def error(url: str) -> str:
    (found,) = read([url])
    assert isinstance(found, Unreadable), found
    assert "\n" not in found.error
    return found.error


def test_a_message_and_a_mailbox_packed_or_not(memory):
    memory.pipe({"/x/a.eml": eml(1), "/x/in.mbox": mbox(2, 3), "/x/in.mbox.gz": gzip.compress(mbox(4, 5))})
    names = ["memory://x/a.eml", "memory://x/in.mbox", "memory://x/in.mbox.gz"]
    assert list(read(names)) == [
        Item("memory://x/a.eml", eml(1)), Item("memory://x/in.mbox#1", eml(2)), Item("memory://x/in.mbox#2", eml(3)),
        Item("memory://x/in.mbox.gz#1", eml(4)), Item("memory://x/in.mbox.gz#2", eml(5)),
    ]  # fmt: skip


def test_a_folder_is_read_like_one_of_this_machine(memory, tmp_path):
    files = {
        "1.eml": eml(1), "2/cur/a": SEPARATOR + eml(2), "2/new/b": eml(3), "2/tmp/c": eml(9),
        "2/dovecot-uidlist": b"x", "3.mbox": mbox(4, 5), "4/deep/6": eml(6), ".hidden.eml": eml(9),
        "README": b"Note: no mail\n", "broken.eml": b"",
    }  # fmt: skip
    for name, data in files.items():
        memory.pipe(f"/in/{name}", data)
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    def told(root: str) -> list[tuple[str, object]]:
        return [(one.source.removeprefix(root), getattr(one, "data", None) or one.error) for one in read([root])]

    here = told(str(tmp_path))
    assert len(here) == 7
    assert told("memory://in") == told(f"file://{tmp_path}") == here
    assert told("memory://in/") == [(name.removeprefix("/"), found) for name, found in here]


def test_an_archive_is_a_folder(tmp_path):
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("one/a.eml", eml(1))
        archive.writestr("in.mbox", mbox(2))
    url = f"zip://::file://{tmp_path}/all.zip"
    assert list(read([url])) == [
        Item(f"zip://in.mbox::file://{tmp_path}/all.zip#1", eml(2)),
        Item(f"zip://one/a.eml::file://{tmp_path}/all.zip", eml(1)),
    ]
    assert [item.data for item in read([f"zip://one/a.eml::file://{tmp_path}/all.zip"])] == [eml(1)]


def test_a_file_url_is_a_file_of_this_machine(tmp_path):
    path = tmp_path / "My Mail 100%.eml"
    path.write_bytes(eml(1))
    assert [item.source for item in read([f"file://{path}"])] == [f"file://{path}"]
    assert local_path(f"file://{tmp_path}/My%20Mail%20100%25.eml") == str(path)
    assert local_path("file://localhost/x") == "/x"
    assert local_path("memory://x") is None
    assert error(f"file://{tmp_path}/missing") == "no such file or folder"
    (tmp_path / "empty").mkdir()
    assert "no mail found" in error(f"file://{tmp_path}/empty/")


def test_what_looks_like_a_url(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert is_url("s3://bucket/x.mbox")
    assert is_url("zip://a::s3://bucket/x.zip")
    assert is_url("simplecache::s3://bucket/x")
    for other in ("imaps://me@host/INBOX", "a.eml", "dir/a:b", "-", "C:/x", "://x", "a::b", "x\0://"):
        assert not is_url(other)
    Path("odd:").mkdir()
    Path("odd:/a.eml").write_bytes(eml(1))
    assert not is_url("odd://a.eml")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("sftp://joe:secret@host/x", "sftp://joe@host/x"),
        ("sftp://joe@host/x", "sftp://joe@host/x"),
        ("https://host/x.mbox?X-Amz-Signature=abc123&part=2", "https://host/x.mbox?X-Amz-Signature=…&part=2"),
        ("zip://a.eml::ftp://u:p%40ss@host/x.zip", "zip://a.eml::ftp://u@host/x.zip"),
        ("s3://b/x\n\x1b[1m", "s3://b/x\ufffd\ufffd[1m"),
    ],
)
def test_secrets_are_not_shown(url, expected):
    assert shown(url) == expected


def test_errors_are_one_line_without_secrets(memory):
    assert error("memory://missing.eml") == "no such file or folder"
    assert error("nonsense://x/y") == "nonsense:// is no kind of URL that can be read here"
    memory.mkdir("/empty")
    assert "no mail found" in error("memory://empty")
    memory.pipe("/empty.mbox", b"")
    assert "empty" in error("memory://empty.mbox")
    with pytest.raises(ValueError, match="this is a folder"):
        open_url("memory://empty")
    with pytest.raises(EOFError, match="no such file"):
        list(chunks_of("memory://missing"))


class Web:
    """A driver of a web server, which may give parts or not."""

    protocol = ("http", "https")

    def __init__(self, data: bytes, *, parts: bool) -> None:
        self.kwargs = {"headers": {"X-Site": "ours"}}
        self.asked = []
        self._data, self._parts = data, parts

    def open(self, path, mode, block_size, size, headers=None):
        assert (mode, block_size) == ("rb", 0)
        self.asked.append(headers)
        start = int(headers["Range"][6:-1]) if headers and self._parts else 0
        if start >= len(self._data):
            error = RuntimeError("416")
            error.status = 416
            raise error
        file = BytesIO(self._data[start:])
        answer = SimpleNamespace(status=206 if start else 200)
        return SimpleNamespace(read=file.read, close=file.close, r=answer)


@pytest.mark.parametrize("parts", [True, False])
@pytest.mark.parametrize("start", [0, 1, 5, 10])
def test_a_page_is_read_in_one_request_from_where_it_is_wanted(parts, start):
    web = Web(b"0123456789", parts=parts)
    assert b"".join(chunks_of("https://host/x", start, Place(web, "x"))) == b"0123456789"[start:]
    assert web.asked == [{"X-Site": "ours", "Range": f"bytes={start}-"} if start else None]


def test_what_is_far_within_a_page_is_not_fetched_in_vain():
    web = Web(b"0123456789", parts=False)
    with pytest.raises(EOFError, match="gives no parts of a file"):
        list(chunks_of("https://host/x", MAX_SKIPPED + 1, Place(web, "x")))


class Broken:
    """A driver that loses its connection and talks too much."""

    def __init__(self, data: bytes) -> None:
        self.rest = [data]

    def read(self, size: int) -> bytes:
        if self.rest:
            return self.rest.pop()
        raise RuntimeError("lost sftp://joe:secret@host/x\nTraceback …")

    def close(self) -> None:
        pass


def test_a_file_that_breaks_off(memory, monkeypatch):
    memory.pipe("/joe:secret@x.mbox", b"")
    monkeypatch.setattr(type(memory), "open", lambda self, path, mode: Broken(mbox(1, 2)))
    first, second, said = read(["memory://joe:secret@x.mbox"])
    assert isinstance(first, Item)
    assert isinstance(second, Item)
    assert second.truncated
    assert said.source == "memory://joe@x.mbox"
    assert said.error.startswith("only 2 messages could be read: it could not be read (RuntimeError: lost")
    assert "secret" not in said.error


def test_a_missing_package_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    assert error("s3://bucket/x.mbox") == "reading from URLs needs more packages: pip install 'whosent[urls]'"


def test_progress_knows_the_size(memory):
    memory.pipe("/in.mbox", mbox(*range(1000)))
    told = []
    assert len(list(read(["memory://in.mbox"], progress=lambda done, total: told.append((done, total))))) == 1000
    assert told[-1] == (len(mbox(*range(1000))),) * 2
    assert list(read(["memory://gone"], progress=lambda done, total: told.append((done, total))))
    assert told[-1] == (0, None)
