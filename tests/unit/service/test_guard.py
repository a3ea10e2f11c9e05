"""What the mail server hears: signing fails closed, verifying fails open, nothing is refused before its time."""

from __future__ import annotations

from typing import Any

import pytest
from tests.unit.guard.case import DAY, OLD, REFUSING, RETIRED, RING, SETTINGS, tagged

from whosent.auth.keyring import Key, Keyring
from whosent.guard.guesses import MOST
from whosent.guard.settings import Settings, settle
from whosent.service import guard as module
from whosent.service.guard import HEADER, Guard

GOOD, BARE = tagged("anna@example.org"), "anna@example.org"
FALSE = tagged("anna@example.org", secret=RETIRED)
CLIENT = "203.0.113.9"


class Server:
    """A guard, a clock, and what it told."""

    def __init__(self, settings: Settings = REFUSING, ring: Keyring = RING) -> None:
        self.now = DAY * 86_400.0 + 100
        self.told: list[tuple[str, dict[str, object]]] = []
        self.guard = Guard(settings, ring, lambda: self.now, self.tell)

    def tell(self, event: str, **particulars: object) -> None:
        self.told.append((event, particulars))

    @property
    def counted(self) -> dict[str, int]:
        return dict(self.guard.counts.total)

    def ask(self, state: str, recipient: str, sender: str = "", **more: str) -> str:
        asked = {"protocol_state": state, "recipient": recipient, "sender": sender, "client_address": CLIENT,
                 "instance": "1.2.3", "sasl_username": ""}  # fmt: skip
        return self.guard.policy(asked | more)

    def message(self, *recipients: str, **more: str) -> list[str]:
        """What is answered to a whole transaction, as Postfix asks it: at DATA a single recipient is told."""
        said = [self.ask("RCPT", recipient, **more) for recipient in recipients]
        taken = [one for one, action in zip(recipients, said, strict=True) if action == "DUNNO"]
        return [*said, self.ask("DATA", taken[0] if len(taken) == 1 else "", **more)]


# --- maps -----------------------------------------------------------------------------------------------------------


def test_signs_and_unsigns() -> None:
    server = Server()
    found = server.guard.lookup("sign", BARE)
    assert found.status == "ok"
    assert server.guard.lookup("unsign", found.text) == ("ok", BARE)
    assert server.counted == {"signed": 1, "unsigned": 1}


def test_while_it_observes_a_strange_tag_has_to_wait() -> None:
    """Two servers may have different keys: what comes back then is not to be lost before anybody has seen it."""
    server = Server(SETTINGS)
    assert server.guard.lookup("unsign", FALSE).status == "temp"
    assert server.guard.lookup("unsign", FALSE.replace("example.org", "elsewhere.test")).status == "not-found"
    assert server.guard.lookup("unsign", BARE).status == "not-found"
    assert [event for event, _ in server.told] == ["strange-tag"]
    assert Server(REFUSING).guard.lookup("unsign", FALSE).status == "not-found"


def test_what_is_remembered_of_a_sender_holds_for_the_day_and_the_keys() -> None:
    server = Server()
    first = server.guard.lookup("sign", BARE)
    assert server.guard.lookup("sign", BARE) == first
    assert server.counted == {"signed": 2}
    server.now += 86_400
    tomorrow = server.guard.lookup("sign", BARE)
    assert tomorrow.text == RING.sign(BARE, DAY + 1) != first.text
    server.guard.renew(REFUSING, Keyring((Key(5, "sign", "another-secret"),)))
    assert server.guard.lookup("sign", BARE).text.startswith("prvs=5")
    server.guard.renew(settle(["example.net"]), RING)
    assert server.guard.lookup("sign", BARE).status == "not-found"


def test_of_many_senders_not_all_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_TAGGED", 3)
    server = Server()
    for number in [*range(8), *range(8)]:
        assert server.guard.lookup("sign", f"u{number}@example.org").text == RING.sign(f"u{number}@example.org", DAY)


@pytest.mark.parametrize(("table", "key"), [
    ("sign", "a@example.net"), ("sign", GOOD), ("sign", "@example.org"), ("sign", "anna"),
    ("unsign", BARE), ("unsign", FALSE), ("unsign", "@example.org"),
])  # fmt: skip
def test_nothing_to_say(table: str, key: str) -> None:
    server = Server()
    assert server.guard.lookup(table, key).status == "not-found"
    assert server.counted == {}


def test_signing_fails_closed() -> None:
    server = Server(ring=Keyring((OLD,)))
    assert server.guard.lookup("sign", BARE).status == "temp"
    assert server.counted == {"unsignable": 1}


def test_a_fault_of_ours_makes_senders_wait_and_lets_bounces_through(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> Any:
        raise RuntimeError("secret q4ycv6pcv3tqm2h5")

    for name in ("sign", "judge"):
        monkeypatch.setattr(module, name, broken)
    server = Server()
    assert server.guard.lookup("sign", BARE).status == "temp"
    assert server.message(BARE) == ["DUNNO", "DUNNO"]
    assert server.counted == {"error": 3}
    assert server.told[0] == ("error", {"front": "map", "fault": "RuntimeError"})


def test_health_is_told_by_a_table_of_its_own() -> None:
    said = Server().guard.lookup("health", "").text
    assert said.startswith("mode=refuse refuses=yes refuses_from=2026-11-24 key=3 keys=3,2 state=")
    assert said == Server().guard.health()
    others = [
        Server(SETTINGS),
        Server(ring=Keyring(RING.keys[:1])),
        Server(settle(["example.net"], mode="refuse", since=DAY - 14)),
    ]
    assert len({other.guard.health().rpartition("=")[2] for other in [*others, Server()]}) == 4
    assert not any(key.secret in said for key in RING.keys)
    assert Server().guard.lookup("nonsense", "x").status == "perm"


# --- policy ---------------------------------------------------------------------------------------------------------


def test_a_genuine_bounce_arrives() -> None:
    server = Server()
    assert server.message(GOOD) == ["DUNNO", "DUNNO"]
    assert server.counted == {"arrived-valid": 1}
    assert server.told == []


def test_backscatter_is_refused_at_data() -> None:
    server = Server()
    first, then = server.message(BARE)
    assert first == "DUNNO"
    assert then.startswith("550 5.7.1 This bounce is about mail that <anna@example.org> did not send")
    assert server.counted == {"refused-untagged": 1}
    assert server.told == [("refused", {"tag": "untagged", "client": CLIENT, "queue_id": ""})]


def test_a_second_recipient_is_refused_at_once() -> None:
    server = Server()
    said = server.message(BARE, BARE, GOOD)
    assert [action[:9] for action in said] == ["DUNNO", "550 5.7.1", "DUNNO", "DUNNO"]
    assert server.counted == {"refused-untagged": 1, "arrived-valid": 1}


def test_recipients_of_transactions_without_a_name_are_not_taken_for_one() -> None:
    assert Server().message(BARE, BARE, instance="") == ["DUNNO"] * 3
    assert Server().message(BARE, instance="")[-1].startswith("550")


def test_all_recipients_bad() -> None:
    server = Server()
    assert [action[:3] for action in server.message(BARE, "bert@example.org")] == ["DUN", "550", "550"]


def test_who_calls_back_hears_a_yes() -> None:
    server = Server()
    assert server.ask("RCPT", BARE) == "DUNNO"
    assert server.counted == {}


def test_what_was_asked_before_a_restart_is_known_by_the_recipient_that_data_tells() -> None:
    assert Server().ask("DATA", BARE).startswith("550 5.7.1")
    assert Server().ask("DATA", "", recipient_count="2") == "DUNNO"


@pytest.mark.parametrize("more", [{"sasl_username": "anna"}, {"client_address": "127.0.0.1"}])
def test_our_own_clients_are_not_looked_at(more: dict[str, str]) -> None:
    server = Server()
    assert server.message(BARE, **more) == ["DUNNO", "DUNNO"]
    assert server.counted == {"client": 1}


@pytest.mark.parametrize("state", ["CONNECT", "EHLO", "HELO", "MAIL", "VRFY", "ETRN", "END-OF-MESSAGE", "", "x"])
def test_at_other_times_there_is_nothing_to_say(state: str) -> None:
    assert Server().ask(state, BARE) == "DUNNO"


def test_mail_with_a_sender_is_nobodys_bounce() -> None:
    server = Server()
    assert server.message(BARE, sender="bert@example.net") == ["DUNNO", "DUNNO"]
    assert server.message(GOOD, sender="bert@example.net") == ["DUNNO", "DUNNO"]
    assert server.counted == {}


def test_an_empty_request() -> None:
    assert Server().guard.policy({}) == "DUNNO"


@pytest.mark.parametrize("settings", [SETTINGS, settle(["example.org"], mode="refuse", since=DAY - 13)])
def test_before_its_time_nothing_is_refused_but_told(settings: Settings) -> None:
    server = Server(settings)
    assert server.message(BARE) == ["DUNNO", f"PREPEND {HEADER}: would be refused: no tag"]
    assert server.message(BARE, BARE, GOOD) == ["DUNNO"] * 4
    assert server.message(FALSE)[-1] == f"PREPEND {HEADER}: would be refused: the recipient's tag is false"
    assert server.counted == {"would-refuse-untagged": 2, "would-refuse-false": 1, "arrived-valid": 1}
    assert {event for event, _ in server.told} == {"would-refuse"}


def test_its_time_comes_by_itself() -> None:
    server = Server(settle(["example.org"], mode="refuse", since=DAY - 13))
    assert server.message(BARE)[-1].startswith("PREPEND")
    server.now += 86_400
    assert server.message(BARE)[-1].startswith("550")


def test_new_settings_and_keys_hold_at_once() -> None:
    server = Server(SETTINGS)
    server.guard.renew(REFUSING, Keyring((OLD,)))
    assert server.message(BARE)[-1].startswith("550")
    assert server.message(GOOD)[-1].startswith("550")


# --- guesses --------------------------------------------------------------------------------------------------------


def test_who_guesses_has_to_wait_with_good_tags_too() -> None:
    server = Server()
    for _ in range(MOST):
        assert server.ask("RCPT", FALSE, sender="x@example.net") == "DUNNO"
    assert server.ask("RCPT", FALSE).startswith("450 4.7.1")
    assert server.ask("RCPT", GOOD).startswith("450 4.7.1")
    assert server.ask("RCPT", GOOD, sender="x@example.net").startswith("450 4.7.1")
    assert server.ask("RCPT", BARE, sender="x@example.net") == "DUNNO"
    assert server.ask("RCPT", GOOD, client_address="203.0.113.10") == "DUNNO"
    assert server.counted["guessing"] == 3
    server.now += 3_600
    assert server.ask("RCPT", GOOD) == "DUNNO"


@pytest.mark.parametrize("form", ["{0}", "{0}@", '"{0}"@mx.example.net', "@mx.example.net:{0}"])
@pytest.mark.parametrize("state", ["RCPT", "VRFY"])
def test_whoever_asks_another_way_is_counted_too(state: str, form: str) -> None:
    server = Server()
    for _ in range(MOST + 1):
        server.ask(state, form.format(FALSE), sender="x@example.net" if state == "RCPT" else "")
    assert server.ask(state, GOOD, sender="x@example.net" if state == "RCPT" else "").startswith("450 4.7.1")


def test_the_same_question_twice_is_one_recipient() -> None:
    """Postfix asks by the sender and by the recipient."""
    server = Server()
    for number in range(MOST):
        said = [server.ask("RCPT", FALSE, instance=str(number)) for _ in range(2)]
        assert said == ["DUNNO", "DUNNO"]
    assert server.ask("RCPT", GOOD, instance="good") == "DUNNO"
    assert server.ask("RCPT", FALSE, instance="good").startswith("450")


def test_to_be_asked_is_no_recipient() -> None:
    server = Server()
    assert [server.ask("VRFY", one) for one in (BARE, BARE, FALSE, GOOD)] == ["DUNNO"] * 4
    assert server.message(GOOD) == ["DUNNO", "DUNNO"]
    assert server.counted == {"arrived-valid": 1}


def test_nobody_waits_while_it_is_only_observed() -> None:
    server = Server(SETTINGS)
    for _ in range(MOST + 5):
        server.ask("RCPT", FALSE)
    assert server.ask("RCPT", GOOD) == "DUNNO"


# --- texts ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "recipient", ["jörg@example.org", "a\r\nb@example.org", "a b@example.org", "x" * 200, "", "a>b@c"]
)
def test_a_refusal_is_one_line_of_ascii(recipient: str) -> None:
    said = module.refusal(recipient)
    assert said.isascii()
    assert said.isprintable()
    assert "that its recipient did not send" in said
    assert len(said) < 400


def test_a_refusal_names_the_address_without_its_tag() -> None:
    assert "<anna@example.org>" in module.refusal(FALSE)
