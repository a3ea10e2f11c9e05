from __future__ import annotations

from datetime import UTC

from msgspec.structs import replace
from tests.unit.report.cases import BORDER, CLAIMED, HAND_OVER, LOCAL, OUT, forged, login, said, script, texts

from whosent.model.case import Case, TracedHop
from whosent.model.notice import Notice
from whosent.report.dates import Clock
from whosent.report.glance import glance
from whosent.report.parts import Node
from whosent.report.way import MAX_CLAIMED, place_of, sources, way

CLOCK = Clock("en", UTC)


def stations(case: Case) -> tuple[Node, ...]:
    return way(case, texts("en"), CLOCK, "i1s1")


def test_from_the_earliest_to_our_house() -> None:
    found = stations(forged())
    assert [node.form for node in found] == ["claimed", "seen", "event", "border"]
    assert "may be made up" in said(*found[0].details)
    assert said(found[1].mark) == "Hand-over: the reporting server saw this itself"
    assert "mx.empfang.test sent it back: There is no such address" in said(found[2].title)
    assert said(found[3].mark) == "Border of our house"


def test_a_flood_of_claimed_lines_is_not_told_in_full() -> None:
    many = tuple(TracedHop(CLAIMED, "claimed", "returned", 10 + n, 1 + n) for n in range(80))
    found = stations(replace(forged(), hops=(TracedHop(HAND_OVER, "reported", "returned", 1, 0, "hand-over"), *many)))
    claimed = [node for node in found if node.form == "claimed"]
    assert len(claimed) == MAX_CLAIMED + 1
    assert "74 more claimed lines" in said(claimed[0].title)


def test_a_submission_by_a_program_shows_the_account() -> None:
    found = stations(script())
    assert "got it from a program on the server itself, account uid 33" in said(found[0].title)
    assert said(found[0].mark) == "Here it entered our server"


def test_a_login_is_shown_as_one() -> None:
    assert "logged in as anna.winter@blumenhaus.example" in said(*stations(login())[0].details)


def test_a_copy_that_our_border_took_in() -> None:
    case = replace(forged(), notice=Notice("message"), hops=(
        TracedHop(BORDER, "observed", "notice", 2, 0, "hand-over"), TracedHop(CLAIMED, "claimed", "notice", 5, 1),
    ))  # fmt: skip
    assert [node.form for node in stations(case)] == ["claimed", "border"]
    uploaded = replace(case, hops=(TracedHop(BORDER, "reported", "notice", 2, 0, "hand-over"),))
    assert [node.form for node in stations(uploaded)] == ["seen"]


def test_nothing_known_of_the_way() -> None:
    assert stations(replace(forged(), hops=())) == ()
    plain = stations(replace(forged(), hops=(), notice=Notice("message")))
    assert said(plain[0].title) == "Nothing is known of its way."


def test_lines_are_marked_where_evidence_rests_on_them() -> None:
    found = sources(forged(), texts("en"), "i1s1")
    assert [(line.number, line.marked) for line in found[0].lines] == [(1, True), (4, False)]
    assert found[0].lines[0].place == "i1s1-r1"
    assert found[1].lines[0].place == "i1s1-n2"


def test_anchors_hold_nothing_from_the_mail() -> None:
    assert place_of("i1s1", 'returned:"><script>') == "i1s1-r0"
    assert place_of("i1s1", "returned:12") == "i1s1-r12"


def test_at_a_glance() -> None:
    found = glance(forged(), texts("en"))
    assert [said(node.title) for node in found] == ["A foreign machine", "The recipient's server", "Bounce to you"]
    assert said(*found[1].details) == "mx.empfang.test\nThere is no such address"
    found = glance(script(), texts("en"))
    assert [node.form for node in found] == ["seen", "border", "seen", "event"]
    assert said(*found[0].details) == "uid 33"


def test_no_glance_at_what_is_only_claimed() -> None:
    assert glance(replace(script(), hops=(TracedHop(LOCAL, "claimed", "returned", 1, 0, "entry"),)), texts("en")) == ()
    assert glance(replace(script(), hops=(TracedHop(OUT, "reported", "returned", 1, 0),)), texts("en")) == ()
