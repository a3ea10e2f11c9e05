"""Which format a file has, and what every line of it tells: stamp and host."""

from __future__ import annotations

import pytest
from tests.unit.logs.samples import samples

from whosent.logs import FORMATS, host_of, read_line, sniff, stamp_of

POSTFIX = "Nov 24 03:53:30 mail postfix/qmgr[251]: 14ABB25445E: removed\n"
EXIM = "2026-11-24 03:53:32 1xVgey-00001A-0k Completed\n"


@pytest.mark.parametrize("format_name", [format_.name for format_ in FORMATS])
def test_a_file_is_recognised_by_its_beginning(format_name):
    lines = [sample.text for sample in samples() if sample.format == format_name]
    found = sniff("\n".join(lines).encode())
    assert found is not None
    assert found.name == format_name


def test_each_line_is_of_one_format():
    for sample in samples():
        assert [format_.name for format_ in FORMATS if format_.recognises(sample.text)] in ([sample.format], [])


@pytest.mark.parametrize(
    "sample",
    [
        "ey-00001A-0k Completed\n" + EXIM + EXIM[:20],
        "\ufeff" + EXIM * 3,
        "\n\n-- rotated --\n" + EXIM,
        "P Received: from x\n\tby y\nF From: z\n" * 10 + EXIM,
        EXIM.replace("\n", "\r\n") * 2,
        "\0" * 100 + "\n" + EXIM,
    ],
)
def test_odd_beginnings(sample):
    found = sniff(sample.encode())
    assert found is not None
    assert found.name == "exim"


@pytest.mark.parametrize(
    "sample",
    [b"", b"\n\n", b"\xff\xfe\0x", b"Return-Path: <a@b.example>\nReceived: by x; Tue, 24 Nov 2026 03:53:30 +0100\n",
     b"hello\n" * 60 + EXIM.encode(), b"<22>1 \n", b"{}\n", b'{"__REALTIME_TIMESTAMP":"x"}\n'],
)  # fmt: skip
def test_no_log(sample):
    assert sniff(sample) is None


def test_the_greater_part_decides():
    found = sniff((EXIM + POSTFIX * 3).encode())
    assert found is not None
    assert found.name == "syslog"


@pytest.mark.parametrize(
    ("format_name", "text", "stamp", "host"),
    [
        ("syslog", "Nov  4 03:53:30 mail kernel: x", ("0000-11-04T03:53:30", None), "mail"),
        ("syslog", "Nov 24 03:53:30 mail last message repeated 3 times", ("0000-11-24T03:53:30", None), "mail"),
        ("syslog", "Nov 24 03:53:30 imap-login: Info: Login", ("0000-11-24T03:53:30", None), None),
        ("syslog", "2026-11-24T03:53:30.1-03:30 mx.b.example x: y", ("2026-11-24T03:53:30", -210), "mx.b.example"),
        ("syslog", "<22>1 2026-11-24T03:53:30Z mail x - - - y", ("2026-11-24T03:53:30", 0), "mail"),
        ("syslog", "Foo 24 03:53:30 mail x: y", None, None),
        ("syslog", "2026-11-24 03:53:30 mail x: y", None, None),
        ("exim", "2026-11-24 03:53:30.123 -0330 [12] 1xVgey-00001A-0k Completed", ("2026-11-24T03:53:30", -210), None),
        ("php", "[24-Nov-2026 03:53:30 UTC] mail() on [/x.php:1]: To: a", ("2026-11-24T03:53:30", 0), None),
        ("php", "[24-Foo-2026 03:53:30 UTC] mail() on [/x.php:1]: To: a", None, None),
        ("access", '192.0.2.1 - - [24/Nov/2026:03:53:30 +0100] "GET /" 200 1', ("2026-11-24T03:53:30", 60), None),
        ("journal", '{"__REALTIME_TIMESTAMP":"0","_HOSTNAME":"mail"}', ("1970-01-01T00:00:00", 0), "mail"),
        ("journal", '{"__REALTIME_TIMESTAMP":"999999999999999999"}', None, None),
        ("journal", "[" * 10_000, None, None),
    ],
)  # fmt: skip
def test_stamp_and_host(format_name, text, stamp, host):
    assert stamp_of(format_name, text) == stamp
    assert host_of(format_name, text) == host


def test_a_line_may_have_its_end():
    event = read_line("syslog", POSTFIX.rstrip() + "\r\n", "mail.log:1")
    assert event is not None
    assert (event.act, event.source, event.queue_id) == ("removed", "mail.log:1", "14ABB25445E")


def test_a_line_that_is_too_long_says_nothing_wrong():
    line = POSTFIX.replace("removed", "to=<a@b.example>, relay=x, delay=1, status=sent (250 " + "x" * 20_000 + ")")
    assert read_line("syslog", line, "mail.log:1") is None
