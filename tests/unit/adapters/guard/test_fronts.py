"""The codecs before the guard, as a mail server speaks them, in any pieces."""

from __future__ import annotations

import pytest
from tests.unit.guard.case import DAY
from tests.unit.service.test_guard import BARE, GOOD, Server

from whosent.adapters.guard.fronts import Maps, Milters, Policies
from whosent.adapters.guard.server import Front
from whosent.wire.milter.packets import pack, text
from whosent.wire.milter.replies import ACCEPT, CONTINUE
from whosent.wire.netstring import encode

OPTIONS = pack(b"O", bytes.fromhex("00000006 000001ff 001fffff"))
CONNECT = pack(b"C", text("mx.example.net") + b"4\0\x19" + text("203.0.113.9"))


def policy(state: str, recipient: str, sender: str = "") -> bytes:
    asked = {"request": "smtpd_access_policy", "protocol_state": state, "sender": sender, "recipient": recipient,
             "client_address": "203.0.113.9", "instance": "1.2", "sasl_username": ""}  # fmt: skip
    return "".join(f"{name}={value}\n" for name, value in asked.items()).encode() + b"\n"


def in_pieces(front: Front, data: bytes) -> bytes:
    """The answers to what comes byte by byte."""
    said = b""
    for at in range(len(data)):
        one = front.answer(data[at : at + 1])
        assert front.begun == (one is None)
        said += one or b""
    return said


CASES = [
    (lambda server: Maps(server.guard), encode(b"unsign " + GOOD.encode()) + encode(b"sign x@example.net"),
     encode(b"OK " + BARE.encode()) + encode(b"NOTFOUND ")),
    (lambda server: Maps(server.guard), encode(b"x y"), encode(b"PERM there are sign, unsign, health")),
    (lambda server: Policies(server.guard), policy("RCPT", GOOD) + policy("DATA", GOOD), b"action=DUNNO\n\n" * 2),
]  # fmt: skip


@pytest.mark.parametrize(("make", "asked", "said"), CASES)
def test_at_once_or_byte_by_byte(make, asked, said) -> None:
    assert make(Server()).answer(asked) == said
    assert in_pieces(make(Server()), asked) == said


def test_backscatter_at_a_policy() -> None:
    said = Policies(Server().guard).answer(policy("RCPT", BARE) + policy("DATA", BARE))
    assert said is not None
    assert said.startswith(b"action=DUNNO\n\naction=550 5.7.1 This bounce is about mail that <anna@example.org>")


def test_a_message_at_a_milter() -> None:
    server = Server()
    front = Milters(server.guard)
    assert (front.answer(OPTIONS) or b"")[4:5] == b"O"
    assert front.answer(CONNECT) == b""  # needs no answer
    macros = pack(b"D", b"M" + text("{auth_authen}") + text("anna"))
    assert front.answer(macros + pack(b"M", text(f"<{BARE}>"))) == CONTINUE
    assert front.answer(pack(b"R", text("<bert@example.net>"))) == CONTINUE
    assert front.answer(pack(b"L", text("Subject") + text("hello"))) == b""
    assert front.answer(pack(b"N")) == CONTINUE
    changed = pack(b"e", text(f"<{server.guard.ring.sign(BARE, DAY)}>"))
    assert front.answer(pack(b"E")) == changed + ACCEPT
    assert front.busy
    assert front.answer(pack(b"Q")) == b""
    assert front.done
    assert not front.busy


def test_a_connection_that_is_used_again() -> None:
    front = Milters(Server().guard)
    front.answer(OPTIONS + CONNECT)
    assert front.answer(pack(b"K") + CONNECT) == b""
    assert not front.done


@pytest.mark.parametrize(("make", "garbage"), [
    (Maps, b"GET / HTTP/1.1\r\n\r\n"),
    (Maps, b"999999:"),
    (Maps, b"3:abc,"),
    (Policies, b"\n\n"),
    (Policies, b"x" * 100_000),
    (Milters, pack(b"M", text("<a@example.org>"))),
    (Milters, b"\xff\xff\xff\xff"),
    (Milters, OPTIONS + pack(b"?")),
])  # fmt: skip
def test_who_does_not_keep_to_the_protocol(make, garbage) -> None:
    with pytest.raises(ValueError, match=r"[a-z]"):
        make(Server().guard).answer(garbage)
