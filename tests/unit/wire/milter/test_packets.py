"""Packets and the texts in them."""

from __future__ import annotations

import struct

import pytest

from whosent.wire.milter.packets import LIMIT, Packet, Packets, pack, text, texts


def test_several_at_once_and_the_rest_later() -> None:
    packets = Packets()
    assert packets.feed(pack(b"Q") + pack(b"H", b"a\0") + b"\0\0") == [Packet("Q", b""), Packet("H", b"a\0")]
    assert packets.pending == 2
    assert packets.feed(b"\0\1A") == [Packet("A", b"")]


def test_the_longest() -> None:
    assert Packets().feed(pack(b"B", b"x" * (LIMIT - 1))) == [Packet("B", b"x" * (LIMIT - 1))]


@pytest.mark.parametrize("length", [0, LIMIT + 1, 2**32 - 1])
def test_a_length_that_cannot_be_is_seen_at_once(length: int) -> None:
    with pytest.raises(ValueError, match="packet of"):
        Packets().feed(struct.pack(">I", length))


def test_texts() -> None:
    assert texts(b"") == []
    assert texts(b"\0") == [""]
    assert texts(b"a\0\0\xff\0") == ["a", "", "\udcff"]
    with pytest.raises(ValueError, match="does not end"):
        texts(b"a\0b")


def test_text() -> None:
    assert text("<ä\udcff>\t") == b"<\xc3\xa4\xff>\t\0"


@pytest.mark.parametrize("value", ["a\0b", "a\nb", "a\r\n b"])
def test_no_text(value: str) -> None:
    with pytest.raises(ValueError, match="control"):
        text(value)
