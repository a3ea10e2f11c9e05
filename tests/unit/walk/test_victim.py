"""In whose name, and to whom the notice went."""

from __future__ import annotations

import pytest
from tests.unit.walk.mtas import exim, lmtp, postfix
from tests.unit.walk.notices import BOT, R_IP, US, R, read

from whosent.mail.head import read_head
from whosent.model.notice import Original
from whosent.walk.victim import envelope_sender, find_addressee, find_victim, unwrap


@pytest.mark.parametrize(("address", "expected"), [
    ("a@victim.example", "a@victim.example"),
    ("SRS0=DOJG=JN=victim.example=a@forwarder.test", "a@victim.example"),
    ("SRS1=HH=first.test==DOJG=JN=victim.example=a@second.test", "a@victim.example"),
    ("prvs=1234abcdef=a@victim.example", "a@victim.example"),
    ("prvs=a=12a4bcdef@victim.example", "a@victim.example"),
    ("msprvs1=1202020UU5-_w=a@victim.example", "a@victim.example"),
    ("btv1==068a4973b3a==a@victim.example", "a@victim.example"),
    ("SRS0=DOJG=JN=victim.example=prvs=1234abcdef=a@forwarder.test", "a@victim.example"),
    ("SRS0=nonsense@victim.example", "SRS0=nonsense@victim.example"),
    ("prvs=zzzz=a@victim.example", "prvs=zzzz=a@victim.example"),
    ("<>", None), ("", None), (None, None),
])  # fmt: skip
def test_wrappings(address, expected):
    assert unwrap(address) == expected


def test_the_envelope_sender_first_then_from_then_the_addressee():
    full = Original(from_addr="from@victim.example", envelope_from="env@victim.example")
    assert find_victim(full, (), "to@victim.example") == "env@victim.example"
    assert find_victim(Original(from_addr="from@victim.example"), (), "to@victim.example") == "from@victim.example"
    assert find_victim(Original(), (), "to@victim.example") == "to@victim.example"
    assert find_victim(Original(), (), None) is None


def test_only_the_topmost_line_tells_the_envelope():
    line = exim(R, "bot", BOT).replace(" id ", " (envelope-from <env@victim.example>) id ")
    other = exim(R, "bot", BOT).replace(" id ", " (envelope-from <evil@evil.test>) id ")
    assert envelope_sender(Original(), read(line, other)) == "env@victim.example"
    assert envelope_sender(Original(), read(exim(R, "bot", BOT), other)) is None


def head(**fields):
    return read_head("".join(f"{name.replace('_', '-')}: {value}\n" for name, value in fields.items()).encode())


def test_the_borders_own_word_before_what_the_delivery_says():
    lines = read(lmtp(US, "collector@gmail.test"), postfix(US, R, R_IP, R, "info@victim.example"))
    fields = head(Delivered_To="collector@gmail.test", To="x@y.test")
    assert find_addressee(fields, lines, 1) == "info@victim.example"
    assert find_addressee(fields, (), 0) == "collector@gmail.test"


def test_what_the_delivery_agent_wrote_before_what_the_sender_wrote():
    assert find_addressee(head(To="x@y.test", X_Original_To="info@victim.example"), (), 0) == "info@victim.example"
    assert find_addressee(head(To='"Bob" <x@y.test>'), (), 0) == "x@y.test"
    assert find_addressee(head(Subject="x"), (), 0) is None
