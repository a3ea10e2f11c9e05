"""Netstrings are cut in pieces of any size, and what is none is seen at its first wrong byte."""

from __future__ import annotations

import pytest

from whosent.wire.netstring import Netstrings, encode


def test_several_at_once_and_the_rest_later() -> None:
    netstrings = Netstrings(100)
    assert netstrings.feed(b"5:hello,0:,3:a,b,2:x") == [b"hello", b"", b"a,b"]
    assert netstrings.pending == 3
    assert netstrings.feed(b"y,") == [b"xy"]
    assert netstrings.pending == 0


@pytest.mark.parametrize(
    "data", [b"x", b":", b"-1:", b" 1:a,", b"01:a,", b"00:,", b"1:ab", b"101:", b"1000", b"\xff", b"1;a,"]
)
def test_what_is_none(data: bytes) -> None:
    with pytest.raises(ValueError, match="netstring"):
        Netstrings(100).feed(data)


def test_the_longest() -> None:
    assert Netstrings(100).feed(encode(b"x" * 100)) == [b"x" * 100]
    with pytest.raises(ValueError, match="101 bytes"):
        Netstrings(100).feed(encode(b"x" * 101))


def test_encode() -> None:
    assert encode(b"") == b"0:,"
    assert encode(b"OK x") == b"4:OK x,"
