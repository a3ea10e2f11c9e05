"""Exim with Debian's configuration, split or not, makes and verifies our tags, and is put back as it was."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from typing import NamedTuple

import pytest

from lab import Lab, Skipped, send, world
from lab.hosts.rexim import ReceiverExim

WILLI = "willi@werkstatt.example"
ANNA = world.login_of("anna@kunde.example")
SETTINGS = """\
dc_eximconfig_configtype='internet'
dc_other_hostnames='werkstatt.example'
dc_local_interfaces=''
dc_relay_domains=''
dc_relay_nets=''
dc_minimaldns='false'
dc_use_split_config='{split}'
dc_hide_mailname=''
dc_mailname_in_oh='true'
dc_localdelivery='mail_spool'
CFILEMODE='644'
"""
GUARD = """\
domains = ["werkstatt.example"]
keys = "/etc/whosent/tags"
mode = "refuse"
since = 2026-01-01
"""
SETUP = ("guard", "setup", "exim", "--lang", "en")


class Box(NamedTuple):
    """Exim, on the machine of somebody who installed Debian's package."""

    lab: Lab
    exim: ReceiverExim

    def whosent(self, *arguments: str, check: bool = True) -> tuple[int, str]:
        done = self.exim.exec([sys.executable, "-m", "whosent", *arguments], check=check)
        return done.returncode, " ".join(done.stdout.split())

    def configuration(self) -> dict[str, str]:
        """All that lies in its folder."""
        files = self.exim.exec(["find", "/etc/exim4", "-type", "f"]).stdout.split()
        return {file: self.exim.read(file) for file in files}

    def send_null(self, recipient: str) -> send.Dialogue:
        """A bounce, from somewhere."""
        text = f"From: MAILER-DAEMON@out.access.test\nTo: {recipient}\nSubject: returned\n\nsorry\n"
        return self.lab.spammer.send("rexim", "", recipient, text, source=world.BOTS[0])


@pytest.fixture(scope="module", params=["true", "false"], ids=["split", "one-file"])
def box(request: pytest.FixtureRequest) -> Iterator[Box]:
    with ExitStack() as stack:
        try:
            lab = stack.enter_context(Lab(("hoster", "rexim", "rpostfix"), fetch=False))
        except Skipped as reason:
            pytest.skip(str(reason))
        exim = lab.hosts["rexim"]
        assert isinstance(exim, ReceiverExim)
        exim.path("/etc/exim4/exim4.conf").unlink()
        exim.write("/etc/exim4/update-exim4.conf.conf", SETTINGS.format(split=request.param))
        exim.exec(["install", "-d", "-o", "Debian-exim", "-g", "Debian-exim", "/var/lib/exim4"])
        exim.exec(["useradd", "--create-home", "willi"])
        exim.exec(["chgrp", "mail", "/var/mail"])
        exim.exec(["update-exim4.conf"])
        exim.write("/etc/whosent/guard.toml", GUARD)
        exim.write("/etc/whosent/tags", "3 sign q4ycv6pcv3tqm2h5 14\n", 0o640)
        exim.exec(["install", "-d", "-o", "Debian-exim", "/run/exim4"])  # as the package's start script does
        exim.kill("exim4")
        exim.start()
        yield Box(lab, exim)


def test_it_works_and_leaves_no_trace(box: Box) -> None:
    before = box.configuration()
    status, said = box.whosent(*SETUP, "--yes", check=False)
    assert status == 1
    assert "good for 14 days, but Exim verifies only those of up to seven right" in said
    assert "chgrp Debian-exim /etc/whosent/tags" in said
    box.exim.write("/etc/whosent/tags", "3 sign   q4ycv6pcv3tqm2h5  7\n", 0o640, "root:Debian-exim")
    assert box.whosent(*SETUP, "--dry-run")[0] == 0
    assert box.configuration() == before
    _, said = box.whosent(*SETUP, "--yes")
    assert said.count("- Checked:") == 3
    assert "There is nothing to do" in box.whosent(*SETUP)[1]

    _sends_and_receives(box)
    _bounces_come_home(box)

    box.whosent(*SETUP, "--undo", "--keep-untagging", "--yes")
    tag = box.whosent("batv", "sign", WILLI, "--keys", "/etc/whosent/tags")[1].strip()
    assert box.send_null(tag).accepted
    assert box.send_null(WILLI).accepted
    box.whosent(*SETUP, "--undo", "--yes")
    assert box.configuration() == before
    assert not box.send_null(tag).accepted


def _sends_and_receives(box: Box) -> None:
    letter = f"From: {WILLI}\nTo: {ANNA.address}\nSubject: hobel\n\nhobel\n"
    box.exim.exec(["/usr/sbin/exim4", "-i", "-f", WILLI, ANNA.address], input=letter)
    got = box.lab.hoster.wait_for(ANNA.address, "hobel").decode()
    found = re.search(r"Return-Path: <(prvs=3\d{3}[0-9a-f]{6}=willi@werkstatt\.example)>", got)
    assert found, got
    assert f"From: {WILLI}" in got
    assert box.send_null(found[1]).accepted
    mail = box.lab.wait_until(lambda: box.exim.read("/var/mail/willi"), "the bounce")
    assert "sorry" in mail
    for bad in (WILLI, found[1].replace("prvs=3", "prvs=4")):
        said = box.send_null(bad)
        assert said.refusal is not None
        assert said.refusal.code == 550
        assert not said.of(".")  # before the content
    asked = send.Client(box.lab.spammer.cell)
    with asked.session(box.exim.place.addresses[0], source=world.BOTS[1]) as session:
        commands = ("EHLO out.access.test", "MAIL FROM:<>", f"RCPT TO:<{WILLI}>")
        assert [session.command(command).code for command in commands] == [250, 250, 250]
    plain = box.lab.spammer.send("rexim", "ruth@access.test", WILLI, "Subject: hallo\n\nhallo\n", source=world.BOTS[2])
    assert plain.accepted, plain


def _bounces_come_home(box: Box) -> None:
    """Refused there, so that this Exim makes the bounce, or taken and returned by the other side."""
    for domain in (box.lab.rpostfix.refuses, box.lab.rpostfix.accepts):
        recipient = f"niemand@{domain}"
        letter = f"From: {WILLI}\nTo: {recipient}\nSubject: saege\n\nsaege\n"
        box.exim.exec(["/usr/sbin/exim4", "-i", "-f", WILLI, recipient], input=letter)
        box.lab.wait_until(lambda: f"To: {recipient}" in box.exim.read("/var/mail/willi"), f"the bounce from {domain}")  # noqa: B023 - at once
    assert box.lab.rpostfix.read("/var/log/mail.log").count("=willi@werkstatt.example>") >= 1
