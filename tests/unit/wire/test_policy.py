"""Requests of Postfix for a policy, and the actions that are answered."""

from __future__ import annotations

import pytest

from whosent.wire.policy import LIMIT, MOST, PolicyServer


def test_attributes() -> None:
    server = PolicyServer()
    (first,) = server.feed(b"request=smtpd_access_policy\nsender=\nrecipient=a=b@example.org\n\nprotocol")
    assert first.attributes == {"request": "smtpd_access_policy", "sender": "", "recipient": "a=b@example.org"}
    assert server.pending == 8
    (second,) = server.feed(b"_state=DATA\nx=1\nx=2\n\n")
    assert second.attributes == {"protocol_state": "DATA", "x": "2"}


@pytest.mark.parametrize("data", [b"\n\n", b"\na=b\n\n", b"a\n\n", b"=b\n\n", b"a=b\nc\n\n"])
def test_no_attributes(data: bytes) -> None:
    with pytest.raises(ValueError, match="no attribute"):
        PolicyServer().feed(data)


def test_many_attributes() -> None:
    assert len(PolicyServer().feed(b"".join(b"a%d=\n" % n for n in range(MOST)) + b"\n")[0].attributes) == MOST
    with pytest.raises(ValueError, match="201 attributes"):
        PolicyServer().feed(b"a=\n" * (MOST + 1) + b"\n")


@pytest.mark.parametrize("pieces", [1, 3])
def test_the_longest(pieces: int) -> None:
    def feed(size: int) -> int:
        data, server = b"a=" + b"x" * (size - 2) + b"\n\n", PolicyServer()
        step = -(-len(data) // pieces)
        return sum(len(server.feed(data[at : at + step])) for at in range(0, len(data), step))

    assert feed(LIMIT) == 1
    with pytest.raises(ValueError, match="more than"):
        feed(LIMIT + 1)


def test_one_that_does_not_end() -> None:
    server = PolicyServer()
    with pytest.raises(ValueError, match="more than"):
        _ = [server.feed(b"a=b\n") for _ in range(LIMIT)]


def test_reply() -> None:
    assert PolicyServer.reply("550 5.7.1 Grüße") == "action=550 5.7.1 Grüße\n\n".encode()
    assert PolicyServer.reply("PREPEND X: a\nb\r\0\x7f\udcff") == b"action=PREPEND X: a?b???\xff\n\n"
