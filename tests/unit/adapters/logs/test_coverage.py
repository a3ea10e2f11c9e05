"""What blocks, files and rotated sets cover."""

from __future__ import annotations

import gzip
from datetime import timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest
from tests.unit.adapters.logs.logfiles import NOON, ask, at, indexed, messages, write

from whosent.adapters.logs.answers import LogAnswers
from whosent.adapters.logs.index import open_index
from whosent.adapters.logs.spans import HOLE, Span, hole_of, joined, spans_of
from whosent.model.log import LogSpan

LATEST = "2026-12-31T23:59:59"
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def index(tmp_path):
    return tmp_path / "logs.sqlite"


def covered(index, zone: str | None = None) -> list[LogSpan]:
    answerer = LogAnswers([open_index(index)], ZoneInfo(zone) if zone else None)
    return [msgspec.json.decode(value, type=LogSpan) for value in ask(answerer, "coverage", "")]


def brief(index) -> list[tuple[str | None, str, str]]:
    return [(span.host, span.first[5:16], span.last[5:16]) for span in covered(index)]


def line(moment, host: str = "mail") -> str:
    return f"{at(moment)} {host} postfix/qmgr[9]: 4A000000001: removed\n"


def test_a_file_covers_from_its_first_to_its_last_line(tmp_path, index):
    indexed(index, write(tmp_path / "mail.log", messages(0, 3600)))
    assert covered(index) == [
        LogSpan("mail.log", "syslog", "mail", "2026-11-24T12:00:00", "2026-11-24T12:59:59")
    ]  # fmt: skip


def test_a_hole_in_a_log_with_traffic(tmp_path, index):
    """In the middle of a block, and between two."""
    early, late = messages(0, 1000), messages(1000, 1000, NOON + 3 * HOUR)
    indexed(index, write(tmp_path / "mail.log", early + late))
    assert brief(index) == [("mail", "11-24T12:00", "11-24T12:16"), ("mail", "11-24T15:00", "11-24T15:16")]


def test_a_night_without_mail_is_no_hole_where_there_is_little(tmp_path, index):
    text = "".join(line(NOON + timedelta(minutes=20 * number)) for number in range(300) if not 100 < number < 125)
    indexed(index, write(tmp_path / "mail.log", text, NOON + 5 * DAY))
    assert brief(index) == [("mail", "11-24T12:00", "11-28T15:40")]


def test_hosts_in_one_file_are_told_apart(tmp_path, index):
    """A log host writes what several hosts send: one of them fell silent, one said little."""
    text = "".join(
        line(NOON + timedelta(seconds=10 * number))
        + (line(NOON + timedelta(seconds=10 * number), "mx2") if number < 2000 else "")
        + (line(NOON + timedelta(seconds=10 * number), "mx3") if number in (10, 500) else "")
        for number in range(4000)
    )
    indexed(index, write(tmp_path / "mail.log", text, NOON + DAY))
    assert sorted(brief(index)) == [
        ("mail", "11-24T12:00", "11-24T23:06"), ("mx2", "11-24T12:00", "11-24T17:33"),
        ("mx3", "11-24T12:01", "11-24T13:23"),
    ]  # fmt: skip


def test_a_rotated_set_is_one_log(tmp_path, index):
    for number, name in enumerate(("mail.log.2.gz", "mail.log.1", "mail.log")):
        text = messages(1000 * number, 1000, NOON + number * DAY, step=86.4).encode()
        data = gzip.compress(text) if name.endswith("gz") else text
        write(tmp_path / name, data, NOON + (number + 1) * DAY)
    write(tmp_path / "other" / "mail.log", messages(5000, 10), NOON + HOUR)
    indexed(index, tmp_path / "mail.log*", tmp_path / "other" / "mail.log")
    found = {span.file: (span.first, span.last) for span in covered(index)}
    assert list(found) == [name for name in found if name.endswith("/mail.log")]
    assert sorted(found.values()) == [
        ("2026-11-24T12:00:00", "2026-11-24T12:00:09"), ("2026-11-24T12:00:00", "2026-11-27T11:58:33"),
    ]  # fmt: skip


def test_a_log_that_knows_no_messages_is_none_of_a_mail_server(tmp_path, index):
    """Its silence about a message must not count."""
    stamp = f"{at(NOON)} mail "
    login = "dovecot: imap-login: Login: user=<anna@kunde.example>, method=PLAIN, rip=198.51.100.7, lip=192.0.2.10"
    refused = (
        "postfix/smtpd[7]: NOQUEUE: reject: RCPT from unknown[203.0.113.9]: 554 5.7.1 <a@b.example>: Relay access "
        "denied; from=<x@y.example> to=<a@b.example> proto=ESMTP helo=<z>"
    )
    indexed(
        index, write(tmp_path / "auth.log", f"{stamp}sshd[7]: Invalid user 4A000000001: removed\n" * 3),
        write(tmp_path / "login.log", f"{stamp}{login}\n"), write(tmp_path / "reject.log", f"{stamp}{refused}\n"),
        write(tmp_path / "mail.log", f"{stamp}{login}\n" + messages(0, 5)),
    )  # fmt: skip
    assert {span.file: span.format for span in covered(index)} == {
        "auth.log": "syslog without mail", "login.log": "syslog without mail", "reject.log": "syslog without mail",
        "mail.log": "syslog",
    }  # fmt: skip


@pytest.mark.parametrize(
    "name", ["mail.log", "mail.log.1", "mail.log.12.gz", "mail.log-20261124", "mail.log-20261124.gz", "mail.log.0.gz"]
)
def test_names_of_rotated_files(tmp_path, index, name):
    indexed(index, write(tmp_path / name, messages(0, 5)), write(tmp_path / "mail.log.5", messages(5, 5)))
    assert len(covered(index)) == 1


def test_clocks_without_a_zone_are_of_the_given_one(tmp_path, index):
    start = NOON.replace(month=10, day=24)  # the last day of summer time
    indexed(index, write(tmp_path / "mail.log", messages(0, 500, start, step=300), start + 2 * DAY))
    (without,), (with_zone,) = covered(index), covered(index, "Europe/Berlin")
    assert (without.first, without.last, without.offset) == ("2026-10-24T12:00:00", "2026-10-26T05:35:00", None)
    assert (with_zone.first, with_zone.last, with_zone.offset) == ("2026-10-24T12:00:00", "2026-10-26T06:35:00", 120)


def test_spans_of_a_block():
    first, last = "2026-11-24T12:00:00", "2026-11-24T12:00:05"
    block = (line(NOON) + line(NOON + timedelta(seconds=5))).encode()
    assert spans_of("syslog", block, LATEST) == [Span("mail", None, first, last)]
    assert spans_of("syslog", b"no stamp\n" + block + b"none here\n", LATEST) == [Span("mail", None, first, last)]
    assert spans_of("syslog", b"nothing\n", LATEST) == []
    assert spans_of("syslog", b"\x00\xff\n\n", LATEST) == []


def test_lines_that_come_a_little_late_are_no_hole():
    lines = [line(NOON + timedelta(seconds=second)) for second in (5, 0, 3)]
    (span,) = spans_of("syslog", "".join(lines[:2]).encode(), LATEST)
    assert (span.first, span.last) == ("2026-11-24T12:00:00", "2026-11-24T12:00:05")
    (span,) = joined([Span(None, None, clock, clock) for clock in ("2026-11-24T12:00:05", "2026-11-24T12:00:03")])
    assert (span.first, span.last) == ("2026-11-24T12:00:03", "2026-11-24T12:00:05")


def test_a_clock_that_was_wrong_for_a_while_is_a_span_of_its_own():
    clocks = ("2026-11-24T12:00:00", "1970-01-01T00:00:07", "2026-11-24T12:00:09")
    found = list(joined([Span(None, None, clock, clock) for clock in clocks]))
    assert [span.first for span in found] == list(clocks)


def test_impossible_days_are_never_joined():
    clocks = ("2026-02-30T12:00:00", "2026-02-30T14:00:00")
    assert len(list(joined([Span(None, None, clock, clock) for clock in clocks]))) == 2


@pytest.mark.parametrize(("span", "lines", "expected"), [(86_400, 100_000, HOLE), (86_400, 144, 30_000), (0, 0, HOLE)])
def test_what_is_a_hole_depends_on_the_traffic(span, lines, expected):
    assert hole_of(span, lines) == expected


def test_a_log_goes_on_when_summer_time_ends():
    """02:59:59+02:00 is a second before 02:00:00+01:00."""
    night = [Span("mail", 120, "2026-10-24T12:00:00", "2026-10-25T02:59:59"),
             Span("mail", 60, "2026-10-25T02:00:00", "2026-10-25T12:00:00")]  # fmt: skip
    assert list(joined(night)) == [Span("mail", 120, "2026-10-24T12:00:00", "2026-10-25T13:00:00")]
    later = Span("mail", 60, "2026-10-25T04:00:00", "2026-10-25T12:00:00")
    assert list(joined([night[0], later])) == [night[0], later]
    assert list(joined([night[0], night[1]._replace(offset=None)])) == [night[0], night[1]._replace(offset=None)]


def test_logs_with_stamps_of_several_zones_in_an_index(tmp_path, index):
    lines = [f"2026-10-25T0{hour}:{minute:02}:00+0{zone}:00 mail postfix/qmgr[9]: 4A000000001: removed\n"
             for hour, zone in ((1, 2), (2, 2), (2, 1), (3, 1)) for minute in (0, 30)]  # fmt: skip
    indexed(index, write(tmp_path / "mail.log", "".join(lines)))
    (span,) = covered(index)
    assert (span.first, span.last, span.offset) == ("2026-10-25T01:00:00", "2026-10-25T04:30:00", 120)
