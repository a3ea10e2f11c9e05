"""Client, login and message of one connection, as Sendmail 8.17 and OpenSMTPD 6.8 and 7 write them."""

from __future__ import annotations

import pytest

from whosent.logs import read_line
from whosent.logs.habits import habits
from whosent.logs.sessions import whole
from whosent.model.log import LogEvent

ANNA, OTHER = "198.51.100.7", "203.0.113.9"
ID = "7fbdfd9a11d463af"
LOCAL = "Nov 24 09:00:01 mx sendmail[4711]: 6AOD6jET000191: from=a, size=3, class=0, nrcpts=1, relay=anna@localhost"


def auth(clock: str, login: str = "anna@kunde.example", ip: str = ANNA, pid: int = 4711, host: str = "mx") -> str:
    return f"{clock} {host} sm-mta[{pid}]: AUTH=server, relay=pc.example [{ip}], authid={login}, mech=PLAIN, bits=0"


def mail(clock: str, number: int, ip: str = ANNA, pid: int = 4711, host: str = "mx") -> list[str]:
    queue_id, head = f"6AOD6jjG{number:06}", f"{clock} {host} sm-mta"
    lines = (
        f"{head}[{pid}]: {queue_id}: from=<anna@kunde.example>, size=77, class=0, nrcpts=1, "
        f"msgid=<{number}@kunde.example>, proto=ESMTPA, daemon=MTA, relay=pc.example [{ip}]\n"
        f"{head}[{pid + 2}]: {queue_id}: to=<u{number}@b.example>, delay=00:00:00, xdelay=00:00:00, mailer=esmtp, "
        f"pri=90077, relay=mx.b.example. [192.0.2.7], dsn=5.1.1, reply=550 5.1.1 no such user, stat=User unknown"
    )
    return lines.split("\n")


def connected(clock: str, ip: str = ANNA, session: str = ID, host: str = "mx") -> str:
    return f"{clock} {host} smtpd[123]: {session} smtp connected address={ip} host=pc.example"


def authenticated(clock: str, login: str = "anna", session: str = ID, result: str = "ok", host: str = "mx") -> str:
    return f"{clock} {host} smtpd[123]: {session} smtp authentication user={login} result={result}"


def accepted(clock: str, queue_id: str, session: str = ID, host: str = "mx") -> list[str]:
    head = f"{clock} {host} smtpd[123]: {session} smtp"
    lines = (
        f"{head} message msgid={queue_id} size=247 nrcpt=1 proto=ESMTP\n"
        f"{head} envelope evpid={queue_id}4e19c1b7 from=<anna@bsd.test> to=<b@c.example>\n"
        f"{clock} {host} smtpd[123]: 7fbdfda0f375dd0f mta delivery evpid={queue_id}4e19c1b7 from=<anna@bsd.test> "
        f'to=<b@c.example> rcpt=<-> source="192.0.2.1" relay="192.0.2.7 (mx.c.example)" delay=0s result="Ok" '
        f'stat="250 2.0.0 Ok"'
    )
    return lines.split("\n")


def read(lines: list[str]) -> list[LogEvent]:
    events = (read_line("syslog", text, f"mail.log:{number}") for number, text in enumerate(lines, 1))
    return whole(event for event in events if event is not None)


def of_messages(lines: list[str]) -> list[tuple[str | None, str | None]]:
    return [(event.login, event.client_ip) for event in read(lines) if event.act == "accepted"]


def test_messages_of_a_connection_have_its_login_and_client():
    lines = [auth("Nov 24 09:00:00"), *mail("Nov 24 09:00:01", 1), *mail("Nov 24 09:50:00", 2)]
    assert of_messages([*lines, *mail("Nov 24 10:40:00", 3)]) == [("anna@kunde.example", ANNA)] * 3
    lines = [connected("Nov 24 09:00:00"), authenticated("Nov 24 09:00:01"), *accepted("Nov 24 09:00:02", "4f5d458e")]
    assert of_messages(lines) == [("anna", ANNA)]
    assert [event.client_ip for event in read(lines)][:3] == [ANNA] * 3


@pytest.mark.parametrize(
    "message",
    [
        mail("Nov 24 10:00:02", 1),  # more than an hour later
        mail("Nov 25 09:00:01", 1),  # another day
        mail("Nov 24 08:59:59", 1),  # before
        mail("Nov 24 09:00:01", 1, host="mx2"),
        mail("Nov 24 09:00:01", 1, pid=4712),
        mail("Nov 24 09:00:01", 1, ip=OTHER),  # the number was used again for another client
        [mail("Nov 24 09:00:01", 1)[0].replace("relay=pc", "relay=IDENT:x, relay=y@pc")],  # it hides its address
        [LOCAL],
    ],
)
def test_a_process_number_that_is_used_again_is_another_connection(message):
    events = read([auth("Nov 24 09:00:01"), *message])
    (entry,) = (event for event in events if event.act in ("accepted", "submitted"))
    assert entry.login is None


def test_who_comes_last_counts():
    lines = [
        auth("Nov 24 09:00:00"), auth("Nov 24 09:05:00", "bob", OTHER), *mail("Nov 24 09:05:01", 1, OTHER),
        *mail("Nov 24 09:05:02", 2),
    ]  # fmt: skip
    assert of_messages(lines) == [("bob", OTHER), (None, ANNA)]
    lines = [connected("Nov 24 09:00:00"), authenticated("Nov 24 09:00:01"), connected("Nov 24 09:10:00", OTHER),
             *accepted("Nov 24 09:10:01", "4f5d458e")]  # fmt: skip
    assert of_messages(lines) == [(None, OTHER)]
    lines = [connected("Nov 24 09:00:00"), authenticated("Nov 24 09:00:01", result="permfail"),
             *accepted("Nov 24 09:00:02", "4f5d458e")]  # fmt: skip
    assert of_messages(lines) == [(None, ANNA)]


def counted(login: str, lines: list[str]):
    return habits(login, tuple(f"mail.log:{number}\tsyslog\t{text}" for number, text in enumerate(lines, 1)))


def test_habits_of_sendmail_users():
    lines = [auth("Nov 24 09:00:00"), *mail("Nov 24 09:00:01", 1), *mail("Nov 24 09:00:02", 2),
             auth("Nov 25 09:00:00", ip=OTHER, pid=4811), *mail("Nov 25 09:00:01", 3, OTHER, 4811),
             *mail("Nov 25 09:00:02", 4, "203.0.113.77"), *mail("Nov 25 09:00:02", 5, OTHER, 4811, "mx2")]  # fmt: skip
    found = counted("anna@kunde.example", lines)
    assert {place: [one.queue_id for one in client.sendings] for place, client in found.clients.items()} == {
        ANNA: ["6AOD6jjG000001", "6AOD6jjG000002"], OTHER: ["6AOD6jjG000003"],
    }  # fmt: skip
    assert (found.clients[ANNA].failed, found.clients[ANNA].recipients, found.clients[ANNA].name) == (
        2,
        2,
        "pc.example",
    )


def test_habits_of_opensmtpd_users():
    tried = "0000000000000abc"
    lines = [connected("Nov 24 09:00:00"), authenticated("Nov 24 09:00:01"), *accepted("Nov 24 09:00:02", "4f5d458e"),
             connected("Nov 25 09:00:00", OTHER, tried), authenticated("Nov 25 09:00:01", "anna", tried, "permfail"),
             *accepted("Nov 25 09:00:02", "5e2abac1", tried)]  # fmt: skip
    found = counted("anna", lines)
    assert [one.queue_id for one in found.clients[ANNA].sendings] == ["4f5d458e"]
    assert (found.clients[OTHER].failures, found.clients[OTHER].sendings) == (1, ())
