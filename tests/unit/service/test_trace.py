"""The hops of one message."""

from __future__ import annotations

from tests.unit.service.messages import LETTER, bounce

from whosent.model.item import Item
from whosent.service.ownside import own_side
from whosent.service.trace import trace

OWN = own_side(own=["mail.victim.example"])


def test_a_letter_shows_who_handed_it_to_us():
    (hop,) = trace(Item("x", LETTER), OWN).hops
    assert (hop.of, hop.standing, hop.hop.from_ip, hop.line) == ("notice", "observed", "198.51.100.80", 1)


def test_of_a_bounce_its_own_way_comes_first():
    hops = trace(Item("x", bounce()), OWN).hops
    assert [(hop.of, hop.hop.by) for hop in hops] == [
        ("notice", "mail.victim.example"), ("notice", "mx.remote.test"), ("returned", "mx.remote.test"),
    ]  # fmt: skip
    assert hops[-1].hop.from_ip == "203.0.113.9"


def test_a_header_block_alone_and_no_header_at_all():
    block = LETTER.partition(b"\n\n")[0]
    assert [hop.hop.id for hop in trace(Item("-", block), OWN).hops] == ["4CCC33333C3"]
    assert trace(Item("-", b"no header"), OWN).hops == ()
    assert trace(Item("-", b""), OWN).hops == ()
