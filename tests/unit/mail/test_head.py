"""Header blocks: every field where it stands, whatever the line ends and whatever is broken."""

from __future__ import annotations

import pytest

from whosent.mail.head import MAX_FIELDS, Head, read_head, squeeze, unfold

BLOCK = b"Received: from a.example\n\tby b.example;\n Mon, 2 Mar 2026 10:00:00 +0000\nSubject: hello\nX-Empty:\n"


def names(head: Head) -> list[bytes]:
    return [field[1].lower() for field in head.fields]


def body(head: Head) -> bytes:
    return head.data[head.body :]


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_spans_point_at_the_very_bytes(end: bytes) -> None:
    data = (BLOCK + b"\nText\n").replace(b"\n", end)
    head = read_head(data)
    assert names(head) == [b"received", b"subject", b"x-empty"]
    assert head.raw(0) == BLOCK[: BLOCK.index(b"\nSubject")].replace(b"\n", end)
    starts = [(field.start(), field.start(2)) for field in head.fields]
    assert [data[start:value] for start, value in starts] == [b"Received:", b"Subject:", b"X-Empty:"]
    assert head.fields[1][2].rstrip(b"\r") == b" hello"
    assert body(head) == b"Text" + end


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_values_are_unfolded(end: bytes) -> None:
    head = read_head(BLOCK.replace(b"\n", end))
    assert head.get(b"received") == "from a.example by b.example; Mon, 2 Mar 2026 10:00:00 +0000"
    assert head.get(b"subject") == "hello"
    assert head.get(b"x-empty") == ""
    assert head.get(b"x-none") is None


def test_fields_of_one_name_topmost_first() -> None:
    head = read_head(b"Received: 1\nX: 0\nreceived: 2\nRECEIVED: 3\n\n")
    assert head.all(b"received") == ["1", "2", "3"]
    assert head.numbers(b"received") == [0, 2, 3]
    assert head.get(b"received") == "1"
    assert head.names() == {b"received", b"x"}
    assert b"received" in head
    assert b"y" not in head
    assert head.all(b"y") == []
    assert head.numbers(b"y") == []


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_lines_are_counted_from_one(end: bytes) -> None:
    data = (b"From anna Mon Mar  2 10:00:00 2026\n" + BLOCK + b"\n").replace(b"\n", end)
    head = read_head(data)
    assert [head.line(number) for number in range(3)] == [2, 5, 6]
    inner = read_head(b"Subject: outer\n\n" + BLOCK, 16)
    assert [inner.line(number) for number in range(3)] == [3, 6, 7]
    assert [inner.line(number, 16) for number in range(3)] == [1, 4, 5]


@pytest.mark.parametrize(
    ("data", "found", "rest"),
    [
        # the blank line belongs to neither
        (b"A: 1\n\nText", [b"a"], b"Text"),
        (b"A: 1\r\n\r\nText", [b"a"], b"Text"),
        (b"A: 1\r\n\nText", [b"a"], b"Text"),
        (b"A: 1\n\r\nText", [b"a"], b"Text"),
        (b"A: 1\n\n\nText", [b"a"], b"\nText"),
        # it is missing
        (b"A: 1\nText without colon\nB: 2\n", [b"a"], b"Text without colon\nB: 2\n"),
        (b"A: 1\n--boundary\n", [b"a"], b"--boundary\n"),
        (b"A: 1\n: no name\n", [b"a"], b": no name\n"),
        (b"A: 1\nB\xfc: 2\n", [b"a"], b"B\xfc: 2\n"),
        (b"A: 1", [b"a"], b""),
        (b"A: 1\n", [b"a"], b""),
        # a line of blanks only folds, and ends no block
        (b"A: 1\n \t\nB: 2\n\nText", [b"a", b"b"], b"Text"),
        # obsolete white space before the colon (RFC 5322 section 4.5.3)
        (b"Subject \t : 1\nFrom : anna\n\n", [b"subject", b"from"], b""),
        (b"From : anna\nTo: bert\n\n", [b"from", b"to"], b""),
        (b"Two words: 1\n", [], b"Two words: 1\n"),
        # names of any printable bytes and any length of a line
        (b"!#$%&'*+-/=?^_`{|}~;\"()<>@,.[]\\: 1\n\n", [b"!#$%&'*+-/=?^_`{|}~;\"()<>@,.[]\\"], b""),
        (b"X-" + b"a" * 900 + b": 1\nB: 2\n\n", [b"x-" + b"a" * 900, b"b"], b""),
        # no block
        (b"", [], b""),
        (b"\nText", [], b"Text"),
        (b"Text", [], b"Text"),
        (b" A: 1\n", [], b" A: 1\n"),
        (b"\x00A: 1\n", [], b"\x00A: 1\n"),
    ],
)
def test_where_the_block_ends(data: bytes, found: list[bytes], rest: bytes) -> None:
    head = read_head(data)
    assert names(head) == found
    assert body(head) == rest


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
@pytest.mark.parametrize(
    "separators",
    [
        b"From anna@a.example Mon Mar  2 10:00:00 2026\n",
        b">From anna Mon Mar  2 10:00:00 2026\n",
        b"From \n",
        b"From a Mon Mar  2 10:00:00 2026 remote from x\n>From b Mon Mar  2 09:00:00 2026 remote from y\n",
    ],
)
def test_mbox_separators_are_no_part_of_the_block(separators: bytes, end: bytes) -> None:
    data = (separators + BLOCK).replace(b"\n", end)
    head = read_head(data)
    assert data[head.start :] == BLOCK.replace(b"\n", end)
    assert names(head) == [b"received", b"subject", b"x-empty"]


def test_a_separator_alone() -> None:
    head = read_head(b"From anna")
    assert (head.start, head.body, head.fields) == (9, 9, [])


def test_a_span_ends_everything() -> None:
    data = b"A: 1\nB: 2\n folded\n\nText"
    assert names(read_head(data, 0, 5)) == [b"a"]
    assert read_head(data, 5, 12).get(b"b") == "2 f"
    assert read_head(data, 5, 12).body == 12
    assert read_head(data, 5, 9).get(b"b") == "2"
    assert names(read_head(data, 5, 6)) == []
    assert read_head(b"A: 1\r\n\r\nB: 2", 0, 7).body == 6  # cut between CR and LF
    assert read_head(b"From anna\nA: 1", 0, 4).start == 0


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b" plain ", "plain"),
        (b" a\r\n b\n\tc", "a b c"),
        (b" a\n \n b", "a  b"),
        (b"\n a", "a"),
        (b"a\rb\x00c", "a b c"),
        (b"a\r\r\n b", "a b"),
        (b"\x00\r\x00", ""),
        (b"", ""),
        # RFC 6532, and 8-bit of old
        ("Grüße 你好".encode(), "Grüße 你好"),
        ("Grüße".encode("latin-1"), "Grüße"),
        ("„Grüße“".encode("cp1252"), "„Grüße“"),
        (b"\xff\x81", "ÿ\x81"),
        ("\ud800".encode("utf-8", "surrogatepass"), "í\xa0€"),
    ],
)
def test_unfold(raw: bytes, text: str) -> None:
    assert unfold(raw) == text


def test_squeeze() -> None:
    assert squeeze("  a \t b\n\nc ") == "a b c"


def test_lone_carriage_returns_end_no_line() -> None:
    head = read_head(b"A: 1\rB: 2\nC: 3\n\n")
    assert names(head) == [b"a", b"c"]
    assert head.get(b"a") == "1 B: 2"
    assert head.line(1) == 2


def test_nul_bytes_hide_nothing() -> None:
    head = read_head(b"A: 1\x002\n\x00\n\nB: 3\n")
    assert head.get(b"a") == "1 2"
    assert body(head) == b"\x00\n\nB: 3\n"


def test_too_many_fields_stay_readable_as_body() -> None:
    head = read_head(b"A: 1\n" * (MAX_FIELDS + 5) + b"\nText")
    assert len(head.fields) == MAX_FIELDS
    assert body(head) == b"A: 1\n" * 5 + b"\nText"


@pytest.mark.parametrize(
    "piece", [b"a", b":", b"a:", b"a:\n", b"\n ", b"a:\n ", b"a ", b" ", b"\t", b"a\t \t", b"\r", b"From ", b"From \n",
              b">From \n", b"a" * 997, b"\x00", b"\xff"],
)  # fmt: skip
def test_a_hostile_megabyte(piece: bytes) -> None:
    data = piece * (1_000_000 // len(piece))
    for start in (b"", b"A: ", b"A"):
        head = read_head(start + data)
        assert head.body <= len(start + data)
        assert all(isinstance(head.value(number), str) for number in range(len(head.fields)))
