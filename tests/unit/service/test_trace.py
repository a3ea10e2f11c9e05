"""The hops of one message."""

from __future__ import annotations

from tests.unit.service.messages import LETTER, bounce

from whosent.model.item import Item
from whosent.service.ownside import own_side
from whosent.service.trace import trace_hops

OWN = own_side(own=["mail.victim.example"])


def test_a_letter_shows_who_handed_it_to_us():
    (hop,) = trace_hops(Item("x", LETTER), OWN)
    assert (hop.of, hop.standing, hop.hop.from_ip, hop.line) == ("notice", "observed", "198.51.100.80", 1)


def test_of_a_bounce_its_own_way_comes_first():
    hops = trace_hops(Item("x", bounce()), OWN)
    assert [(hop.of, hop.hop.by) for hop in hops] == [
        ("notice", "mail.victim.example"), ("notice", "mx.remote.test"), ("returned", "mx.remote.test"),
    ]  # fmt: skip
    assert hops[-1].hop.from_ip == "203.0.113.9"


def test_a_header_block_alone_and_no_header_at_all():
    block = LETTER.partition(b"\n\n")[0]
    assert [hop.hop.id for hop in trace_hops(Item("-", block), OWN)] == ["4CCC33333C3"]
    assert trace_hops(Item("-", b"no header"), OWN) == ()
    assert trace_hops(Item("-", b""), OWN) == ()
