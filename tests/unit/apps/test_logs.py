"""`whosent logs`, and `whosent check` with logs."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from tests.unit.adapters.logs.logfiles import NOON, messages, write
from tests.unit.apps.command import SIDE, called, sample

EXAMPLES = Path(__file__).parents[3] / "examples"
ID = "4A000000003"
LOGIN = "anna@kunde.example"


@pytest.fixture(autouse=True)
def _no_terminal(monkeypatch):
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.fixture
def log(tmp_path):
    return write(tmp_path / "mail.log", messages(0, 5))


@pytest.fixture
def state(tmp_path, log):
    """Where the index is that was made of the log."""
    done = logs("index", log, state=tmp_path / "state")
    assert (done.status, done.err) == (0, "")
    return tmp_path / "state"


def logs(*arguments, state="/nonexistent", **environment):
    return called("logs", *arguments, XDG_STATE_HOME=str(state), **environment)


def test_indexing_says_what_was_new_and_what_is_covered(tmp_path, log):
    first = logs("index", log, state=tmp_path).out.decode().splitlines()
    assert first[0].startswith("25 new lines, about 5 messages, from one file, in ")
    assert first[1:] == ["The logs reach:", "  mail.log (mail): 2026-11-24 12:00:00 to 2026-11-24 12:00:04"]
    again = logs("index", log, state=tmp_path).out.decode().splitlines()
    assert again[0].startswith("0 new lines, about 0 messages, from one file")
    assert again[1:] == first[1:]
    assert logs("index", "--quiet", log, state=tmp_path).out == b""
    german = logs("index", "--lang", "de", log, state=tmp_path).out.decode()
    assert german.startswith("0 neue Zeilen, etwa 0 Nachrichten, aus einer Datei, in ")


def test_finding_by_the_index_when_the_log_is_gone(state, log):
    log.unlink()
    done = logs("find", "--queue-id", ID, state=state)
    assert done.status == 0
    lines = done.out.decode().splitlines()
    assert lines[0] == f"■ Logged in as {LOGIN}, from dsl.example [198.51.100.7]"
    assert lines[1] == (
        f"  11-24 12:00:03  mail {ID}  accepted from dsl.example [198.51.100.7], logged in as {LOGIN}  [mail.log:16]"
    )
    assert len(lines) == 9
    assert lines[-2:] == ["The logs reach:", "  mail.log (mail): 2026-11-24 12:00:00 to 2026-11-24 12:00:04"]


def test_a_terminal_gets_lines_as_wide_as_it_is_and_a_pipe_a_line_for_each_of_a_log(state):
    whole = logs("find", "--queue-id", ID, state=state).out.decode()
    narrow = logs("find", "--queue-id", ID, state=state, COLUMNS="72").out.decode()
    assert max(map(len, whole.splitlines())) > 80
    assert max(map(len, narrow.splitlines())) <= 72
    assert narrow.splitlines()[1:3] == [
        f"  11-24 12:00:03  mail {ID}  accepted from dsl.example",
        f"      [198.51.100.7], logged in as {LOGIN}  [mail.log:16]",
    ]
    assert narrow.split() == whole.split()


def test_the_request_and_the_script_stand_at_the_beginning_of_the_way():
    found = "--queue-id", "93AA6254A39", EXAMPLES / "logs/web1/*"
    lines = logs("find", "--config", EXAMPLES / "world.toml", *found).out.decode().splitlines()
    title, request, call, entry, *_ = lines
    assert title.endswith("/wp-content/uploads/2024/07/cache.php, line 4")
    assert request.endswith("cache.php from [203.0.113.108]  [access.log:5]")
    assert call.endswith("to anja.olufs66@bsdverein.test, author info@webshop.example  [php_mail.log:15]")
    assert entry.endswith("by the account uid 33, sender <info@webshop.example>  [mail.log:83]")
    (message,) = msgspec.json.decode(logs("find", "--format", "json", *found).out)["messages"]
    assert (message["line"], message["request"]["source"]) == (4, "access.log:5")


@pytest.mark.parametrize(
    "arguments",
    [
        ("--message-id", "<3.c5@kunde.example>"), ("--recipient", "user3@remote.example"), ("--from", LOGIN),
        ("--login", LOGIN),
    ],
)  # fmt: skip
def test_every_way_to_look(state, arguments):
    done = logs("find", *arguments, "--format", "json", state=state)
    assert done.status == 0
    found = msgspec.json.decode(done.out)
    assert (found["schema"], found["by"], found["value"]) == (1, arguments[0][2:], arguments[1])
    ways = [[way["queue_id"] for way in message["way"]] for message in found["messages"]]
    assert [ID] in ways
    message = found["messages"][ways.index([ID])]
    assert (message["entry"], message["login"], message["ip"]) == ("login", LOGIN, "198.51.100.7")
    assert message["recipients"] == ["user3@remote.example"]
    assert [line["source"] for line in message["way"][0]["lines"]] == [f"mail.log:{n}" for n in range(16, 21)]
    assert found["covered"][0]["host"] == "mail"


def test_logs_beside_and_without_the_index(tmp_path, state):
    other = write(tmp_path / "mx2" / "mail.log", messages(900, 1, NOON, host="mx2"))
    arguments = ("find", "--queue-id", f"{0x4A000000000 + 900:X}")
    assert logs(*arguments, other).status == 0
    assert logs(*arguments, state=state).status == 1
    assert logs(*arguments, "--index", state / "whosent" / "logs.sqlite").status == 1
    assert logs(*arguments, "--index", state / "whosent" / "logs.sqlite", other).status == 0
    assert logs(*arguments, other, state / "whosent" / "logs.sqlite").status == 0


@pytest.mark.parametrize(
    ("time", "status"),
    [
        ((), 1),
        (("--time", "2026-11-24T12:00:02"), 1),
        (("--time", "2026-11-24 12:00"), 3),
        (("--time", "2026-11-24T12"), 3),
        (("--time", "2026-11-24"), 3),
        (("--time", "2026-11-23T12:00:02"), 3),
    ],
)
def test_nothing_found_means_something_only_where_the_logs_cover_the_time(state, time, status):
    done = logs("find", "--queue-id", "4F000000000", *time, state=state)
    assert done.status == status
    assert done.out.decode().startswith("Nothing found about 4F000000000.\n")
    assert (b"do not cover all of this time" in done.out) == (status == 3)


def test_a_log_that_could_not_be_read_may_hold_it(tmp_path, log):
    done = logs("find", "--queue-id", "4F000000000", log, tmp_path / "missing")
    assert done.status == 3
    assert done.err == f"whosent: {tmp_path / 'missing'}: no such file or folder\n"


def test_what_cannot_be_looked_up(tmp_path):
    log = write(tmp_path / "mail.log", "Nov 24 12:00:00 mail postfix/qmgr[9]: 4A000000001: removed\n" * 20_001)
    done = logs("find", "--queue-id", "4A000000001", "--lang", "de", log)
    assert done.status == 3
    assert done.out.decode().startswith("Das war nicht nachzusehen: Mehr als 20000 Zeilen enthalten das.\n")


def test_forgetting(tmp_path, log, monkeypatch):
    monkeypatch.setattr("whosent.adapters.logs.store.PATIENCE", 0)  # for runs before in this very process
    long_ago = write(
        tmp_path / "mail.log.1", messages(100, 5, NOON - timedelta(days=4000)), NOON - timedelta(days=3999)
    )
    both = ("find", "--login", LOGIN, "--format", "json")
    logs("index", long_ago, log, state=tmp_path)
    assert len(msgspec.json.decode(logs(*both, state=tmp_path).out)["messages"]) == 10
    assert logs("index", "--forget", "3000", state=tmp_path).status == 0
    assert len(msgspec.json.decode(logs(*both, state=tmp_path).out)["messages"]) == 5


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["index"], "name the logs: whosent logs index"),
        (["index", "/nonexistent/x"], "/nonexistent/x: no such file or folder"),
        (["index", "--index", "/dev/null/x", "x"], "/dev/null/x: no such file or folder"),
        (["index", "--forget", "-1"], "Invalid value for '--forget'"),
        (["find"], "say what to look for, by one of --message-id, --queue-id, --recipient, --from, --login"),
        (["find", "--login", "a", "--from", "b"], "say what to look for, by one of"),
        (["find", "--login", "a"], "there is no index: make one with `whosent logs index`"),
        (["find", "--login", "a", "/nonexistent/x"], "/nonexistent/x: no such file or folder"),
        (["find", "--login", "a", "--time", "noon"], "'noon' is not a time: write it like 2026-11-24"),
        (["find", "--login", "a", "--tz", "Mars/Base", "x"], "no time zone 'Mars/Base'"),
        (["fnid"], "No such command 'fnid'"),
    ],
)
def test_wrong_usage_is_one_line(tmp_path, arguments, line):
    done = logs(*arguments, state=tmp_path)
    assert (done.status, done.out) == (2, b"")
    assert line.lower() in done.err.lower()
    assert done.err.count("\n") == 1


def test_without_a_command_the_help_is_shown():
    done = logs()
    assert (done.status, done.out) == (2, b"")
    assert done.err.startswith("Usage: ")
    assert "find" in done.err


@pytest.mark.parametrize("command", ["index", "find"])
def test_help(command):
    done = logs(command, "--help")
    assert done.status == 0
    assert b"\nExamples:\n" in done.out
    assert b"\nExit status:\n" in done.out


def test_an_index_is_a_log_for_check(state):
    done = called("check", "--format", "jsonl", *SIDE, "--log", state / "whosent" / "logs.sqlite", sample("forged"))
    assert done.err == ""
    assert len(done.rows()) == 1


def test_nothing_in_a_log_steers_the_terminal(tmp_path):
    """The reader of lines cuts control characters out of what it uses; what is left is shown as signs."""
    text = messages(0, 1).replace("250 2.0.0 Ok", "250 \x1b[31mred\u202e Ok")
    done = logs("find", "--queue-id", "4A000000000", write(tmp_path / "mail\x1b.log", text))
    assert done.status == 0
    assert b"\x1b" not in done.out
    assert "\u202e" not in done.out.decode()
