"""mbox splitting: separators as programs write them, quoting, limits, and chunks cut anywhere."""

from __future__ import annotations

import itertools
import tracemalloc
from collections.abc import Iterator

import pytest

from whosent.mail.mbox import looks_like_mbox, split, unquote, without_envelope

LIMIT = 1_000_000
MESSAGE = b"Received: from a.example by b.example; Mon, 2 Mar 2026 10:00:00 +0000\nSubject: hello\n\nText\n"

SEPARATORS = [
    b"From MAILER-DAEMON Mon Mar  2 10:00:00 2026",
    b"From joe@sender.example  Mon Mar  2 10:00 2026",
    b"From joe@sender.example Mon Mar 2 10:00:00 CET 2026",
    b"From joe@sender.example Mon Mar  2 10:00:00 MET DST 1998",
    b"From 1790000000000000000@xxx Mon Mar 02 10:00:00 +0000 2026",
    b"From joe@sender.example Mon Mar  2 10:00:00 2026 +0100",
    b"From joe@sender.example Mon, 2 Mar 2026 10:00:00 +0100",
    b"From joe@sender.example 2026-03-02T10:00:00Z",
    b"From joe at sender.example  Mon Mar  2 10:00:00 2026",
    b"From ???@??? Mon Mar 02 10:00:00 2026",
    b"From - Mon Mar 02 10:00:00 2026",
    b"From joe Mon Mar  2 10:00:00 2026 remote from uucphost",
    b"From  Mon Mar  2 10:00:00 2026",
    b"From ",
    b"From -",
    b"From joe@sender.example Mo M\xe4r  2 10:00:00 2026",
]


def read(data: bytes, limit: int = LIMIT, size: int = 1 << 16) -> list[tuple[bytes, bool]]:
    return list(split((data[i : i + size] for i in range(0, len(data), size)), limit))


@pytest.mark.parametrize("separator", SEPARATORS)
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_separators_of_many_programs(separator: bytes, end: bytes) -> None:
    message = MESSAGE.replace(b"\n", end)
    data = (separator + end + message + end) * 3
    assert read(data) == [(message, False)] * 3
    assert looks_like_mbox(data)


@pytest.mark.parametrize(
    "line",
    [
        b"From here on everything is different",
        b"From Mon to Fri we are open, 10:00 to 17:30, since 1998",
        b"From:Mon Mar  2 10:00:00 2026",
        b">From joe@sender.example Mon Mar  2 10:00:00 2026",
        b" From joe@sender.example Mon Mar  2 10:00:00 2026",
        b"From joe@sender.example Mon Mar  2 10:00:00 2026 he wrote:",
    ],
)
def test_lines_that_separate_nothing(line: bytes) -> None:
    message = MESSAGE + b"\n" + line + b"\nand so on\n"
    found = read(SEPARATORS[0] + b"\n" + message + b"\n" + SEPARATORS[0] + b"\n" + MESSAGE)
    assert [data for data, _ in found] == [unquote(message), MESSAGE]


def test_a_missing_blank_line_before_the_separator() -> None:
    data = SEPARATORS[0] + b"\n" + MESSAGE + SEPARATORS[1] + b"\n" + MESSAGE
    assert read(data) == [(MESSAGE, False)] * 2


def test_a_dated_line_in_running_text_does_not_separate() -> None:
    message = MESSAGE + b"see\n" + SEPARATORS[0] + b"\nno field here\n"
    assert read(SEPARATORS[0] + b"\n" + message) == [(message, False)]


def test_a_bare_from_line_separates_only_between_blank_line_and_field() -> None:
    message = MESSAGE + b"last line\nFrom \nnote: not a header\n\nFrom \nno field\n"
    assert read(b"From \n" + message) == [(message, False)]


def test_content_length_is_not_trusted() -> None:
    lying = b"Subject: a\nContent-Length: 100000\n\nshort\n"
    assert read(SEPARATORS[0] + b"\n" + lying + b"\n" + SEPARATORS[1] + b"\n" + MESSAGE) == [
        (lying, False),
        (MESSAGE, False),
    ]


def test_one_level_of_quoting_is_undone_in_the_body_only() -> None:
    stored = b"Subject: a\nX-Note: b\n>From c\n\n>From here\n>>From there\n> From afar\nx >From y\n>From end"
    wanted = b"Subject: a\nX-Note: b\n>From c\n\nFrom here\n>From there\n> From afar\nx >From y\nFrom end"
    assert unquote(stored) == wanted
    assert unquote(stored.replace(b"\n", b"\r\n")) == wanted.replace(b"\n", b"\r\n")


def test_uucp_lines_behind_the_separator_are_dropped() -> None:
    data = SEPARATORS[0] + b"\n>From joe Mon Mar  2 10:00:00 2026 remote from b\n" + MESSAGE
    assert read(data) == [(MESSAGE, False)]


def test_what_stands_before_the_first_separator_is_a_message_too() -> None:
    assert read(MESSAGE + b"\n" + SEPARATORS[0] + b"\n" + MESSAGE) == [(MESSAGE, False)] * 2
    assert read(b"\n\n" + SEPARATORS[0] + b"\n" + MESSAGE) == [(MESSAGE, False)]


def test_mmdf() -> None:
    mark = b"\x01\x01\x01\x01\n"
    data = mark + SEPARATORS[0] + b"\n" + MESSAGE + mark + mark + MESSAGE + b"\nFrom a line\n" + mark
    assert looks_like_mbox(data)
    assert [message for message, _ in read(data)] == [MESSAGE, MESSAGE + b"\nFrom a line\n"]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 17, 100, 767, 768, 769, 770])
def test_chunks_may_be_cut_anywhere(size: int) -> None:
    bodies = [b"a\n", b"\nFrom text\n>From quoted\n", b"x" * 2000 + b"\n", b"\n\nFrom \n\n", b"\r\n", b"From \n"]
    data = b"".join(
        separator + end + b"Subject: " + str(number).encode() + end + end + body + end
        for number, (separator, body, end) in enumerate(itertools.product(SEPARATORS, bodies, [b"\n", b"\r\n"]))
    )
    whole = read(data, size=len(data))
    assert len(whole) == len(SEPARATORS) * len(bodies) * 2
    assert read(data, size=size) == whole


def test_a_message_above_the_limit_is_cut_and_the_next_one_is_whole() -> None:
    long = MESSAGE + b"y" * 5000 + b"\n"
    data = SEPARATORS[0] + b"\n" + long + b"\n" + SEPARATORS[1] + b"\n" + MESSAGE
    assert read(data, limit=1000, size=300) == [(long[:1000], True), (MESSAGE, False)]
    assert read(SEPARATORS[0] + b"\n" + long + b"\n", limit=len(long)) == [(long, False)]
    assert read(SEPARATORS[0] + b"\n" + long, limit=len(long) - 1) == [(long[:-1], True)]


def test_memory_does_not_grow_with_the_file_or_the_message() -> None:
    def chunks() -> Iterator[bytes]:
        yield SEPARATORS[0] + b"\n" + MESSAGE
        block = b"a line of text that goes on and on\n" * 30_000
        for _ in range(100):
            yield block

    tracemalloc.start()
    found = [(len(data), cut) for data, cut in split(chunks(), 1_000_000)]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found == [(1_000_000, True)]
    assert peak < 10_000_000


@pytest.mark.parametrize("data", [b"", b"\n", b"\r\n\r\n", b"From ", b"\x00", b"\x01\x01\x01\x01", b"F"])
def test_next_to_nothing(data: bytes) -> None:
    assert all(message and not cut for message, cut in read(data))


def test_envelope_lines_in_front_are_dropped() -> None:
    for front in (b"From joe Mon Mar  2 10:00:00 2026\r\n", b"From nobody\n", b"\r\n\n>From x\nFrom y\n"):
        assert without_envelope(front + MESSAGE) == MESSAGE
    assert without_envelope(b"From : joe@sender.example\n") == b"From : joe@sender.example\n"
    assert without_envelope(b"From: joe@sender.example\n") == b"From: joe@sender.example\n"
    assert without_envelope(b"From nobody") == b""


def test_a_plain_message_is_no_mbox() -> None:
    assert not looks_like_mbox(MESSAGE)
    assert not looks_like_mbox(b"From : joe@sender.example\n\n")
    assert not looks_like_mbox(b"From all of us a happy new year\n")
