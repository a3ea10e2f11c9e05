"""`whosent trace`."""

from __future__ import annotations

import msgspec
import pytest
from tests.unit.apps.command import SAMPLES, SIDE, called, sample

BLOCK = b"""\
Received: from mail.friend.test (mail.friend.test [198.51.100.80])
\tby mx.here.example (Postfix) with ESMTPS id 4CCC33333C3
\tfor <me@here.example>; Tue, 24 Nov 2026 10:00:00 +0000 (UTC)
Received: from [10.0.0.7] (unknown [203.0.113.7])
\tby mail.friend.test (Postfix) with ESMTPSA id 4DDD
"""


def hops(done):
    assert done.status == 0
    assert done.err == ""
    return msgspec.json.decode(done.out)["hops"]


def test_a_header_block_from_standard_input():
    found = hops(called("trace", "--format", "json", "-", stdin=BLOCK))
    assert [(hop["standing"], hop["of"], hop["from_ip"], hop["line"]) for hop in found] == [
        ("observed", "notice", "198.51.100.80", 1), ("claimed", "notice", "203.0.113.7", 4),
    ]  # fmt: skip


def test_own_hosts_lead_further_down():
    inner = hops(called("trace", "--format", "json", "--own", "mail.friend.test", "-", stdin=BLOCK))
    assert [hop["standing"] for hop in inner] == ["observed", "observed"]


def test_of_a_bounce_both_ways():
    found = hops(called("trace", "--format", "json", *SIDE, sample("script")))
    assert [hop["of"] for hop in found] == sorted(hop["of"] for hop in found)
    assert {hop["of"] for hop in found} == {"notice", "returned"}


def test_text_tells_the_way_from_the_sender_to_us():
    done = called("trace", "--own", "mail.friend.test", "-", stdin=BLOCK)
    assert (done.status, done.err) == (0, "")
    stations = [line for line in done.out.decode().splitlines() if not line.startswith(" ")]
    assert [line[0] for line in stations] == ["●", "●"]
    assert "mail.friend.test" in stations[0]
    assert "203.0.113.7" in stations[0]
    assert "mx.here.example" in stations[1]


def test_text_is_folded_for_a_narrow_terminal_and_whole_in_a_pipe(monkeypatch):
    monkeypatch.delenv("COLUMNS", raising=False)
    whole = called("trace", *SIDE, sample("script")).out.decode()
    monkeypatch.setenv("COLUMNS", "60")
    narrow = called("trace", *SIDE, sample("script")).out.decode()
    assert max(map(len, whole.splitlines())) > 60 >= max(map(len, narrow.splitlines()))
    assert narrow.split() == whole.split()


def test_text_in_both_languages_and_nothing_in_a_mail_steers_the_terminal():
    hostile = BLOCK.replace(b"[10.0.0.7]", b"\x1b[31mred\x9b2J")
    for lang, word in (("en", "only claimed"), ("de", "nur behauptet")):
        done = called("trace", "--lang", lang, "-", stdin=hostile)
        assert word in done.out.decode()
        assert b"\x1b" not in done.out
        assert "\x9b" not in done.out.decode()


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["absent.eml"], "absent.eml: no such file or folder"),
        ([str(SAMPLES)], "holds more than one message"),
        (["-"], "the file is empty"),
        (["--own", "a@b.example", "-"], "use --as for it"),
        (["--own-complete", "-"], "--own-complete says that your hosts are all: name them with --own or --hosting"),
        ([], "missing argument 'MESSAGE'"),
    ],
)
def test_errors_are_one_line(arguments, line):
    done = called("trace", *arguments)
    assert done.status == 2
    assert line in done.err
    assert done.err.count("\n") == 1
