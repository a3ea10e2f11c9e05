"""One event, one line, whatever is in it; and never too many."""

from __future__ import annotations

import io

from whosent.adapters.guard.journal import MOST, Journal


def test_names_and_values() -> None:
    out = io.StringIO()
    Journal(out, {})("refused", tag="untagged", client="192.0.2.1", queue_id="", port=25)
    assert out.getvalue() == "event=refused tag=untagged client=192.0.2.1 port=25\n"


def test_nobody_writes_a_line_of_his_own() -> None:
    out = io.StringIO()
    Journal(out, {})("error", why='a "b"\nevent=forged \x1b[2J\\', more="x" * 10_000)
    assert out.getvalue().count("\n") == 1
    assert out.getvalue().startswith('event=error why="a \\"b\\"?event=forged ?[2J\\\\" more=xxx')
    assert len(out.getvalue()) < 500


def test_levels_where_journald_reads_them() -> None:
    out = io.StringIO()
    tell = Journal(out, {"JOURNAL_STREAM": "8:12345"})
    tell("refused")
    tell("error")
    tell("started")
    assert out.getvalue() == "<6>event=refused\n<3>event=error\n<5>event=started\n"


def test_a_flood_is_told_in_a_number() -> None:
    out, now = io.StringIO(), 0.0
    tell = Journal(out, {}, lambda: now)
    for _ in range(MOST + 50):
        tell("refused")
    tell("started")
    assert out.getvalue().count("event=refused") == MOST
    now = 60.0
    tell("refused")
    assert out.getvalue().endswith("event=started\nevent=refused not_told=50\n")
