"""The question `logins` where login and message share only the connection: Sendmail, OpenSMTPD."""

from __future__ import annotations

import json

import pytest
from tests.unit.adapters.logs.logfiles import answers, ask, indexed, write
from tests.unit.logs.test_sessions import ANNA, OTHER, accepted, auth, authenticated, connected, mail

from whosent.logs.finding import find
from whosent.logs.habits import habits
from whosent.model.question import Question

NOISE = [line for number in range(3_000) for line in mail("Nov 24 12:00:00", 500 + number, OTHER, 9_000 + number)]


@pytest.fixture
def index(tmp_path):
    return tmp_path / "logs.sqlite"


def texts(reader, login: str) -> list[str]:
    return [value.split("\t", 2)[2] for value in ask(reader, "logins", login)]


def test_sendmail(tmp_path, index):
    hers = [auth("Nov 24 09:00:00"), *mail("Nov 24 09:00:01", 1), *mail("Nov 24 09:30:00", 2)]
    reused = [*mail("Nov 23 09:00:01", 3, OTHER), *mail("Nov 24 09:00:05", 4, OTHER, host="mx2")]
    late = mail("Nov 24 12:30:00", 5)
    indexed(index, write(tmp_path / "mail.log", "\n".join([*reused, *hers, *NOISE, *late]) + "\n"))
    reader = answers(index)
    assert texts(reader, "anna@kunde.example") == hers
    clients = habits("anna@kunde.example", tuple(ask(reader, "logins", "anna@kunde.example"))).clients
    assert [one.queue_id for one in clients[ANNA].sendings] == ["6AOD6jjG000001", "6AOD6jjG000002"]
    found = find(lambda question: reader([question], 10)[question], "login", "anna@kunde.example")
    assert [one.journey.first.queue_id for one in found.messages] == ["6AOD6jjG000001", "6AOD6jjG000002"]


def test_a_connection_over_the_end_of_a_rotated_log(tmp_path, index):
    write(tmp_path / "mail.log.1", auth("Nov 24 06:24:59") + "\n")
    write(tmp_path / "mail.log", "\n".join(mail("Nov 24 06:25:01", 1)) + "\n")
    indexed(index, f"{tmp_path}/mail.log*")
    assert len(texts(answers(index), "anna@kunde.example")) == 3


def test_sendmail_by_way_of_the_journal(tmp_path, index):
    def entry(line: str, moment: int) -> str:
        pid, _, message = line.split("sm-mta[")[1].partition("]: ")
        return json.dumps({"__REALTIME_TIMESTAMP": str(moment * 1_000_000), "_HOSTNAME": "mx", "_PID": pid,
                           "SYSLOG_IDENTIFIER": "sm-mta", "MESSAGE": message}) + "\n"  # fmt: skip

    lines = [auth("Nov 24 09:00:00"), *mail("Nov 24 09:00:01", 1)]
    data = "".join(entry(line, 1_795_510_800 + number) for number, line in enumerate(lines))
    indexed(index, write(tmp_path / "journal.json", data))
    reader = answers(index)
    assert len(texts(reader, "anna@kunde.example")) == 3
    found = find(lambda question: reader([question], 10)[question], "queue-id", "6AOD6jjG000001")
    (entry_,) = (one.journey.first.entry for one in found.messages)
    assert entry_ is not None
    assert (entry_.login, entry_.client_ip) == ("anna@kunde.example", ANNA)


def test_opensmtpd(tmp_path, index):
    one, two, tried = "7fbdfd9a11d463af", "7fbdfd9a11d463b0", "7fbdfd9a11d463b1"
    hers = [connected("Nov 24 09:00:00", session=one), authenticated("Nov 24 09:00:01", session=one),
            *accepted("Nov 24 09:00:02", "4f5d458e", one)]  # fmt: skip
    guess = [connected("Nov 24 09:01:00", OTHER, tried), authenticated("Nov 24 09:01:01", "anna", tried, "permfail")]
    others = [connected("Nov 24 09:02:00", OTHER, two), authenticated("Nov 24 09:02:01", "bob", two),
              *accepted("Nov 24 09:02:02", "5e2abac1", two), connected("Nov 25 09:00:00", OTHER, one),
              *accepted("Nov 25 09:00:02", "5e2abac2", one)]  # fmt: skip
    indexed(index, write(tmp_path / "maillog", "\n".join([*hers, *guess, *others]) + "\n"))
    reader = answers(index)
    assert texts(reader, "anna") == [*hers, *guess]
    clients = habits("anna", tuple(ask(reader, "logins", "anna"))).clients
    assert {place: (len(client.sendings), client.failures) for place, client in clients.items()} == {
        ANNA: (1, 0), OTHER: (0, 1),
    }  # fmt: skip


def test_find_quiet_logs_answer_at_once(index, tmp_path):
    """A connection without a message brings nothing else."""
    indexed(index, write(tmp_path / "mail.log", auth("Nov 24 09:00:00", pid=7) + "\n"))
    question = Question("logins", "anna@kunde.example")
    assert len(answers(index)([question], 10)[question].values) == 1
