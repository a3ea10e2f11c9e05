"""The guard is switched on in a Sendmail that runs, does its work, and is switched off without a trace."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from lab import Lab, Skipped, send, world
from lab.hosts.rsendmail import ReceiverSendmail

WELCOME = "willkommen@sternwarte.test"
ANNA = world.login_of("anna@kunde.example")
GUARD = """\
domains = ["sternwarte.test"]
keys = "/etc/whosent/tags"
mode = "refuse"
since = 2026-01-01
state = "/var/lib/whosent/guard.sqlite"
[listen]
map = "/run/whosent/map"
milter = "/run/whosent/milter"
"""
CONFIGURATION = ("/etc/mail/sendmail.mc", "/etc/mail/sendmail.cf")
SETUP = ("guard", "setup", "sendmail", "--lang", "en")


class Box:
    """Sendmail with a guard that it asks."""

    def __init__(self, lab: Lab, sendmail: ReceiverSendmail) -> None:
        self.lab = lab
        self.sendmail = sendmail

    def whosent(self, *arguments: str, check: bool = True) -> str:
        done = self.sendmail.exec([sys.executable, "-m", "whosent", *arguments], check=check)
        return " ".join(done.stdout.split())

    def configuration(self) -> dict[str, str]:
        return {path: self.sendmail.read(path) for path in CONFIGURATION}

    def send_null(self, recipient: str, word: str) -> send.Dialogue:
        """A bounce, from somewhere."""
        text = f"From: MAILER-DAEMON@out.access.test\nTo: {recipient}\nSubject: returned\n\n{word}\n"
        return self.lab.spammer.send("rsendmail", "", recipient, text, source=world.BOTS[0])

    def has(self, word: str) -> bool:
        """Has a message with this word arrived?"""
        return any(word.encode() in message for message in self.sendmail.delivered())


@pytest.fixture(scope="module")
def box() -> Iterator[Box]:
    with ExitStack() as stack:
        try:
            lab = stack.enter_context(Lab(("hoster", "rsendmail"), fetch=False))
        except Skipped as reason:
            pytest.skip(str(reason))
        sendmail = lab.hosts["rsendmail"]
        assert isinstance(sendmail, ReceiverSendmail)
        box = Box(lab, sendmail)
        sendmail.write("/etc/whosent/guard.toml", GUARD)
        sendmail.write("/etc/whosent/tags", "3 sign q4ycv6pcv3tqm2h5\n", 0o600)
        sendmail.exec(["install", "-d", "-m", "0755", "/run/whosent", "/var/lib/whosent"])
        before = box.configuration()
        guard = sendmail.spawn([sys.executable, "-m", "whosent", "guard", "run"], log="/var/log/guard.log")
        lab.wait_until(lambda: sendmail.path("/run/whosent/milter").exists(), "the guard")
        box.whosent(*SETUP, "--dry-run")
        assert box.configuration() == before
        said = box.whosent(*SETUP, "--yes")
        assert "- Checked: mail that this machine hands in gets its tag." in said
        assert "- Checked: a tag is recognised and taken off." in said
        assert "There is nothing to do" in box.whosent(*SETUP)
        yield box
        box.whosent(*SETUP, "--undo", "--yes")
        assert box.configuration() == before
        guard.stop()


def test_mail_leaves_tagged_and_its_bounce_comes_home(box: Box) -> None:
    letter = f"From: {WELCOME}\nTo: {ANNA.address}\nSubject: stern\n\nstern\n"
    box.sendmail.exec(["/usr/sbin/sendmail", "-i", "-f", WELCOME, ANNA.address], input=letter)
    got = box.lab.hoster.wait_for(ANNA.address, "stern").decode()
    found = re.search(r"Return-Path: <(prvs=3\d{3}[0-9a-f]{6}=willkommen@sternwarte\.test)>", got)
    assert found, got
    assert f"From: {WELCOME}" in got
    said = box.send_null(found[1], "planet")
    assert said.accepted, said
    box.lab.wait_until(lambda: box.has("planet"), "the bounce")


def test_forged_bounces_are_refused(box: Box) -> None:
    said = box.send_null(WELCOME, "komet")
    assert said.refusal is not None
    assert said.refusal.code == 550
    assert "bears no valid tag" in said.refusal.text
    false = box.send_null("prvs=3000000000=willkommen@sternwarte.test", "komet")
    assert false.refusal is not None
    assert false.refusal.code == 550


def test_other_mail_arrives(box: Box) -> None:
    said = box.lab.spammer.send("rsendmail", ANNA.address, WELCOME, "Subject: mond\n\nmond\n")
    assert said.accepted, said
    box.lab.wait_until(lambda: box.has("mond"), "a letter")
