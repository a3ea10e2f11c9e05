from __future__ import annotations

import gzip
import io
import struct
import zipfile
import zlib

import pytest
from tests.unit.feedback.reports import plain, zipped

from whosent.feedback import unpack
from whosent.feedback.unpack import Budget, RefusedError, files

TEXT = plain()


def opened(data: bytes) -> list[bytes]:
    return [b"".join(pieces) for pieces in files(data, Budget())]


def refused(data: bytes) -> str:
    with pytest.raises(RefusedError) as said:
        opened(data)
    return said.value.trouble


def result(data: bytes) -> str:
    try:
        opened(data)
    except RefusedError as why:
        return why.trouble
    return "read"


@pytest.mark.parametrize(
    "data",
    [TEXT, gzip.compress(TEXT), zipped(TEXT), zipped(TEXT, method=zipfile.ZIP_STORED),
     gzip.compress(TEXT[:9]) + gzip.compress(TEXT[9:]), gzip.compress(TEXT) + b"\0" * 600, zipped(TEXT) + b"\r\n"],
    ids=["plain", "gzip", "zip", "stored", "members", "padding", "after-zip"],
)  # fmt: skip
def test_all_containers(data: bytes) -> None:
    assert opened(data) == [TEXT]


def test_a_zip_that_was_written_as_a_stream_has_its_sizes_behind_the_file() -> None:
    class Stream(io.RawIOBase):
        """Takes bytes and cannot go back."""

        def __init__(self) -> None:
            self.data = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, data) -> int:
            self.data += data
            return len(data)

    stream = Stream()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("r.xml", TEXT)
    assert opened(bytes(stream.data)) == [TEXT]


def test_several_files_without_folders_and_resource_forks() -> None:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        archive.mkdir("reports")
        archive.writestr("reports/a.xml", b"<a/>")
        archive.writestr("__MACOSX/reports/._a.xml", b"\0\5\26\7")
        archive.writestr("reports/b.xml", b"<b/>")
    assert opened(raw.getvalue()) == [b"<a/>", b"<b/>"]


def test_long_files_come_in_pieces() -> None:
    long = b"".join(b"%08d" % number for number in range(100_000))
    for data in (gzip.compress(long), zipped(long), long):
        (pieces,) = ([*each] for each in files(data, Budget()))
        assert b"".join(pieces) == long
        assert max(map(len, pieces)) <= unpack.PIECE


@pytest.mark.parametrize("inner", [gzip.compress(TEXT), zipped(TEXT)], ids=["gzip", "zip"])
@pytest.mark.parametrize("outer", [gzip.compress, zipped])
def test_an_archive_in_an_archive_is_not_opened(inner: bytes, outer) -> None:
    assert refused(outer(inner)) == "nested"


@pytest.mark.parametrize("pack", [gzip.compress, zipped])
def test_a_bomb_is_not_unpacked(pack) -> None:
    assert refused(pack(b" " * 50_000_000)) == "bomb"


def test_what_shrinks_well_but_is_small_is_no_bomb() -> None:
    assert opened(gzip.compress(b" " * 3_000_000)) == [b" " * 3_000_000]


def test_no_more_comes_out_than_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpack, "MAX_UNPACKED", 200_000)
    noise = zlib.compress(b"x")[:0] + bytes(range(256)) * 1_000
    for data in (gzip.compress(noise), zipped(noise[:150_000], noise[:150_000]), noise):
        assert refused(data) == "too-large"


def test_attachments_of_one_message_share_the_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpack, "MAX_PACKED", 2 * len(TEXT))
    budget = Budget()
    for _ in range(2):
        assert [b"".join(pieces) for pieces in files(TEXT, budget)] == [TEXT]
    with pytest.raises(RefusedError):
        list(files(TEXT, budget))


def test_files_that_lie_on_top_of_each_other_count_each_time() -> None:
    """A directory that names the same bytes again and again: small archive, much text."""
    data = bytearray(zipped(*[b" " * 3_000_000] * 9))
    at, first = data.find(b"PK\x01\x02"), 0
    for _ in range(9):
        struct.pack_into("<L", data, at + 42, first)
        at = data.find(b"PK\x01\x02", at + 4)
    assert refused(bytes(data)) == "bomb"


def test_too_many_files() -> None:
    assert refused(zipped(*[b"<a/>"] * 11)) == "too-large"
    assert refused(gzip.compress(b"<a/>") * 11) == "too-large"


def test_an_encrypted_file_is_told() -> None:
    data = bytearray(zipped(TEXT))
    data[data.find(b"PK\x01\x02") + 8] |= 1
    assert refused(bytes(data)) == "locked"


@pytest.mark.parametrize("method", [12, 14, 93, 99])
def test_other_ways_to_compress_are_not_understood(method: int) -> None:
    data = bytearray(zipped(TEXT))
    data[data.find(b"PK\x01\x02") + 10] = method
    assert refused(bytes(data)) == "damaged"


@pytest.mark.parametrize("data", [gzip.compress(TEXT), zipped(TEXT)], ids=["gzip", "zip"])
def test_whatever_is_cut_off_or_changed_ends_in_a_result(data: bytes) -> None:
    cut = {result(data[:length]) for length in range(2, len(data) - 1)}
    assert "damaged" in cut
    assert cut <= {"read", "damaged", "nested"}
    changed = {result(data[:n] + bytes([data[n] ^ 0xFF]) + data[n + 1 :]) for n in range(2, len(data))}
    assert "damaged" in changed
    assert changed <= {"read", "damaged", "locked", "nested", "bomb"}


def test_what_was_unpacked_before_the_damage_is_there() -> None:
    data = gzip.compress(bytes(range(256)) * 2_000 + TEXT, 1)
    (pieces,) = files(data[: len(data) - 40], Budget())
    assert len(next(pieces)) + len(next(pieces)) > 100_000
    with pytest.raises(RefusedError):
        list(pieces)
