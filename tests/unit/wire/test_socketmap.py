"""Lookups, and the answers of socketmap_table(5)."""

from __future__ import annotations

import pytest

from whosent.wire.netstring import encode
from whosent.wire.socketmap import LIMIT, Lookup, SocketmapServer


def test_lookups() -> None:
    server = SocketmapServer()
    assert server.feed(encode(b"sign anna@example.org") + encode(b"unsign ")) == [
        Lookup("sign", "anna@example.org"), Lookup("unsign", ""),
    ]  # fmt: skip
    assert server.feed(encode(b'sign "a b"@example.org')) == [Lookup("sign", '"a b"@example.org')]


def test_bytes_that_are_no_utf_8_go_back_as_they_came() -> None:
    (asked,) = SocketmapServer().feed(encode(b"sign \xff\xc3\xa4@example.org"))
    assert SocketmapServer.ok(asked.key) == encode(b"OK \xff\xc3\xa4@example.org")


@pytest.mark.parametrize("content", [b"", b"sign", b" anna@example.org"])
def test_no_lookup(content: bytes) -> None:
    with pytest.raises(ValueError, match="without a table or a key"):
        SocketmapServer().feed(encode(content))


def test_a_long_one() -> None:
    with pytest.raises(ValueError, match="at most"):
        SocketmapServer().feed(b"%d:" % (LIMIT + 1))


def test_answers() -> None:
    assert SocketmapServer.ok("a@example.org") == b"16:OK a@example.org,"
    assert SocketmapServer.not_found() == b"9:NOTFOUND ,"  # with the space
    assert SocketmapServer.temp("no key") == b"11:TEMP no key,"
    assert SocketmapServer.perm("no table") == b"13:PERM no table,"
