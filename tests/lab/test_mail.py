"""Mail goes out of the hoster's door and comes back, told by the one who refused it."""

from __future__ import annotations

import sys
import time
from functools import partial

import pytest

from lab import Lab, clock, world

ANNA = world.login_of("anna@kunde.example")
RECEIVERS = ("rpostfix", "rexim", "ropensmtpd", "rsendmail")


def _letter(recipient: str, subject: str = "Garten") -> str:
    return (
        f"From: {ANNA.address}\nTo: {recipient}\nSubject: {subject}\nMessage-ID: <{recipient}.kunde.example>\n\nHallo\n"
    )


@pytest.mark.parametrize("name", RECEIVERS)
def test_a_dead_address_that_is_refused_comes_back_from_our_own_server(lab: Lab, name: str) -> None:
    receiver = next(one for one in lab.receivers if one.name == name)
    recipient = f"niemand@{receiver.refuses}"
    assert lab.hoster.submit(*ANNA, ANNA.address, [recipient], _letter(recipient)).accepted
    bounce = lab.hoster.wait_for(ANNA.address, f"Final-Recipient: rfc822; {recipient}").decode()
    assert "Return-Path: <>" in bounce
    assert "Reporting-MTA: dns; mail.hoster.example" in bounce
    assert f"Remote-MTA: dns; {receiver.place.name}" in bounce


@pytest.mark.parametrize("name", RECEIVERS)
def test_a_dead_address_that_was_accepted_comes_back_from_there(lab: Lab, name: str) -> None:
    receiver = next(one for one in lab.receivers if one.name == name)
    recipient = f"keiner@{receiver.accepts}"
    assert lab.hoster.submit(*ANNA, ANNA.address, [recipient, receiver.full], _letter(recipient)).accepted
    for failed in (recipient, receiver.full):
        bounce = lab.hoster.wait_for(ANNA.address, failed).decode()
        assert "Return-Path: <>" in bounce
        assert f"Reporting-MTA: dns; {receiver.place.name}" in bounce


@pytest.mark.parametrize("name", RECEIVERS)
def test_a_forged_letter_comes_back_to_the_forged_sender(lab: Lab, name: str) -> None:
    receiver = next(one for one in lab.receivers if one.name == name)
    recipient = f"wilder.hans@{receiver.accepts}"
    said = lab.spammer.send(name, ANNA.address, recipient, _letter(recipient), source=world.BOTS[3])
    assert said.accepted, said
    assert f"[{world.BOTS[3]}]" in lab.hoster.wait_for(ANNA.address, recipient).decode()


def test_without_the_password_nothing_is_sent(lab: Lab) -> None:
    said = lab.hoster.submit(ANNA.address, "geraten", ANNA.address, ["niemand@buecherei.example"], "Subject: x\n\nx\n")
    assert said.refusal is not None
    assert said.refusal.code == 535
    assert not said.of("MAIL")


def test_the_program_runs_at_the_hoster(lab: Lab) -> None:
    assert "whosent" in lab.hoster.whosent("--version").stdout


def _arrives(lab: Lab, name: str, word: str) -> bool:
    """The server may be away for a moment."""
    receiver = next(one for one in lab.receivers if one.name == name)
    try:
        lab.spammer.send(name, ANNA.address, receiver.welcome, _letter(receiver.welcome, word))
    except ConnectionError:
        return False
    return any(word.encode() in letter for letter in receiver.delivered())


@pytest.mark.parametrize("name", RECEIVERS)
def test_what_is_welcome_arrives_also_after_a_restart(lab: Lab, name: str) -> None:
    receiver = next(one for one in lab.receivers if one.name == name)
    for word, renew in (("Begonie", receiver.reload), ("Dahlie", receiver.restart)):
        renew()
        lab.wait_until(partial(_arrives, lab, name, word), f"{word} at {name}")


@pytest.mark.parametrize("name", ["rexim", "rsendmail"])
def test_a_receiver_sends_too_and_gets_its_bounces(lab: Lab, name: str) -> None:
    receiver = next(one for one in lab.receivers if one.name == name)
    recipient = f"{name}.weg@buecherei.example"
    receiver.exec(["sendmail", "-f", receiver.welcome, recipient], input=_letter(recipient), user="root")
    lab.wait_until(lambda: [one for one in receiver.delivered() if recipient.encode() in one], "the bounce")
    receiver.exec(["sendmail", recipient], input=_letter(recipient), user="www-data")
    log = "/var/log/mail.log"
    lab.wait_until(lambda: f"from=<www-data@{receiver.place.name}>" in lab.rpostfix.read(log), "the mail of a script")


def test_another_day(lab: Lab) -> None:
    clock.shift(lab.rexim, 400)
    try:
        for asked in ([sys.executable, "-c", "import time; print(int(time.time()))"], ["exim4", "-be", "$tod_epoch"]):
            there = int(lab.rexim.exec(asked).stdout)
            assert there - time.time() > 399 * 86_400
    finally:
        clock.shift(lab.rexim, 0)
    here = int(lab.rexim.exec(["date", "+%s"]).stdout)
    assert abs(here - time.time()) < 60


def test_a_process_beside_the_others_is_ended_by_its_pid(lab: Lab) -> None:
    beside = lab.hoster.spawn(["sleep", "600"], user="www-data")
    assert not beside.ended
    assert beside.stop() != 0
    assert beside.ended
