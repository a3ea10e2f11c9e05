"""Whatever a client sends: requests or `ValueError`, the same in pieces of any size; nothing is kept beyond a limit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any, Protocol

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.wire.client import answers, connect, macros, offer, packet, texts

from whosent.wire import policy, socketmap
from whosent.wire.milter import events, packets, replies
from whosent.wire.milter.negotiation import Action, Step
from whosent.wire.milter.server import MilterServer
from whosent.wire.netstring import Netstrings, encode


class Server(Protocol):
    @property
    def pending(self) -> int: ...

    def feed(self, data: bytes) -> Sequence[Any]: ...


def milter() -> MilterServer:
    return MilterServer(Action.CHANGE_FROM, Step.NO_BODY | Step.NR_HEADER)


LETTERS = st.sampled_from([bytes([letter]) for letter in b"OCDHMRTLNBEAUQKZ"])
WORDS = st.lists(st.sampled_from(["<>", "<a@example.org>", "i", "{j}", "", "x"]) | st.text(max_size=3), max_size=5)
PACKETS = st.one_of(
    st.builds(packet, LETTERS, st.binary(max_size=8)),
    st.builds(lambda letter, words: packet(letter, texts(*words)), LETTERS, WORDS),
    st.builds(macros, LETTERS, st.just("i"), st.text(max_size=3)),
    st.just(connect("a.example", b"4", 25, "192.0.2.1")),
    st.sampled_from([packet(letter) for letter in (b"T", b"N", b"E", b"A", b"K")]),
)
DIALOGUES = st.builds(
    lambda first, rest: first + b"".join(rest),
    st.sampled_from([offer(), offer(2, 0x7F, 0x7F), b""]), st.lists(PACKETS | st.binary(max_size=6), max_size=12),
)  # fmt: skip
LINES = st.lists(st.sampled_from([b"a=b\n", b"sender=\n", b"\n", b"=", b"a"]) | st.binary(max_size=4), max_size=12)
STRINGS = st.lists(
    st.sampled_from([b"sign a@b", b"sign ", b"x"]).map(encode) | st.binary(max_size=4) | st.just(b"9:"), max_size=8
)
CASES = st.one_of(
    st.tuples(st.just(milter), DIALOGUES),
    st.tuples(st.just(policy.PolicyServer), LINES.map(b"".join)),
    st.tuples(st.just(socketmap.SocketmapServer), STRINGS.map(b"".join)),
    st.tuples(
        st.sampled_from([milter, policy.PolicyServer, socketmap.SocketmapServer]), st.binary(max_size=60)
    ),
)  # fmt: skip


def heard(make: Callable[[], Server], pieces: Sequence[bytes]) -> tuple[list[Any], bool]:
    """What was understood, and did it end with an error?"""
    server, found = make(), []
    for piece in pieces:
        try:
            found += server.feed(piece)
        except ValueError:
            return found, True
    return found, False


@given(CASES, st.lists(st.integers(0, 200), max_size=5))
def test_any_bytes_in_any_pieces(case: tuple[Callable[[], Server], bytes], cuts: list[int]) -> None:
    make, data = case
    single, wrong = heard(make, [data[at : at + 1] for at in range(len(data))])
    ends = sorted({0, len(data), *(cut for cut in cuts if cut < len(data))})
    found, also = heard(make, [data[start:end] for start, end in pairwise(ends)])
    assert also == wrong
    assert found == single[: len(found)]  # what stands in the same piece as an error is lost with it
    assert wrong or len(found) == len(single)


@pytest.mark.parametrize(("make", "start", "more", "limit"), [
    (milter, offer() + packet(b"A")[:3] + b"\xff", b"x", packets.LIMIT),
    (milter, offer() + b"\0\4\0\0B", b"x" * 999, packets.LIMIT + 4),
    (policy.PolicyServer, b"a=", b"x" * 999, policy.LIMIT + 1),
    (policy.PolicyServer, b"", b"a=b\n" * 99, policy.LIMIT + 1),
    (socketmap.SocketmapServer, b"10000:", b"x" * 999, socketmap.LIMIT + 7),
    (socketmap.SocketmapServer, b"", b"1", socketmap.LIMIT),
])  # fmt: skip
def test_what_never_ends_is_not_kept(make: Callable[[], Server], start: bytes, more: bytes, limit: int) -> None:
    server, most, rounds = make(), 0, 0
    try:
        server.feed(start)
        for rounds in range(2 * limit // len(more)):  # noqa: B007
            server.feed(more)
            most = max(most, server.pending)
    except ValueError:
        assert rounds <= limit // len(more) + 1
    assert most <= limit


@given(st.lists(st.binary(max_size=30), max_size=6))
def test_netstrings_come_back(contents: list[bytes]) -> None:
    assert Netstrings(30).feed(b"".join(map(encode, contents))) == contents


PLAIN = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=40)


@given(st.dictionaries(PLAIN.filter(lambda name: name and "=" not in name), PLAIN, min_size=1))
def test_attributes_come_back(attributes: dict[str, str]) -> None:
    data = "".join(f"{name}={value}\n" for name, value in attributes.items()).encode() + b"\n"
    (request,) = policy.PolicyServer().feed(data)
    assert request.attributes == attributes


@given(st.binary(max_size=40).filter(lambda address: b"\0" not in address), st.lists(PLAIN, max_size=3))
def test_addresses_come_back_byte_by_byte(address: bytes, parameters: list[str]) -> None:
    server = milter()
    server.feed(offer() + connect("a", b"4", 25, "192.0.2.1"))
    (mail,) = server.feed(packet(b"M", texts(b"<" + address + b">", *parameters)))
    assert isinstance(mail, events.MailFrom)
    assert mail.parameters == tuple(parameters)
    if not set(mail.address) & set(map(chr, range(32))):
        assert answers(replies.change_from(mail.address)) == [("e", b"<" + address + b">\0")]


@given(st.text(max_size=600))
def test_any_text_makes_one_line(text: str) -> None:
    action = policy.PolicyServer.reply(text.encode("utf-8", "ignore").decode())
    assert action.count(b"\n") == 2
    ((_, data),) = answers(replies.refuse(f"550 5.7.1 {text}"))
    assert data[:-1].decode("ascii").isprintable()
