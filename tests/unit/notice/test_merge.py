"""One reading out of the machine-readable fields and the wording."""

from __future__ import annotations

from whosent.notice.merge import merge
from whosent.notice.reading import Found, Reading


def merged(fields: list[Found], worded: list[Found]) -> list[Found]:
    reading = merge(Reading(recipients=fields), Reading(recipients=worded))
    assert reading is not None
    return reading.recipients


def test_either_alone_is_enough() -> None:
    one = Reading(recipients=[Found("a@b.example")])
    assert merge(one, None) is one
    assert merge(None, one) is one
    assert merge(None, None) is None


def test_what_the_fields_leave_out_is_filled_in() -> None:
    worded = Found("A@b.example", "550 5.1.1 no", status="5.1.1", remote_mta="mx.b.example")
    (found,) = merged([Found("a@b.example", action="failed", status="5.0.0")], [worded])
    assert (found.address, found.diagnostic, found.status, found.remote_mta) == (
        "a@b.example",
        "550 5.1.1 no",
        "5.1.1",
        "mx.b.example",
    )


def test_what_the_fields_say_stays() -> None:
    (found,) = merged(
        [Found("a@b.example", "550 refused", status="5.7.1", remote_mta="mx1")],
        [Found("a@b.example", "something else", status="5.0.0", remote_mta="mx2")],
    )
    assert (found.diagnostic, found.status, found.remote_mta) == ("550 refused", "5.7.1", "mx1")


def test_the_first_line_of_a_reply_and_exit_codes_give_way() -> None:
    whole = "552-5.7.0 blocked because 552 5.7.0 of its content"
    assert merged([Found("a@b.example", "552-5.7.0 blocked")], [Found("a@b.example", whole)])[0].diagnostic == whole
    assert merged([Found("a@b.example", "255")], [Found("a@b.example", "mailer died")])[0].diagnostic == "mailer died"


def test_recipients_meet_under_their_other_name() -> None:
    one = Found("inner@b.example", original_address="a@b.example")
    other = Found("c@d.example")
    first, second = merged([one, other], [Found("c@d.example", "two"), Found("a@b.example", "one")])
    assert (first.diagnostic, second.diagnostic) == ("one", "two")


def test_one_failure_with_two_names_is_one() -> None:
    (found,) = merged([Found("list@b.example")], [Found("member@d.example", "550 no")])
    assert (found.address, found.diagnostic) == ("list@b.example", "550 no")


def test_strangers_are_not_mixed() -> None:
    found = merged([Found("a@b.example"), Found("c@d.example")], [Found("e@f.example", "550 no")])
    assert [(one.address, one.diagnostic) for one in found] == [("a@b.example", ""), ("c@d.example", "")]


def test_the_wording_names_whom_the_fields_do_not() -> None:
    reading = merge(
        Reading(kind="bounce", recipients=[Found("", status="5.3.0")]),
        Reading(kind="bounce", recipients=[Found("a@b.example")]),
    )
    assert reading is not None
    assert [(found.address, found.status) for found in reading.recipients] == [("a@b.example", "5.3.0")]
    reading = merge(Reading(kind="bounce"), Reading(kind="delay", recipients=[Found("a@b.example")]))
    assert reading is not None
    assert (reading.kind, len(reading.recipients)) == ("delay", 1)
