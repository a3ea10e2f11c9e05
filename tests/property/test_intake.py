"""What comes in is hostile: every reader gives messages or one line, and loses nothing that is whole."""

from __future__ import annotations

import gzip
import itertools
import re
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.mail.msg_writer import Bag, message, msg_file

from whosent.adapters.folder import printable
from whosent.adapters.sources import read
from whosent.adapters.stream import Stream, gunzip
from whosent.mail.mbox import looks_like_mbox, split, unquote, without_envelope
from whosent.mail.msg import Rebuilt, rebuild
from whosent.mail.msg.rtf import decompress, extract
from whosent.mail.part import parse
from whosent.model.item import Item, Unreadable

SEPARATOR = b"From joe@sender.example Mon Mar  2 10:00:00 2026"

pieces = st.sampled_from(
    [SEPARATOR, b"From ", b">From ", b">>From ", b"\n", b"\r\n", b"\r", b"\n\n", b"Subject: a", b"X:", b"text", b" ",
     b"\x00", b"\x01\x01\x01\x01", b"\x01\x01\x01\x01\n", b"\xff\xfe", b"12:00 2026", b"-"]
)  # fmt: skip
mailish = st.lists(st.one_of(pieces, st.binary(max_size=6)), max_size=60).map(b"".join)


def chunked(data: bytes, cuts: list[int]) -> list[bytes]:
    places = sorted({cut % (len(data) + 1) for cut in cuts} | {0, len(data)})
    return [data[a:b] for a, b in itertools.pairwise(places)]


@given(mailish, st.lists(st.integers(0, 10_000), max_size=8), st.integers(1, 200))
def test_splitting_does_not_depend_on_the_chunks(data: bytes, cuts: list[int], limit: int) -> None:
    found = list(split([data], limit))
    assert list(split(chunked(data, cuts), limit)) == found
    assert all(0 < len(one) <= limit for one, _ in found)
    assert sum(len(one) for one, _ in found) <= len(data)


lines = st.lists(
    st.one_of(st.sampled_from([b"From joe", SEPARATOR, b">From x", b"", b"text"]), st.binary(max_size=20)), max_size=12
)


@given(st.lists(lines, min_size=1, max_size=6), st.sampled_from([b"\n", b"\r\n"]), st.lists(st.integers(0, 9999)))
def test_an_mboxrd_file_gives_back_what_was_stored(bodies: list[list[bytes]], end: bytes, cuts: list[int]) -> None:
    stored = [b"Subject: a" + end + end + end.join(body) + end for body in bodies]
    quoted = [re.sub(rb"^(>*From )", rb">\1", one, flags=re.MULTILINE) for one in stored]
    data = b"".join(SEPARATOR + end + one + end for one in quoted)
    assert looks_like_mbox(data)
    assert [one for one, _ in split(chunked(data, cuts), 100_000)] == stored


@given(mailish)
def test_a_message_without_envelope_has_none(data: bytes) -> None:
    once = without_envelope(data)
    assert data.endswith(once)
    assert without_envelope(once) == once
    assert len(unquote(data)) <= len(data)


@given(st.binary(max_size=3000))
def test_any_bytes_as_an_outlook_file(data: bytes) -> None:
    for hostile in (data, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + data):
        result = rebuild(hostile, 1000)
        assert isinstance(result, str)
        assert "\n" not in result


INNER = message({0x1A: "IPM.Note", 0x7D: "Received: a by b; x\r\n", 0x1000: "t" * 5000}, header=24)
SEED = msg_file(
    {0x1A: "REPORT.IPM.Note.NDR", 0x7D: "Received: a by b; x\r\n", 0x1000: "b" * 300, 0x1009: b"LZFu" * 50},
    ({0x3003: "a@b.example", 0x0C20: 511, 0x0C1B: "<x #5.1.1 smtp;550>"},) * 3,
    (({0x3705: 5}, INNER), {0x3701: b"x" * 9000, 0x3705: 1}),
)
changes = st.lists(st.tuples(st.integers(0, len(SEED) // 4 - 1), st.binary(min_size=1, max_size=4)), max_size=8)
header_changes = st.lists(st.tuples(st.integers(6, 20), st.binary(min_size=1, max_size=4)), max_size=3)


@settings(max_examples=300)
@given(changes, header_changes, st.integers(0, len(SEED)))
def test_damaged_outlook_files(
    somewhere: list[tuple[int, bytes]], in_header: list[tuple[int, bytes]], length: int
) -> None:
    data = bytearray(SEED)
    for place, new in somewhere + in_header:
        data[4 * place : 4 * place + len(new)] = new
    for hostile in (bytes(data), bytes(data[:length])):
        result = rebuild(hostile, 20_000)
        if isinstance(result, Rebuilt):
            assert len(result.data) <= 20_000
        else:
            assert "\n" not in result


texts = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=60)


@given(texts, texts, texts)
def test_properties_cannot_add_header_fields(subject: str, name: str, body: str) -> None:
    bag: Bag = {0x1A: "IPM.Note", 0x37: subject, 0x0C1A: name, 0x0C1E: "SMTP", 0x0C1F: "a@b.example", 0x1000: body}
    result = rebuild(msg_file(bag, ({0x0C15: 1, 0x3001: name},), ({0x3701: b"x", 0x3707: name, 0x370E: body},)), 99_999)
    assert isinstance(result, Rebuilt)
    part = parse(result.data)
    assert part.head.names() <= {b"from", b"to", b"subject", b"mime-version", b"content-type"}
    text, attached = part.parts if len(part.parts) == 2 else (None, part.parts[0])
    assert (text.text() if text else "") == body.replace("\r\n", "\n").replace("\r", "\n")
    assert attached.head.names() <= {b"content-type", b"content-transfer-encoding", b"content-disposition"}
    assert attached.payload() == b"x"


@given(st.lists(st.one_of(st.binary(max_size=8), st.sampled_from(
    [b"{", b"}", b"\\par ", b"\\u65?", b"\\'e4", b"\\htmlrtf ", b"\\htmlrtf0 ", b"{\\*\\htmltag ", b"\\f1 ", b"\\bin3 "]
)), max_size=40).map(b"".join), st.booleans())  # fmt: skip
def test_any_rtf(data: bytes, html: bool) -> None:
    text, is_html = extract((b"{\\rtf1\\fromhtml1 " if html else b"{\\rtf1 ") + data)
    text.encode("utf-8")
    assert is_html >= html
    assert len(decompress(b"\0\0\0\0\xff\xff\0\0LZFu\0\0\0\0" + data, 500)) <= 500


@given(st.lists(st.binary(max_size=300), max_size=4), st.lists(st.integers(0, 2000), max_size=5), st.binary(max_size=9))
def test_gzip_members_in_any_chunks(members: list[bytes], cuts: list[int], tail: bytes) -> None:
    packed = b"".join(map(gzip.compress, members))
    whole = Stream(gunzip(chunked(packed, cuts)))
    assert b"".join(whole) == b"".join(members)
    assert whole.error is None
    for damaged in (packed[:-1], packed + b"\x1f\x8b\x08" + tail):
        stream = Stream(gunzip(chunked(damaged, cuts)))
        assert b"".join(members).startswith(b"".join(stream)) or tail
        assert stream.error or not members or damaged == packed


@settings(max_examples=200)
@given(
    st.one_of(mailish, st.binary(max_size=200), mailish.map(gzip.compress), st.just(SEED)),
    st.sampled_from(["x", "x.eml", "x.msg", "x.mbox", "x.gz", "x.eml.gz", "x.emlx", "cur"]),
    st.integers(0, 100),
)
def test_any_file_gives_messages_or_one_line(data: bytes, name: str, cut: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data[cut:])
        alone = list(read([str(path)], limit=150))
        assert alone
        for found in alone:
            assert found.source.split("#")[0] == str(path)
            if isinstance(found, Unreadable):
                assert "\n" not in found.error
            else:
                assert isinstance(found, Item)
                assert 0 < len(found.data) <= 150
        assert list(read([folder], limit=150))


@given(st.binary(min_size=1, max_size=40).filter(lambda raw: b"\0" not in raw))
def test_any_file_name_is_printable(raw: bytes) -> None:
    shown = printable(raw.decode("utf-8", "surrogateescape"))
    shown.encode("utf-8")
    assert printable(shown) == shown
    assert not re.search(r"[\x00-\x1f\x7f-\x9f]", shown)
