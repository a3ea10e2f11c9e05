"""Answers as a mail server reads them."""

from __future__ import annotations

import pytest
from tests.wire.client import answers

from whosent.wire.milter import replies


@pytest.mark.parametrize(("reply", "command", "data"), [
    (replies.CONTINUE, "c", b""),
    (replies.ACCEPT, "a", b""),
    (replies.TEMPFAIL, "t", b""),
    (replies.refuse("550 5.7.1 No tag"), "y", b"550 5.7.1 No tag\0"),
    (replies.refuse("450 4.7.1 100% \u00e4\r\n250 ok\0"), "y", b"450 4.7.1 100%% ???250 ok?\0"),
    (replies.add_header("X-A", "b"), "h", b"X-A\0b\0"),
    (replies.change_from("a@example.org"), "e", b"<a@example.org>\0"),
    (replies.change_from("\udcff@example.org"), "e", b"<\xff@example.org>\0"),
    (replies.add_recipient("a@example.org"), "+", b"<a@example.org>\0"),
    (replies.delete_recipient("a@example.org"), "-", b"<a@example.org>\0"),
])  # fmt: skip
def test_replies(reply: bytes, command: str, data: bytes) -> None:
    assert answers(reply) == [(command, data)]


def test_a_long_refusal_is_cut() -> None:
    ((_, data),) = answers(replies.refuse("550 5.7.1 " + "x" * 600))
    assert len(data) == replies.LONGEST + 1


@pytest.mark.parametrize(
    "line", ["", "No", "250 2.0.0 Ok", "550 No", "550 4.7.1 No", "550-5.7.1 No", "559 5.7.1\nx", "5505.7.1 x"]
)
def test_no_refusal(line: str) -> None:
    with pytest.raises(ValueError, match="begins no refusal"):
        replies.refuse(line)


def test_nothing_gets_into_a_header_field_or_address() -> None:
    with pytest.raises(ValueError, match="control"):
        replies.add_header("X-A", "b\nBcc: c@example.org")
    with pytest.raises(ValueError, match="control"):
        replies.change_from("a@example.org\0SIZE=1")
