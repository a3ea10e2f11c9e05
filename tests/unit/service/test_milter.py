"""The guard as a filter: what it changes, what it refuses, and what it leaves alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from tests.unit.guard.case import DAY, OLD, REFUSING, RETIRED, RING, SETTINGS, tagged
from tests.unit.service.test_guard import BARE, CLIENT, FALSE, GOOD, Server

from whosent.auth.keyring import Keyring
from whosent.guard.guesses import MOST
from whosent.guard.settings import settle
from whosent.service import milter as module
from whosent.service.guard import Guard
from whosent.service.milter import Session
from whosent.wire.milter.events import Abort, Connect, EndOfBody, EndOfHeaders, Header, MailFrom, Quit, Rcpt
from whosent.wire.milter.replies import (
    ACCEPT,
    CONTINUE,
    TEMPFAIL,
    add_header,
    add_recipient,
    change_from,
    delete_recipient,
)

LOGIN = {"auth_authen": "anna"}
BOUNCE = {"Content-Type": "multipart/report; report-type=delivery-status", "From": "MAILER-DAEMON@example.net"}
RECEIPT = {"Content-Type": "multipart/report; report-type=disposition-notification", "From": "bert@example.net"}


class Sendmail:
    """One connection of a mail server to our filter."""

    def __init__(self, server: Server, client: str = CLIENT, family: Any = "inet") -> None:
        self.server = server
        self.session = Session(server.guard)
        assert self.session.on(Connect("mx.example.net", family, client, 25, {})) == CONTINUE

    def message(
        self, sender: str, *recipients: str, fields: Mapping[str, str] = BOUNCE, macros: Mapping[str, str] = {}
    ) -> list[bytes]:  # fmt: skip
        """The answers, up to the one that ends it."""
        said = [self.session.on(MailFrom(sender, (), macros))]
        said += [self.session.on(Rcpt(one, (), macros)) for one in recipients if said[-1] == CONTINUE]
        if said[-1] != CONTINUE:
            return said
        for name, value in fields.items():
            assert self.session.on(Header(name, value)) == CONTINUE
        said.append(self.session.on(EndOfHeaders({"i": "4ABC"})))
        if said[-1] == CONTINUE:
            said.append(self.session.on(EndOfBody(b"", {})))
        return said


def today(address: str) -> str:
    return RING.sign(address, DAY)


# --- ours -----------------------------------------------------------------------------------------------------------


def test_mail_of_a_login_is_tagged_at_its_end() -> None:
    sendmail = Sendmail(Server())
    said = sendmail.message(BARE, "bert@example.net", macros=LOGIN)
    assert said == [CONTINUE, CONTINUE, CONTINUE, change_from(today(BARE)) + ACCEPT]
    assert sendmail.server.counted == {"signed": 1}


@pytest.mark.parametrize(
    "sender", ["anna", "anna%example.org", "@mx.example.net:anna@example.org", "anna (A.)@example.org"]
)
def test_other_spellings_of_a_sender_are_tagged(sender: str) -> None:
    said = Sendmail(Server()).message(sender, "bert@example.net", macros=LOGIN | {"mail_addr": BARE})
    assert said[-1] == change_from(today(BARE)) + ACCEPT


@pytest.mark.parametrize(("client", "family"), [("127.0.0.1", "inet"), ("::1", "inet6"), ("/run/x", "unix")])
def test_so_is_mail_from_inside(client: str, family: str) -> None:
    assert Sendmail(Server(), client, family).message(BARE, "bert@example.net")[-1] == change_from(today(BARE)) + ACCEPT


@pytest.mark.parametrize("client", [CLIENT, "", "unknown"])
def test_mail_from_elsewhere_is_not(client: str) -> None:
    sendmail = Sendmail(Server(), client)
    assert sendmail.message(BARE, "bert@example.net") == [CONTINUE, CONTINUE, ACCEPT]
    assert sendmail.server.counted == {}


def test_mail_to_a_list_that_knows_its_members_by_the_sender_goes_untagged() -> None:
    sendmail = Sendmail(Server(SETTINGS))
    assert sendmail.message(BARE, "bert@example.net", "talk@lists.example.net", macros=LOGIN)[-1] == ACCEPT
    assert sendmail.message(BARE, "bert@example.net", macros=LOGIN)[-1] != ACCEPT


def test_signing_fails_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server(ring=Keyring((OLD,)))
    assert Sendmail(server).message(BARE, "bert@example.net", macros=LOGIN) == [TEMPFAIL]
    assert server.counted == {"unsignable": 1}
    monkeypatch.setattr(Guard, "signing", lambda *_: 1 / 0)
    assert Sendmail(Server()).message(BARE, macros=LOGIN) == [TEMPFAIL]
    assert Sendmail(Server()).message(BARE, "bert@example.net") == [CONTINUE, CONTINUE, ACCEPT]


def test_our_own_bounces_leave_as_they_are() -> None:
    sendmail = Sendmail(Server(), "127.0.0.1")
    assert sendmail.message("", "bert@example.net") == [CONTINUE, CONTINUE, ACCEPT]
    assert sendmail.server.counted == {"client": 1}


# --- theirs ---------------------------------------------------------------------------------------------------------


def test_a_genuine_bounce_arrives_at_the_address_without_its_tag() -> None:
    sendmail = Sendmail(Server())
    changes = delete_recipient(GOOD) + add_recipient(BARE)
    assert sendmail.message("", GOOD) == [CONTINUE, CONTINUE, CONTINUE, changes + ACCEPT]
    assert sendmail.server.counted == {"arrived-valid": 1, "unsigned": 1}


def test_backscatter_is_refused_behind_its_header() -> None:
    sendmail = Sendmail(Server())
    said = sendmail.message("", BARE, "bert@example.org")
    assert said[:-1] == [CONTINUE] * 3
    assert b"y550 5.7.1 This bounce is about mail that <anna@example.org> did not send" in said[-1]
    assert sendmail.server.told == [("refused", {"tag": "untagged", "client": CLIENT, "queue_id": "4ABC"})]


def test_what_is_no_bounce_is_let_through() -> None:
    sendmail = Sendmail(Server())
    assert sendmail.message("", BARE, fields=RECEIPT)[-1] == ACCEPT
    assert sendmail.server.counted == {"no-bounce": 1}


def test_one_good_recipient_is_enough() -> None:
    assert Sendmail(Server()).message("", BARE, GOOD)[-1] == delete_recipient(GOOD) + add_recipient(BARE) + ACCEPT


def test_what_is_observed_stands_in_the_header() -> None:
    sendmail = Sendmail(Server(SETTINGS))
    assert sendmail.message("", BARE)[-1] == add_header("X-Whosent-Guard", "would be refused: no tag") + ACCEPT
    assert sendmail.server.counted == {"would-refuse-untagged": 1}


def test_exempt_clients_are_not_looked_at() -> None:
    settings = settle(["example.org"], mode="refuse", since=DAY - 14, clients=["203.0.113.0/24"])
    sendmail = Sendmail(Server(settings))
    assert sendmail.message("", BARE)[-1] == ACCEPT
    assert sendmail.server.counted == {"client": 1}


def test_an_old_tag_is_taken_off_where_somebody_writes_to_it() -> None:
    old = tagged(BARE, day=DAY - 100)
    assert (
        Sendmail(Server()).message("bert@example.net", old)[-1] == delete_recipient(old) + add_recipient(BARE) + ACCEPT
    )


def test_who_guesses_has_to_wait() -> None:
    sendmail = Sendmail(Server())
    for _ in range(MOST):
        assert sendmail.message("x@example.net", FALSE)[1] == CONTINUE
    assert b"y450 4.7.1" in sendmail.message("", FALSE)[-1]
    assert b"y450 4.7.1" in sendmail.message("", GOOD)[-1]
    assert sendmail.message("x@example.net", BARE)[1] == CONTINUE


def test_verifying_fails_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "refused", lambda *_: 1 / 0)
    sendmail = Sendmail(Server())
    assert sendmail.message("", BARE)[:3] == [CONTINUE] * 3
    assert sendmail.server.counted == {"error": 1}


# --- sessions -------------------------------------------------------------------------------------------------------


def test_nothing_of_a_message_is_left_for_the_next() -> None:
    sendmail = Sendmail(Server())
    sendmail.session.on(MailFrom(BARE, (), LOGIN))
    sendmail.session.on(Rcpt(GOOD, (), {}))
    sendmail.session.on(Abort())
    assert sendmail.message("bert@example.net", BARE) == [CONTINUE, CONTINUE, ACCEPT]
    assert sendmail.message("", BARE, fields=RECEIPT)[-1] == ACCEPT
    assert b"y550" in sendmail.message("", BARE)[-1]


def test_nothing_of_a_client_is_left_for_the_next() -> None:
    sendmail = Sendmail(Server(), "127.0.0.1")
    sendmail.session.on(MailFrom(BARE, (), LOGIN))
    sendmail.session.on(Quit(True))
    sendmail.session.on(Connect("x", "inet", CLIENT, 25, {}))
    assert sendmail.message(BARE, "bert@example.net")[-1] == ACCEPT


def test_a_retired_key_is_nobodys() -> None:
    foreign = tagged(BARE, key=7, secret=RETIRED)
    assert b"y550" in Sendmail(Server(REFUSING)).message("", foreign)[-1]


def test_an_empty_sender_stays_empty() -> None:
    assert Sendmail(Server()).message("", "bert@example.net", macros=LOGIN | {"mail_addr": BARE})[-1] == ACCEPT


def test_a_comment_hides_no_recipient() -> None:
    assert Sendmail(Server()).message("", "anna(A.)@example.org")[-1] == Sendmail(Server()).message("", BARE)[-1]
    came = GOOD.replace("@", " @")
    said = Sendmail(Server()).message("", came)
    assert said[-1] == delete_recipient(came) + add_recipient(BARE) + ACCEPT
