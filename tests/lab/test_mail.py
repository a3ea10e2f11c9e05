"""Mail goes out of the hoster's door and comes back, told by the one who refused it."""

from __future__ import annotations

import pytest

from lab import Lab, world

ANNA = world.login_of("anna@kunde.example")


def _letter(recipient: str, word: str) -> str:
    return f"From: {ANNA.address}\nTo: {recipient}\nSubject: {word}\nMessage-ID: <{word}@kunde.example>\n\n{word}\n"


@pytest.mark.parametrize(
    ("recipient", "reporter"),
    [("niemand@buecherei.example", "mail.hoster.example"), ("keiner@alt.buecherei.example", "mx.buecherei.example")],
)
def test_a_dead_address_comes_back(lab: Lab, recipient: str, reporter: str) -> None:
    said = lab.hoster.submit(*ANNA, ANNA.address, [recipient], _letter(recipient, "tulpe"))
    assert said.accepted, said
    bounce = lab.hoster.wait_for(ANNA.address, f"Final-Recipient: rfc822; {recipient}").decode()
    assert f"Reporting-MTA: dns; {reporter}" in bounce
    assert "Return-Path: <>" in bounce


def test_without_the_password_nothing_is_sent(lab: Lab) -> None:
    said = lab.hoster.submit(ANNA.address, "geraten", ANNA.address, ["niemand@buecherei.example"], "Subject: x\n\nx\n")
    assert said.refusal is not None
    assert said.refusal.code == 535
    assert not said.of("MAIL")


def test_a_forged_letter_bounces_to_the_forged_sender(lab: Lab) -> None:
    recipient = "wilder.hans@alt.buecherei.example"
    said = lab.spammer.send("rpostfix", ANNA.address, recipient, _letter(recipient, "rose"), source=world.BOTS[3])
    assert said.accepted, said
    bounce = lab.hoster.wait_for(ANNA.address, recipient).decode()
    assert f"[{world.BOTS[3]}]" in bounce


def test_the_program_runs_at_the_hoster(lab: Lab) -> None:
    assert "whosent" in lab.hoster.whosent("--version").stdout
