"""What real mail servers say is understood, in whatever pieces it comes (dialogues/README.md)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from whosent.wire.milter import events
from whosent.wire.milter.negotiation import Action, Options, Step
from whosent.wire.milter.server import MilterServer
from whosent.wire.policy import PolicyServer
from whosent.wire.socketmap import Lookup, SocketmapServer

DIALOGUES = Path(__file__).with_name("dialogues")
ACTIONS = Action.ADD_HEADERS | Action.ADD_RECIPIENTS | Action.DELETE_RECIPIENTS | Action.CHANGE_FROM
QUIET = Step.NO_BODY | Step.NO_UNKNOWN | Step.NR_HEADER | Step.NR_CONNECT | Step.NR_HELO | Step.NR_EOH
SERVERS: dict[str, Callable[[], Any]] = {
    ".milter": lambda: MilterServer(ACTIONS, QUIET),
    ".map": SocketmapServer,
    ".policy": PolicyServer,
}
FILES = sorted(file.name for file in DIALOGUES.iterdir() if file.suffix in SERVERS)


def heard(name: str, *cuts: int) -> list[Any]:
    """All that a dialogue says, when it comes in pieces that are cut there."""
    data, server = (DIALOGUES / name).read_bytes(), SERVERS[Path(name).suffix]()
    found = [
        one for start, end in zip((0, *cuts), (*cuts, len(data)), strict=True) for one in server.feed(data[start:end])
    ]
    assert server.pending == 0
    return found


def told(name: str) -> list[events.Event]:
    return heard(name)


def kinds(said: Sequence[object]) -> str:
    return " ".join(type(one).__name__ for one in said)


@pytest.mark.parametrize("name", FILES)
def test_every_byte_alone(name: str) -> None:
    assert heard(name, *range(1, (DIALOGUES / name).stat().st_size)) == heard(name)


@pytest.mark.parametrize("name", FILES)
def test_two_pieces(name: str) -> None:
    whole = heard(name)
    for cut in range(1, (DIALOGUES / name).stat().st_size):
        assert heard(name, cut) == whole


def test_postfix() -> None:
    said = told("postfix-3.7.milter")
    assert kinds(said) == (
        "Options Connect Helo MailFrom Abort MailFrom Rcpt Rcpt Data Header Header EndOfHeaders EndOfBody Abort "
        "MailFrom Rcpt Abort Abort Quit"
    )
    connect, mail, rcpt, data, subject = said[1], said[5], said[7], said[8], said[10]
    assert isinstance(connect, events.Connect)
    assert connect[:4] == ("dyn-203-0-113-101.access.test", "inet", "203.0.113.101", 58464)
    assert connect.macros["daemon_name"] == "mx.buecherei.example"
    assert mail[:2] == ("anna@example.org", ())
    assert isinstance(rcpt, events.Rcpt)
    assert rcpt.address == "prvs=3700a1b2c3=willkommen@buecherei.example"
    assert isinstance(data, events.Data)
    assert (data.macros["i"], data.macros["rcpt_addr"]) == ("79177C6", rcpt.address)
    assert subject == events.Header("Subject", "Gruß,\n zweite Zeile")
    assert said[14][:2] == ("", ("SIZE=100",))
    last = said[15]
    assert isinstance(last, events.Rcpt)
    assert "i" not in last.macros  # the queue id of the message before holds no more


def test_postfix_with_an_old_protocol() -> None:
    said = told("postfix-3.7-version-2.milter")
    assert said[0][:2] == (2, Step.NO_BODY)  # it does not know the others
    assert "Data" not in kinds(said).split()
    assert events.Body(b"Hallo\r\n") in said


def test_mail_of_a_local_program() -> None:
    said = told("postfix-3.7-local.milter")
    assert kinds(said) == (
        "Options Connect Helo MailFrom Rcpt Data Header Header Header Header EndOfHeaders EndOfBody Quit"
    )
    assert said[1][:4] == ("localhost", "inet", "127.0.0.1", 0)


def test_sendmail() -> None:
    said = told("sendmail-8.17.milter")
    assert kinds(said) == (
        "Options Connect Helo MailFrom Rcpt Abort MailFrom Rcpt Rcpt Rcpt Data Header Header EndOfHeaders EndOfBody "
        "MailFrom Rcpt Quit"
    )
    options, end, mail = said[0], said[14], said[15]
    assert isinstance(options, Options)
    assert (options.version, options.steps) == (6, QUIET)
    assert isinstance(end, events.EndOfBody)
    assert end.macros["msg_id"] == "<202611242035.6AOKZOc8000081@mx.sternwarte.test>"
    assert isinstance(mail, events.MailFrom)  # without an abort before
    assert (mail.macros["i"], "msg_id" in mail.macros) == ("6AOKZOc9000081", False)


def test_lookups() -> None:
    said = heard("postfix-3.7.map")
    assert said[:2] == [
        Lookup("sign", "anna@example.org"),
        Lookup("sign", "prvs=3700a1b2c3=anna@example.org"),  # what was found is looked up again
    ]
    assert Lookup("sign", '""') in said  # the null sender
    assert {one.table for one in said} == {"sign", "unsign"}


def test_requests() -> None:
    said = heard("postfix-3.7.policy")
    assert [
        (one.attributes["protocol_state"], one.attributes["sender"], one.attributes["recipient"]) for one in said
    ] == [
        ("RCPT", "", "bad@buecherei.example"),
        ("RCPT", "anna@example.org", "bad@buecherei.example"),
        ("RCPT", "anna@example.org", "willkommen@buecherei.example"),
        ("RCPT", "anna@example.org", "prvs=3700a1b2c3=willkommen@buecherei.example"),
        ("DATA", "anna@example.org", ""),
        ("RCPT", "", "willkommen@buecherei.example"),
    ]
    assert len({one.attributes["instance"] for one in said}) == 3
    assert said[0].attributes["client_address"] == "203.0.113.101"
