"""Do the logs cover the time, whatever zones their clocks and the notice's lines are in?"""

from __future__ import annotations

import pytest
from msgspec import json

from whosent.model.log import LogSpan
from whosent.model.question import Observed
from whosent.service.ownside import own_side
from whosent.walk.coverage import Window, hole
from whosent.walk.side import Side

CEST, CET, UTC, PDT = 120, 60, 0, -420
WANT = Window("2026-06-24T09:00:00", "2026-06-24T11:00:00", offset=CEST, by="mail.victim.example")
NOT = "the logs of mail.victim.example do not cover 2026-06-24T09:00:00 to 2026-06-24T11:00:00"
UNKNOWN = "the logs of {} name no time zone: say theirs with --tz"


def span(first: str, last: str, offset: int | None = None, host: str | None = "mail") -> LogSpan:
    day = "2026-06-24T{}:00" if len(first) == 5 else "{}"
    return LogSpan("mail.log", "syslog", host, day.format(first), day.format(last), offset)


def told(want: Window, *spans: LogSpan, hosts: tuple[str, ...] = ("mail.victim.example",)) -> str | None:
    side = Side(own_side(names=["victim.example"], own=list(hosts)), lambda question: None, None)
    return hole(want, side, lambda question: Observed(tuple(json.encode(one).decode() for one in spans)))


@pytest.mark.parametrize(
    ("first", "last", "offset", "covered"),
    [
        ("09:00", "11:00", CEST, True),
        ("07:00", "09:00", UTC, True),  # the same two hours
        ("09:00", "11:00", UTC, False),  # these begin two hours later
        ("07:00", "08:59", UTC, False),
        ("07:01", "09:00", UTC, False),
        ("08:00", "10:00", CET, True),
        ("00:00", "02:00", PDT, True),
        ("00:00", "08:59", UTC, False),
        ("09:00", "11:00", PDT, False),
    ],
)
def test_a_log_with_a_zone(first, last, offset, covered):
    assert told(WANT, span(first, last, offset)) == (None if covered else NOT)


@pytest.mark.parametrize(
    ("first", "last", "covered"), [("09:00", "11:00", True), ("07:00", "10:59", False), ("09:01", "23:00", False)]
)
def test_a_log_without_a_zone_has_that_of_its_own_hosts_line(first, last, covered):
    assert told(WANT, span(first, last)) == (None if covered else NOT)


def test_another_host_of_ours_may_be_in_utc():
    hosts = ("mail.victim.example", "web1.victim.example")
    mail = span("00:00", "23:00")
    assert told(WANT, mail, span("07:00", "11:00", None, "web1"), hosts=hosts) is None
    assert told(WANT, mail, span("08:00", "22:40", None, "web1"), hosts=hosts) is None, "both logs end together"
    for first, last in (("09:00", "11:00"), ("08:00", "22:00")):
        assert told(WANT, mail, span(first, last, None, "web1"), hosts=hosts) == UNKNOWN.format("web1.victim.example")
    assert told(WANT, mail, span("00:00", "10:00", None, "web1"), hosts=hosts) == NOT.replace("mail.", "web1.")
    assert told(WANT, mail, span("07:00", "09:00", UTC, "web1"), hosts=hosts) is None


def test_logs_that_were_rotated_by_their_own_clocks_tell_no_zone():
    hosts = ("mail.victim.example", "web1.victim.example")
    want = Window("2026-06-24T00:30:00", "2026-06-24T00:40:00", offset=CEST, by="mail.victim.example")
    for last in ("2026-06-24T23:59:50", "2026-06-26T23:59:50"):
        mail = span("2026-06-24T00:00:10", last)
        other = span("2026-06-24T00:00:05", last, None, "web1")
        assert told(want, mail, other, hosts=hosts) == UNKNOWN.format("web1.victim.example")


def test_where_no_line_of_ours_is_on_top_it_may_be_any_zone():
    want = Window(WANT.first, WANT.last, offset=PDT)
    assert told(want, span("00:00", "23:00")) == UNKNOWN.format("mail.victim.example")
    assert told(want, span("2026-06-24T04:00:00", "2026-06-25T08:00:00")) is None
    assert told(want, span("2026-06-24T04:00:01", "2026-06-25T08:00:00")) is not None
    assert told(want, span("2026-06-24T04:00:00", "2026-06-25T07:59:59")) is not None
    assert told(want, span("16:00", "18:00", UTC)) is None


def test_clocks_may_have_been_changed_at_night():
    """On 29 March at 02:00 it is 03:00: a line of 01:30 stands an hour before what the later zone would make of it."""
    want = Window("2026-03-28T20:00:00", "2026-03-29T08:00:00", offset=CEST, by="mail.victim.example")
    assert told(want, span("2026-03-28T19:00:00", "2026-03-29T08:00:00")) is None
    assert told(want, span("2026-03-28T19:30:00", "2026-03-29T08:00:00")) is not None
    assert told(want, span("2026-03-28T20:00:00", "2026-03-29T08:00:00", CEST)) is None


@pytest.mark.parametrize(
    ("first", "last", "near", "covered"),
    [
        ("0000-11-20T00:00:00", "0000-11-30T00:00:00", "2026-11-24", True),
        ("0000-12-20T00:00:00", "0000-01-05T00:00:00", "2026-12-24", True),
        ("0000-12-20T00:00:00", "0000-01-05T00:00:00", "2027-01-04", True),
        ("0000-12-20T00:00:00", "0000-01-05T00:00:00", "2027-01-06", False),
        ("0000-12-20T00:00:00", "0000-12-30T00:00:00", "2027-01-04", False),
        ("0000-02-30T00:00:00", "0000-12-30T00:00:00", "2026-11-24", False),
    ],
)
def test_stamps_without_a_year_have_the_nearest(first, last, near, covered):
    want = Window(f"{near}T09:00:00", f"{near}T10:00:00", offset=CET, by="mail.victim.example")
    assert (told(want, span(first, last, CET)) is None) == covered


def test_a_host_that_no_log_names():
    assert told(WANT, span("00:00", "23:00", CEST, "other")) == NOT
    assert told(WANT, span("00:00", "23:00", CEST, None)) is None
    assert told(WANT, hosts=()) == "no host of ours is named: --own HOST"
