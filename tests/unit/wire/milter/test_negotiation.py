"""Filter and mail server settle what each can."""

from __future__ import annotations

import struct

import pytest

from whosent.wire.milter.negotiation import Action, Step, negotiate

FROM = Action.CHANGE_FROM | Action.ADD_HEADERS
QUIET = Step.NO_BODY | Step.NR_HEADER | Step.NR_DATA


def offer(version: int, actions: int, steps: int) -> bytes:
    return struct.pack(">III", version, actions, steps)


def reply(version: int, actions: int, steps: int) -> bytes:
    return b"\0\0\0\x0dO" + struct.pack(">III", version, actions, steps)


def test_all_that_is_wanted_and_no_more() -> None:
    settled = negotiate(offer(6, 0x1FF, 0x1FFFFF), FROM, QUIET)
    assert settled == (6, QUIET, reply(6, 0x41, 0x10090))


def test_an_older_mail_server() -> None:
    assert negotiate(offer(2, 0x7F, 0x7F), FROM, QUIET) == (2, Step.NO_BODY, reply(2, 0x41, 0x10))


def test_a_newer_one_with_larger_packets_and_more_to_say() -> None:
    assert negotiate(offer(7, 0xFFFFFFFF, 0xFFFFFFFF) + b"more", FROM, QUIET)[:2] == (6, QUIET)


@pytest.mark.parametrize(("data", "why"), [
    (b"", "too short"),
    (offer(6, 0x1FF, 0)[:-1], "too short"),
    (offer(1, 0x1FF, 0), "version 1"),
    (offer(6, 0x3F, 0), "CHANGE_FROM"),
])  # fmt: skip
def test_those_who_cannot_work_together(data: bytes, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        negotiate(data, FROM, QUIET)
