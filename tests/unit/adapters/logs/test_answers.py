from __future__ import annotations

from datetime import timedelta

import pytest
from tests.unit.adapters.logs.logfiles import NOON, answers, ask, at, indexed, message, messages, sources, write

from whosent.adapters.logs import answers as answers_module
from whosent.adapters.logs import search as search_module
from whosent.adapters.logs.answers import LOG_TOPICS, LogAnswers
from whosent.model.question import NotObserved, Question

EXIM = """\
2026-11-24 12:00:00 cwd=/var/www/shop.example/htdocs 4 args: /usr/sbin/sendmail -t -i -f info@shop.example
2026-11-24 12:00:00 1xVgey-00001A-0k <= info@shop.example U=web1 P=local S=500 id=abc@shop.example
2026-11-24 12:00:00 cwd=/var/spool/exim4 3 args: /usr/sbin/exim4 -Mc 1xVgey-00001A-0k
2026-11-24 12:00:01 1xVgey-00001A-0k => user@remote.example R=dnslookup T=remote_smtp H=mx.remote.example [192.0.2.7]
2026-11-24 12:00:01 1xVgey-00001A-0k Completed
"""
ACCESS = """\
shop.example 203.0.113.9 - - [24/Nov/2026:12:00:00 +0100] "POST /wp-content/cache.php?id=7 HTTP/1.1" 200 12 "-" "x"
shop.example 203.0.113.9 - - [24/Nov/2026:12:00:01 +0100] "GET / HTTP/1.1" 200 12 "-" "/wp-content/cache.php"
shop.example 203.0.113.9 - - [24/Nov/2026:12:00:02 +0100] "GET /cache.php HTTP/1.1" 200 12 "-" "x"
shop.example 203.0.113.9 - - [24/Nov/2026:12:00:03 +0100] "GET /other/cache.php HTTP/1.1" 200 12 "-" "x"
"""


@pytest.fixture
def index(tmp_path):
    return tmp_path / "logs.sqlite"


def login(moment, name: str, service: str = "imap") -> str:
    return (
        f"{at(moment)} mail dovecot: {service}-login: Login: user=<{name}>, method=PLAIN, rip=198.51.100.7, "
        f"lip=192.0.2.10, mpid=275, session=<048d0fxg88vGM2RN>\n"
    )


def test_without_logs_nothing_is_known():
    for topic in LOG_TOPICS:
        assert ask(LogAnswers([]), topic, "x") == ["no log was given: --log FILE"]


def test_lines_about_an_identifier_with_their_format(tmp_path, index):
    text = messages(0, 20)
    indexed(index, write(tmp_path / "mail.log", text))
    lines = text.splitlines()
    assert ask(answers(index), "log", "4A000000003") == tuple(
        f"mail.log:{number}\tsyslog\t{lines[number - 1]}" for number in range(16, 21)
    )
    assert sources(answers(index), "3.c5@kunde.example") == ["mail.log:17"]
    assert sources(answers(index), "<3.c5@kunde.example>") == ["mail.log:17"]
    assert sources(answers(index), "7b000003ff") == ["mail.log:19"]
    assert sources(answers(index), "c5@kunde.example") == []


def test_several_logs_and_indexes_in_their_order(tmp_path):
    first, second = tmp_path / "1.sqlite", tmp_path / "2.sqlite"
    late = write(tmp_path / "mx1" / "mail.log", message(7, NOON + timedelta(hours=1)), NOON + timedelta(hours=2))
    early = write(tmp_path / "mx2" / "mail.log", message(7, NOON))
    indexed(first, late, early)
    indexed(second, write(tmp_path / "old" / "mail.log", message(7, NOON - timedelta(hours=1))))
    assert [source.partition(":")[0] for source in sources(answers(first, second), "4A000000007")] == (
        ["mx2/mail.log"] * 5 + ["mx1/mail.log"] * 5 + ["old/mail.log"] * 5
    )


def test_what_many_lines_hold_identifies_nothing(tmp_path, index):
    indexed(index, write(tmp_path / "mail.log", messages(0, 401)))
    assert len(ask(answers(index), "log", "anna@kunde.example")) == 802
    assert ask(answers(index), "log", "mail") == ["more than 2000 lines hold it"]
    indexed(index, write(tmp_path / "b.log", "Nov 24 12:00:00 mail postfix/qmgr[9]: abc\n" * 2000))
    assert len(ask(answers(index), "log", "abc")) == 2000


def test_a_local_submission_brings_the_folder_of_its_program(tmp_path, index):
    indexed(index, write(tmp_path / "exim_mainlog", EXIM))
    found = ask(answers(index), "log", "1xVgey-00001A-0k")
    assert "cwd=/var/www/shop.example/htdocs" in found[0]
    assert [value.partition("\t")[0] for value in found][:2] == ["exim_mainlog:1", "exim_mainlog:2"]
    far = EXIM.splitlines(keepends=True)
    between = "2026-11-24 12:00:00 Start queue run: pid=68\n" * search_module.NEAR
    indexed(index, write(tmp_path / "far_mainlog", "2026-11-24 11:59:59 Start\n" + far[0] + between + "".join(far[1:])))
    assert not any("far_mainlog:2\t" in value for value in ask(answers(index), "log", "1xVgey-00001A-0k"))


def test_a_login_brings_the_messages_that_came_by_it(tmp_path, index):
    text = login(NOON, "anna@kunde.example") + messages(0, 300) + login(NOON, "bernd@kunde.example")
    text += messages(300, 1).replace("anna@", "bernd@")
    indexed(index, write(tmp_path / "mail.log", text))
    found = ask(answers(index), "logins", "Anna@kunde.example")
    assert [value.partition("\t")[0] for value in found] == [f"mail.log:{line}" for line in range(1, 1502)]
    assert len(ask(answers(index), "logins", "bernd@kunde.example")) == 6
    assert ask(answers(index), "logins", "user5@remote.example") == ()


def test_of_too_many_lines_about_a_login_the_newest_messages_are_kept(tmp_path, index, monkeypatch):
    monkeypatch.setattr(answers_module, "MAX_LOGIN_LINES", 500)
    indexed(index, write(tmp_path / "mail.log", messages(0, 400)))
    found = ask(answers(index), "logins", "anna@kunde.example")
    assert len(found) == 500
    assert sum("sasl_username=" in value for value in found) == 400
    monkeypatch.setattr(answers_module, "MAX_LOGIN_LINES", 5)
    found = ask(answers(index), "logins", "anna@kunde.example")
    assert [value.partition("\t")[0] for value in found] == [f"mail.log:{5 * n + 1}" for n in range(395, 400)]


@pytest.mark.parametrize(
    ("path", "lines"),
    [
        ("/var/www/shop.example/wp-content/cache.php", [1, 3]),
        ("/wp-content/cache.php", [1, 3]),
        ("/cache.php", [3]),
        ("/srv/other/cache.php?x=1", [3, 4]),
        ("/", []),
        ("", []),
    ],
)
def test_requests_for_a_script(tmp_path, index, path, lines):
    indexed(index, write(tmp_path / "access.log", ACCESS))
    found = ask(answers(index), "requests", path)
    assert [value.partition("\t")[0] for value in found] == [f"access.log:{line}" for line in lines]


def test_too_many_requests(tmp_path, index):
    indexed(index, write(tmp_path / "access.log", ACCESS.splitlines(keepends=True)[2] * 2001))
    assert ask(answers(index), "requests", "/cache.php") == ["more than 2000 lines hold it"]


def test_a_short_word_is_looked_for_where_there_is_little(tmp_path, index, monkeypatch):
    indexed(index, write(tmp_path / "mail.log", messages(0, 3000) + "Nov 24 12:50:00 mail x[1]: to xy end\n"))
    assert sources(answers(index), "xy") == ["mail.log:15001"]
    monkeypatch.setattr(search_module, "UNINDEXED", 2)
    assert ask(answers(index), "log", "xy") == ["too short to be looked up in so many logs"]
    assert ask(answers(index), "log", " ") == ()


def test_what_takes_too_long_is_left(tmp_path, index):
    indexed(index, write(tmp_path / "mail.log", messages(0, 1)))
    question = Question("log", "4A000000000")
    assert answers(index)([question], -1)[question] == NotObserved("the logs were not looked through in time")
