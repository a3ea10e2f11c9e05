"""Postfix with the guard: mail leaves tagged, every genuine bounce comes home, forged ones are refused before they are
handed over."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from lab import Lab, world
from lab.guard import Guard, falsely_tagged, tagged
from lab.receiver import Receiver
from lab.send import Client, Dialogue

ANNA = world.login_of("anna@kunde.example")
BERND = world.login_of("bernd@kunde.example")
RECEIVERS = ("rpostfix", "rexim", "ropensmtpd", "rsendmail")
MAIL_LOG = "/var/log/mail.log"
EXEMPT, GUESSER, OBSERVED, ANYBODY = world.BOTS[19], world.BOTS[18], world.BOTS[17], world.BOTS[16]
"""Who speaks to us: each has its own account of false tags."""
SCRIPT = "/srv/guard-mail.php"
PHP = """<?php
$header = "From: info@laden.example\\r\\nMessage-ID: <" . $argv[2] . "@laden.example>";
mail($argv[1], $argv[2], "Hallo", $header, "-finfo@laden.example");
"""


@pytest.fixture(scope="module")
def guard(lab: Lab) -> Iterator[Guard]:
    """Switched on at the hoster, refusing."""
    guard = Guard(lab.hoster, world.PLACES["hoster"].domains, exempt=f'clients = ["127.0.0.0/8", "{EXEMPT}"]')
    guard.install()
    guard.start()
    guard.switch_on()
    lab.hoster.write(SCRIPT, PHP)
    yield guard
    guard.switch_off()
    guard.stop()


def _letter(recipient: str, word: str, sender: str = ANNA.address) -> str:
    return f"From: {sender}\nTo: {recipient}\nSubject: {word}\nMessage-ID: <{word}@kunde.example>\n\n{word}\n"


def _bounce(word: str) -> str:
    """Somebody's notice about mail that nobody sent."""
    return (
        f"From: Mail Delivery System <MAILER-DAEMON@mx.access.test>\nTo: {ANNA.address}\nSubject: Undelivered Mail\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\nMIME-Version: 1.0\n\n'
        f"--b\n\n{word} could not be delivered\n--b\nContent-Type: message/delivery-status\n\n"
        "Reporting-MTA: dns; mx.access.test\n\nFinal-Recipient: rfc822; x@access.test\nAction: failed\nStatus: 5.1.1\n"
        f"--b--\n"
    )


def _return(lab: Lab, recipients: str | list[str], word: str, source: str = ANYBODY) -> Dialogue:
    """Mail with an empty sender."""
    return lab.spammer.send("hoster", "", recipients, _bounce(word), source=source)


def _refused_at(said: Dialogue) -> tuple[str, int]:
    assert said.refusal is not None, said
    return said.refusal.command.partition(" ")[0], said.refusal.code


# --- genuine ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("door", ["submission", "php"])
@pytest.mark.parametrize("way", ["refused", "accepted"])
@pytest.mark.parametrize("name", RECEIVERS)
def test_its_bounce_comes_home(guard: Guard, lab: Lab, name: str, way: str, door: str) -> None:
    """Refused at RCPT, so that our own Postfix makes the bounce, or accepted and returned by the other side."""
    receiver = next(one for one in lab.receivers if one.name == name)
    recipient = f"ein.{door}@{receiver.refuses if way == 'refused' else receiver.accepts}"
    user = ANNA.address if door == "submission" else "info@laden.example"
    word = f"{name}-{way}-{door}"
    if door == "submission":
        assert lab.hoster.submit(*ANNA, user, [recipient], _letter(recipient, word)).accepted
    else:
        lab.hoster.php(SCRIPT, recipient, word)
    bounce = lab.hoster.wait_for(user, f"{word}@").decode()
    head = bounce.partition("\n\n")[0]
    assert "Return-Path: <>" in head
    assert f"Delivered-To: {user}" in head  # written by Dovecot: the recipient that LMTP told it
    assert f"Reporting-MTA: dns; {'mail.hoster.example' if way == 'refused' else receiver.place.name}" in bounce
    assert "orig_to=<prvs=3" in lab.hoster.read(MAIL_LOG)


def test_only_the_envelope_is_tagged(guard: Guard, lab: Lab) -> None:
    recipients = [lab.rpostfix.welcome, lab.rexim.welcome]
    assert lab.hoster.submit(*ANNA, ANNA.address, recipients, _letter(recipients[0], "ginster")).accepted
    for receiver in (lab.rpostfix, lab.rexim):
        letter = _arrived(lab, receiver, "ginster").decode()
        assert f"Return-Path: <{tagged(ANNA.address, 14)}>" in letter.replace("Return-path", "Return-Path")
        assert f"\nFrom: {ANNA.address}\n" in letter.replace("\r", "")


def _arrived(lab: Lab, receiver: Receiver, word: str) -> bytes:
    """The letter with this subject, as it lies at the receiver."""
    return lab.wait_until(lambda: next(_with(receiver, word), b""), word)


def _with(receiver: Receiver, word: str) -> Iterator[bytes]:
    return (letter for letter in receiver.delivered() if f"Subject: {word}".encode() in letter)


def test_from_one_of_ours_to_another(guard: Guard, lab: Lab) -> None:
    assert lab.hoster.submit(*ANNA, ANNA.address, [BERND.address], _letter(BERND.address, "hortensie")).accepted
    letter = lab.hoster.wait_for(BERND.address, "hortensie").decode()
    assert f"Delivered-To: {BERND.address}" in letter
    assert f"\nFrom: {ANNA.address}" in letter


@pytest.mark.parametrize("days", [3, -2])
def test_whoever_writes_to_the_return_path_reaches_the_user(guard: Guard, lab: Lab, days: int) -> None:
    """Also when the tag is old: this is no bounce."""
    word = f"iris{days}"
    said = lab.spammer.send("hoster", "ruth@access.test", tagged(ANNA.address, days), _letter(ANNA.address, word))
    assert said.accepted, said
    assert f"Delivered-To: {ANNA.address}" in lab.hoster.wait_for(ANNA.address, word).decode()


def test_what_is_passed_on_keeps_its_foreign_sender(guard: Guard, lab: Lab) -> None:
    sender, alias = "ruth@access.test", "redaktion@verein.example"
    assert lab.spammer.send("hoster", sender, alias, _letter(alias, "jasmin", sender)).accepted
    lab.wait_until(lambda: "id=jasmin@" in lab.rexim.read(lab.rexim.log_file), "the forwarded letter")
    line = next(line for line in lab.rexim.read(lab.rexim.log_file).splitlines() if "id=jasmin@" in line)
    assert f"<= {sender} " in line


# --- forged -----------------------------------------------------------------------------------------------------------


def test_whoever_verifies_the_address_hears_yes(guard: Guard, lab: Lab) -> None:
    with Client(lab.spammer.cell).session(lab.hoster.place.addresses[0], source=ANYBODY) as session:
        commands = ("EHLO out.access.test", "MAIL FROM:<>", f"RCPT TO:<{ANNA.address}>", "QUIT")
        assert [session.command(command).code for command in commands] == [250, 250, 250, 221]


@pytest.mark.parametrize("tag", ["none", "expired", "foreign"])
def test_a_forged_bounce_is_refused_before_it_is_handed_over(guard: Guard, lab: Lab, tag: str) -> None:
    recipient = {
        "none": ANNA.address, "expired": tagged(ANNA.address, -1),
        "foreign": tagged(ANNA.address).replace("prvs=3", "prvs=7"),
    }[tag]  # fmt: skip
    said = _return(lab, recipient, f"kamille-{tag}")
    command, code = _refused_at(said)
    assert code == 550
    assert command == ("RCPT" if tag == "foreign" else "DATA")  # what we cannot take off is nobody's address
    assert not said.of(".")
    if tag != "foreign":
        assert f"mail that <{ANNA.address}> did not send" in said.refusal.text  # type: ignore[union-attr]


def test_a_false_tag_is_nobodys_address(guard: Guard, lab: Lab) -> None:
    said = _return(lab, falsely_tagged(ANNA.address), "lavendel")
    assert _refused_at(said) == ("RCPT", 550)


def test_several_recipients_are_no_question_whether_they_exist(guard: Guard, lab: Lab) -> None:
    said = _return(lab, [ANNA.address, BERND.address], "malve")
    assert [reply.code for reply in said.rcpt] == [250, 550]
    assert [reply.code for reply in said.of("DATA")] == [550]


def test_with_one_good_recipient_it_arrives(guard: Guard, lab: Lab) -> None:
    said = _return(lab, [ANNA.address, tagged(BERND.address)], "nelke")
    assert said.accepted, said
    for user in (ANNA.address, BERND.address):
        assert b"prvs=" not in lab.hoster.wait_for(user, "nelke could not")


def test_one_transaction_after_the_other_in_one_connection(guard: Guard, lab: Lab) -> None:
    """What was decided for one message does not hold for the next."""
    with Client(lab.spammer.cell).session(lab.hoster.place.addresses[0], source=ANYBODY) as session:
        session.command("EHLO out.access.test")
        for recipient, expected in ((ANNA.address, 550), (tagged(ANNA.address), 354), (ANNA.address, 550)):
            session.command("RSET")
            session.command("MAIL FROM:<>")
            session.command(f"RCPT TO:<{recipient}>")
            assert session.command("DATA").code == expected
            if expected == 354:
                assert session.data(_bounce("oleander")).code == 250


def test_whoever_tries_tags_has_to_wait(guard: Guard, lab: Lab) -> None:
    for first in range(0, 24, 6):  # Postfix hangs up when somebody makes many errors
        tried = [falsely_tagged(ANNA.address, number) for number in range(first, first + 6)]
        said = _return(lab, tried, "pfingstrose", source=GUESSER)
        assert [reply.code for reply in said.rcpt][: max(0, 20 - first)] == [550] * min(6, max(0, 20 - first))
    said = _return(lab, tagged(ANNA.address), "petunie", source=GUESSER)
    assert _refused_at(said) == ("RCPT", 450)
    assert _return(lab, tagged(ANNA.address), "primel").accepted  # others have nothing to do with it


# --- exempt -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("recipient", "source"),
    [
        (ANNA.address, EXEMPT),
        ("postmaster@hoster.example", ANYBODY),
        ("SRS0=hhhh=tt=access.test=ruth@laden.example", ANYBODY),
        (f"{'n' * 49}@laden.example", ANYBODY),
    ],
    ids=["client", "postmaster", "srs", "no room for a tag"],
)
def test_what_is_exempt_arrives(guard: Guard, lab: Lab, recipient: str, source: str) -> None:
    word = f"quitte-{recipient[:9]}"
    said = _return(lab, recipient, word, source)
    assert said.accepted, said


def test_while_it_observes_the_header_says_what_would_be(guard: Guard, lab: Lab) -> None:
    guard.reload(mode="observe")
    try:
        assert _return(lab, ANNA.address, "ranunkel", source=OBSERVED).accepted
        assert _return(lab, tagged(ANNA.address), "rittersporn", source=OBSERVED).accepted
    finally:
        guard.reload(mode="refuse")
    assert b"\nX-Whosent-Guard: would be refused: no tag" in lab.hoster.wait_for(ANNA.address, "ranunkel could not")
    assert b"X-Whosent-Guard" not in lab.hoster.wait_for(ANNA.address, "rittersporn could not")
    assert not _return(lab, ANNA.address, "rainfarn").accepted
    guard.restart()
    counted = guard.counted()
    assert counted["would-refuse-untagged"] == 1
    assert counted["refused-untagged"]
    assert counted["arrived-valid"]
    assert not counted["error"]


def test_while_it_observes_a_strange_tag_has_to_wait(guard: Guard, lab: Lab) -> None:
    guard.reload(mode="observe")
    try:
        said = _return(lab, falsely_tagged(ANNA.address), "raute", source=OBSERVED)
    finally:
        guard.reload(mode="refuse")
    assert not said.accepted
    assert [reply.code for reply in said.rcpt] == [451]


# --- while it is away -------------------------------------------------------------------------------------------------


def test_without_the_guard_nothing_leaves_untagged_and_nothing_is_lost(guard: Guard, lab: Lab) -> None:
    hoster, recipient = lab.hoster, lab.rpostfix.welcome
    guard.stop()
    try:
        said = hoster.submit(*ANNA, ANNA.address, [recipient], _letter(recipient, "salbei"))
        assert _refused_at(said)[1] == 451
        assert not said.accepted
        hoster.php(SCRIPT, recipient, "tagetes")  # waits in the maildrop
        assert _return(lab, ANNA.address, "ysop").accepted  # verifying fails open
        genuine = _return(lab, tagged(ANNA.address), "veilchen")  # whose it is cannot be told now: later
        assert _refused_at(genuine)[1] == 451
    finally:
        guard.start()
    assert b"Delivered-To: anna@kunde.example" in hoster.wait_for(ANNA.address, "ysop could not")
    hoster.php(SCRIPT, recipient, "thymian")  # has Postfix look into the maildrop before its minute is over
    assert b"Return-Path: <prvs=3" in _arrived(lab, lab.rpostfix, "tagetes")
    assert not list(_with(lab.rpostfix, "salbei"))
    assert _return(lab, tagged(ANNA.address), "veilchen").accepted
