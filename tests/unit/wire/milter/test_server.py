"""The order of an SMTP session, and who is answered."""

from __future__ import annotations

import pytest
from tests.wire.client import connect, macros, offer, packet, texts

from whosent.wire.milter import events
from whosent.wire.milter.negotiation import Action, Step
from whosent.wire.milter.server import MilterServer

NONE = Step(0)
CONNECT = connect("a.example", b"4", 25, "192.0.2.1")
MAIL, RCPT, DATA = packet(b"M", texts("<>")), packet(b"R", texts("<b@example.org>")), packet(b"T")
HEADER, EOH, BODY, EOB = packet(b"L", texts("To", "b")), packet(b"N"), packet(b"B", b"x"), packet(b"E")
ABORT, QUIT, REUSE, UNKNOWN = packet(b"A"), packet(b"Q"), packet(b"K"), packet(b"U", texts("XFOO"))
HELO = packet(b"H", texts("a"))


def served(*packets: bytes, steps: Step = NONE) -> tuple[MilterServer, list[events.Event]]:
    server = MilterServer(Action.CHANGE_FROM, steps)
    return server, server.feed(b"".join(packets))


@pytest.mark.parametrize(("packets", "phase"), [
    ((), "open"),
    ((CONNECT,), "session"),
    ((CONNECT, HELO, HELO, UNKNOWN), "session"),
    ((CONNECT, HELO, MAIL), "envelope"),
    ((CONNECT, HELO, MAIL, RCPT, RCPT, UNKNOWN), "envelope"),
    ((CONNECT, HELO, MAIL, MAIL), "envelope"),  # the first was refused
    ((CONNECT, HELO, MAIL, RCPT, DATA), "data"),
    ((CONNECT, HELO, MAIL, RCPT, DATA, RCPT, DATA), "data"),  # DATA was refused
    ((CONNECT, HELO, MAIL, RCPT, DATA, HEADER, HEADER), "headers"),
    ((CONNECT, HELO, MAIL, RCPT, DATA, HEADER, EOH, BODY, BODY), "body"),
    ((CONNECT, HELO, MAIL, RCPT, DATA, HEADER, EOH, BODY, EOB), "session"),
    ((CONNECT, MAIL, RCPT, EOB), "session"),  # nothing else was wanted
    ((CONNECT, MAIL, RCPT, HEADER, EOB, MAIL), "envelope"),
    ((CONNECT, MAIL, RCPT, HEADER, ABORT), "session"),
    ((CONNECT, MAIL, ABORT, ABORT), "session"),
    ((CONNECT, MAIL, REUSE), "open"),
    ((CONNECT, MAIL, REUSE, CONNECT), "session"),
    ((CONNECT, QUIT), "ended"),
    ((QUIT,), "ended"),
])  # fmt: skip
def test_orders(packets: tuple[bytes, ...], phase: str) -> None:
    server, told = served(offer(), *packets)
    assert server.phase == phase
    assert len(told) == 1 + len(packets)


@pytest.mark.parametrize("packets", [
    (CONNECT,), (MAIL,), (QUIT,), (macros(b"C", "j", "a"),),
    (offer(), offer()),
    (offer(), CONNECT, CONNECT),
    (offer(), RCPT), (offer(), CONNECT, DATA), (offer(), CONNECT, EOB), (offer(), CONNECT, MAIL, ABORT, RCPT),
    (offer(), CONNECT, MAIL, RCPT, HEADER, RCPT), (offer(), CONNECT, MAIL, RCPT, EOH, HEADER),
    (offer(), CONNECT, MAIL, RCPT, BODY, EOH),
    (offer(), QUIT, CONNECT), (offer(), QUIT, QUIT),
    (offer(), packet(b"Z")), (offer(), packet(b"\xff")),
])  # fmt: skip
def test_broken_orders(packets: tuple[bytes, ...]) -> None:
    with pytest.raises(ValueError, match="in the phase"):
        served(*packets)


def test_everything_is_answered_but_the_ends() -> None:
    server, told = served(offer(), CONNECT, HELO, MAIL, RCPT, DATA, HEADER, EOH, BODY, EOB, UNKNOWN, ABORT, QUIT)
    assert [type(event).__name__ for event in told if not server.expects_reply(event)] == ["Abort", "Quit"]


def test_what_is_settled_is_not_answered() -> None:
    steps = Step.NR_CONNECT | Step.NR_HEADER | Step.NR_RCPT
    server, told = served(offer(), CONNECT, HELO, MAIL, RCPT, DATA, HEADER, EOH, BODY, EOB, steps=steps)
    silent = [type(event).__name__ for event in told if not server.expects_reply(event)]
    assert silent == ["Connect", "Rcpt", "Header"]


def test_what_the_mail_server_does_not_know_is_answered() -> None:
    server, told = served(offer(steps=0x7F), CONNECT, MAIL, HEADER, steps=Step.NR_HEADER)
    assert server.expects_reply(told[-1])


def test_macros_end_with_what_they_are_of() -> None:
    server, told = served(
        offer(), macros(b"C", "j", "mx"), CONNECT, macros(b"M", "i", "1"), MAIL, RCPT, EOB, MAIL,
        macros(b"M", "i", "2"), MAIL, ABORT, MAIL, REUSE, CONNECT,
    )  # fmt: skip
    seen = [dict(event.macros) for event in told if isinstance(event, events.Connect | events.MailFrom)]
    assert seen == [{"j": "mx"}, {"j": "mx", "i": "1"}, {"j": "mx"}, {"j": "mx", "i": "2"}, {"j": "mx"}, {}]
    assert server.pending == 0
