"""A mailbox in pieces is the whole mailbox, wherever it is cut."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from whosent.mail.mbox import CONTEXT, split, split_piece

LINES = [
    b"From a@a.example Mon Mar  2 10:00:00 2026\n", b"From \n", b"From here on\n", b">From x\n", b"\n", b"\r\n",
    b"text\n", b"Subject: x\n", b"From b Mon Mar  2 10:00:00 2026\r\n", b"x" * 700 + b"\n", b"From c 10:00\n",
    b"no end",
]  # fmt: skip

mailboxes = st.lists(st.sampled_from(LINES), min_size=1, max_size=40).map(b"".join)


def chunks(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]


@given(
    mailboxes, st.lists(st.integers(CONTEXT, 5_000), max_size=6), st.integers(1, 3_000), st.sampled_from([20, 10_000])
)
@settings(deadline=None, max_examples=300)
def test_pieces_give_what_the_whole_gives(data: bytes, cuts: list[int], size: int, limit: int) -> None:
    places = [0, *sorted({cut for cut in cuts if cut < len(data)})]
    found = []
    for begin, end in zip(places, [*places[1:], None], strict=True):
        found += split_piece(chunks(data[max(0, begin - CONTEXT) :], size), limit, begin, end)
    assert found == list(split(chunks(data, size), limit))


def test_a_piece_is_not_read_further_than_its_last_message() -> None:
    message = b"From a@a.example Mon Mar  2 10:00:00 2026\nSubject: x\n\ntext\n\n"
    read = 0

    def counted() -> object:
        nonlocal read
        for chunk in chunks(message * 10_000, 1_000):
            read += len(chunk)
            yield chunk

    assert len(list(split_piece(counted(), 10_000, 0, 5_000))) == 5_000 // len(message) + 1
    assert read < 8_000
