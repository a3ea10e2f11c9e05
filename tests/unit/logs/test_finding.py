"""Who sent this, by the logs alone."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import pytest

from whosent.logs.finding import MAX_LINES, MAX_MESSAGES, Finding, find
from whosent.model.log import LogSpan
from whosent.model.question import NotObserved, Observed, Question

POSTFIX = """\
Nov 24 12:00:00 web postfix/pickup[1]: 4A0000000A1: uid=33 from=<www-data>
Nov 24 12:00:00 web postfix/cleanup[2]: 4A0000000A1: message-id=<1.script@kunde.example>
Nov 24 12:00:00 web postfix/qmgr[3]: 4A0000000A1: from=<www-data@web.kunde.example>, size=500, nrcpt=1 (queue active)
Nov 24 12:00:01 web postfix/smtp[4]: 4A0000000A1: to=<user@remote.example>, relay=mail.kunde.example[192.0.2.10]:25, \
delay=0.1, delays=0/0/0/0.1, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 4B0000000B1)
Nov 24 12:00:01 web postfix/qmgr[3]: 4A0000000A1: removed
Nov 24 12:00:01 mail postfix/smtpd[1]: 4B0000000B1: client=web.kunde.example[192.0.2.20]
Nov 24 12:00:01 mail postfix/cleanup[2]: 4B0000000B1: message-id=<1.script@kunde.example>
Nov 24 12:00:01 mail postfix/qmgr[3]: 4B0000000B1: from=<www-data@web.kunde.example>, size=700, nrcpt=1 (queue active)
Nov 24 12:00:02 mail postfix/smtp[4]: 4B0000000B1: to=<user@remote.example>, relay=mx.remote.example[192.0.2.99]:25, \
delay=0.1, delays=0/0/0/0.1, dsn=5.1.1, status=bounced (host mx.remote.example[192.0.2.99] said: 550 no such user)
Nov 24 12:00:02 mail postfix/qmgr[3]: 4B0000000B1: removed
Nov 24 12:10:00 mail postfix/submission/smtpd[5]: 4C0000000C1: client=dsl.example[198.51.100.7], sasl_method=PLAIN, \
sasl_username=anna@kunde.example
Nov 24 12:10:00 mail postfix/cleanup[2]: 4C0000000C1: message-id=<2.anna@kunde.example>
Nov 24 12:10:00 mail postfix/qmgr[3]: 4C0000000C1: from=<anna@kunde.example>, size=700, nrcpt=1 (queue active)
Nov 24 12:10:00 mail postfix/smtp[4]: 4C0000000C1: to=<user@remote.example>, relay=mx.remote.example[192.0.2.99]:25, \
delay=0.1, delays=0/0/0/0.1, dsn=2.0.0, status=sent (250 ok)
Nov 24 12:10:00 mail postfix/qmgr[3]: 4C0000000C1: removed
"""
PHP = (
    "[24-Nov-2026 12:00:00 Europe/Berlin] mail() on [/var/www/kunde.example/htdocs/form.php:5]: "
    "To: user@remote.example -- Headers: From: Anna <anna@kunde.example> -- Subject: Hello\n"
)
SPAN = LogSpan("mail.log", "syslog", "mail", "2026-11-24T00:00:00", "2026-11-24T23:59:59")


class Logs:
    """Answers from lines, as an index does."""

    def __init__(self, *spans: LogSpan, **files: str) -> None:
        self.values = [
            f"{name}.log:{number}\t{name if name in ('php', 'access') else 'syslog'}\t{line}"
            for name, text in files.items()
            for number, line in enumerate(text.splitlines(), 1)
        ]
        self.spans = spans

    def __call__(self, question: Question) -> Observed:
        if question.topic == "coverage":
            return Observed(tuple(msgspec.json.encode(span).decode() for span in self.spans))
        if question.topic == "logins":
            ids = {value.split(": ")[1] for value in self.values if f"sasl_username={question.name}" in value}
            return Observed(tuple(value for value in self.values if any(f": {one}: " in value for one in ids)))
        return Observed(tuple(value for value in self.values if question.name.lower() in value.lower()))


def ids(found: Finding) -> list[list[str]]:
    return [[passage.queue_id for passage in sent.journey.passages] for sent in found.messages]


LOGS = Logs(SPAN, mail=POSTFIX, php=PHP)
WAY = ["4A0000000A1", "4B0000000B1"]


@pytest.mark.parametrize(
    ("by", "value", "expected"),
    [
        ("message-id", "<1.script@kunde.example>", [WAY]),
        ("message-id", " 2.anna@kunde.example ", [["4C0000000C1"]]),
        ("queue-id", "4a0000000a1", [["4A0000000A1"]]),
        ("queue-id", "4B0000000B1", [WAY]),
        ("recipient", "User@remote.example", [WAY, ["4C0000000C1"]]),
        ("from", "www-data@web.kunde.example", [WAY]),
        ("login", "anna@kunde.example", [["4C0000000C1"]]),
        ("message-id", "script@kunde.example", []),
        ("recipient", "remote.example", []),
    ],
)
def test_messages_with_their_way(by, value, expected):
    found = find(LOGS, by, value)
    assert ids(found) == expected
    assert found.found == bool(expected)


def test_the_script_that_handed_it_in_and_none_for_a_login():
    script, login = find(LOGS, "recipient", "user@remote.example").messages
    assert script.call is not None
    assert script.call.script == "/var/www/kunde.example/htdocs/form.php"
    assert login.call is None


def test_the_request_that_ran_the_script():
    access = '203.0.113.5 - - [24/Nov/2026:11:59:59 +0100] "POST /form.php HTTP/1.1" 200 12 "-" "curl"\n'
    script, login = find(Logs(SPAN, mail=POSTFIX, php=PHP, access=access), "recipient", "user@remote.example").messages
    assert script.request is not None
    assert (script.request.client_ip, script.request.source) == ("203.0.113.5", "access.log:1")
    assert login.request is None


def test_lines_that_belong_to_no_message():
    alone = Logs(php=PHP)
    (call,) = find(alone, "recipient", "user@remote.example").loose
    assert call.act == "called"
    assert find(LOGS, "recipient", "user@remote.example").loose == ()


def test_only_the_newest_are_told_of_many():
    text = "".join(
        f"Nov 24 12:00:00 mail postfix/smtp[4]: 4D{number:09X}: to=<user@remote.example>, relay=none, delay=1, "
        f"delays=0/0/0/1, dsn=4.0.0, status=deferred (later)\n"
        for number in range(MAX_MESSAGES + 7)
    )
    found = find(Logs(SPAN, mail=text), "recipient", "user@remote.example")
    assert (len(found.messages), found.more) == (MAX_MESSAGES, 7)
    assert found.messages[-1].journey.last.queue_id == f"4D{MAX_MESSAGES + 6:09X}"


def test_what_stands_in_very_many_lines_is_not_read_for_one_message():
    many = POSTFIX + "Nov 24 12:00:00 mail postfix/qmgr[3]: 4A0000000A1: user@remote.example\n" * MAX_LINES
    found = find(Logs(SPAN, mail=many, php=PHP), "queue-id", "4C0000000C1")
    assert ids(found) == [["4C0000000C1"]]


def test_what_could_not_be_looked_up_is_told():
    found = find(lambda question: NotObserved("no log was given: --log FILE"), "login", "anna")
    assert (found.found, found.trouble, found.covers()) == (False, "no log was given: --log FILE", False)


def covers(*spans: LogSpan, times: Sequence[str] = ()) -> bool:
    return Finding("login", "x", spans=spans).covers(*times)


def test_silence_says_something_only_where_the_logs_cover_the_time():
    morning = msgspec.structs.replace(SPAN, last="2026-11-24T09:00:00")
    evening = msgspec.structs.replace(SPAN, first="2026-11-24T18:00:00")
    other = msgspec.structs.replace(SPAN, file="mx2/mail.log", host="mx2", first="2026-11-24T12:00:00")
    noon = ("2026-11-24T12:00:00", "2026-11-24T12:59:59")
    assert covers(SPAN)
    assert covers(SPAN, times=noon)
    assert covers(SPAN, other)
    assert covers(SPAN, other, times=noon)
    assert covers(morning, evening, times=("2026-11-24T08:00:00", "2026-11-24T08:59:59"))
    assert not covers()
    assert not covers(morning, evening)
    assert not covers(morning, evening, times=noon)
    assert not covers(SPAN, other, times=("2026-11-24T09:00:00", "2026-11-24T09:59:59"))
    assert not covers(SPAN, times=("2026-11-23T09:00:00", "2026-11-23T09:59:59"))


def test_logs_that_know_no_messages_cover_nothing():
    spans = [msgspec.structs.replace(SPAN, format=name) for name in ("access", "php", "syslog without mail")]
    assert find(Logs(*spans), "login", "x").spans == ()
