"""The guard is switched on in a Postfix that runs, does its work, and is switched off without a trace."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from lab import Lab, send, world
from lab.process import Process

ANNA = world.login_of("anna@kunde.example")
GUARD = """\
domains = ["hoster.example", "kunde.example", "laden.example", "verein.example"]
keys = "/etc/whosent/tags"
mode = "refuse"
since = 2026-01-01
state = "/var/lib/whosent/guard.sqlite"
[listen]
map = "/var/spool/postfix/whosent/map"
policy = "/var/spool/postfix/whosent/policy"
group = "postfix"
"""
CONFIGURATION = ("/etc/postfix/main.cf", "/etc/postfix/master.cf")
SETUP = ("guard", "setup", "postfix", "--lang", "en")


def _letter(recipient: str, word: str) -> str:
    return f"From: {ANNA.address}\nTo: {recipient}\nSubject: {word}\nMessage-ID: <{word}@kunde.example>\n\n{word}\n"


FILTER = "127.0.0.1:10025"
FILTERED = {
    "content_filter": f"smtp:[{FILTER.replace(':', ']:')}",
    "receive_override_options": "no_address_mappings",
    "always_bcc": "technik@hoster.example",
}
BEHIND = (
    f"{FILTER} inet n - y - - smtpd -o content_filter= -o receive_override_options=no_unknown_recipient_checks"
    " -o smtpd_recipient_restrictions=permit_mynetworks,reject -o smtpd_data_restrictions="
)


@pytest.fixture(scope="module", params=["plain", "filtered"])
def set_up(request: pytest.FixtureRequest, lab: Lab) -> Iterator[tuple[Lab, Process]]:
    """The lab with a guard that Postfix asks. filtered: mail goes through a content filter, as with amavis, and comes
    back to a second cleanup."""
    hoster = lab.hoster
    if request.param == "filtered":
        hoster.set(**FILTERED)
        hoster.exec(["postconf", "-M", f"{FILTER}/inet={BEHIND}"])
        hoster.reload()
    hoster.write("/etc/whosent/guard.toml", GUARD)
    hoster.write("/etc/whosent/tags", "3 sign q4ycv6pcv3tqm2h5\n", 0o600)
    hoster.exec(["install", "-d", "-g", "postfix", "-m", "0750", "/var/spool/postfix/whosent"])
    before = {path: hoster.read(path) for path in CONFIGURATION}
    unready = hoster.whosent(*SETUP, "--yes", check=False)
    assert unready.returncode == 1
    assert "No guard answers at /var/spool/postfix/whosent/map" in unready.stdout
    hoster.exec(["install", "-d", "/var/lib/whosent"])
    guard = hoster.spawn([sys.executable, "-m", "whosent", "guard", "run"], log="/var/log/guard.log")
    lab.wait_until(lambda: hoster.path("/var/spool/postfix/whosent/policy").exists(), "the guard")
    hoster.exec(["chmod", "0700", "/var/spool/postfix/whosent"])
    closed = hoster.whosent(*SETUP, "--yes", check=False)
    assert "Postfix (user postfix) may not open the socket" in closed.stdout
    hoster.exec(["chmod", "0750", "/var/spool/postfix/whosent"])
    looked = hoster.whosent(*SETUP, "--dry-run")
    assert "$ postconf -e" in looked.stdout
    assert {path: hoster.read(path) for path in CONFIGURATION} == before
    done = hoster.whosent(*SETUP, "--yes")
    assert "Checked: mail that this machine hands in gets its tag." in done.stdout
    assert "Checked: the guard is asked about mail with an empty sender." in done.stdout
    yield lab, guard
    off = hoster.whosent(*SETUP, "--undo", "--yes")
    assert "all is as it was" in off.stdout
    assert {path: hoster.read(path) for path in CONFIGURATION} == before
    guard.stop()


def test_a_second_time_nothing_is_to_be_done(set_up: tuple[Lab, Process]) -> None:
    lab, _ = set_up
    assert "There is nothing to do" in lab.hoster.whosent(*SETUP).stdout


@pytest.mark.parametrize(
    ("recipient", "reporter"),
    [("niemand@buecherei.example", "mail.hoster.example"), ("keiner@alt.buecherei.example", "mx.buecherei.example")],
)
def test_a_genuine_bounce_comes_home_without_its_tag(
    set_up: tuple[Lab, Process], recipient: str, reporter: str
) -> None:
    lab, _ = set_up
    lab.hoster.submit(*ANNA, ANNA.address, [recipient], _letter(recipient, "tulpe"))
    bounce = lab.hoster.wait_for(ANNA.address, f"Final-Recipient: rfc822; {recipient}").decode()
    assert f"Reporting-MTA: dns; {reporter}" in bounce
    assert f"Delivered-To: {ANNA.address}" in bounce
    assert f"\nFrom: {ANNA.address}\n" in bounce.replace("\r", "")  # of the letter: only the envelope was tagged
    log = lab.hoster.read("/var/log/mail.log")
    assert "from=<prvs=3" in log
    assert "=prvs=" not in log  # never twice


def test_a_catch_all_does_not_take_tags(set_up: tuple[Lab, Process]) -> None:
    lab, _ = set_up
    owner, recipient = world.login_of("info@laden.example"), "keine@alt.buecherei.example"
    lab.hoster.submit(*owner, "Werbung@Laden.example", [recipient], _letter(recipient, "lilie"))
    bounce = lab.hoster.wait_for(owner.address, f"Final-Recipient: rfc822; {recipient}").decode()
    assert "X-Original-To: prvs=" not in bounce


def test_web_applications_get_a_port_of_their_own(set_up: tuple[Lab, Process]) -> None:
    lab, _ = set_up
    recipient = "weg@buecherei.example"
    lab.hoster.whosent(*SETUP, "--local-smtp", "127.0.0.1:2525", "--yes")
    lab.wait_until(lambda: lab.hoster.hears(2525), "the port")
    with send.Client(lab.hoster.cell).session("127.0.0.1", 2525) as session:
        session.command("EHLO web")
        session.transaction(ANNA.address, [recipient], _letter(recipient, "veilchen"))
    bounce = lab.hoster.wait_for(ANNA.address, f"Final-Recipient: rfc822; {recipient}").decode()
    assert "veilchen" in bounce
    lab.hoster.whosent(*SETUP, "--undo", "--yes")
    assert "2525" not in lab.hoster.read("/etc/postfix/master.cf")


def test_a_forged_bounce_is_refused(set_up: tuple[Lab, Process]) -> None:
    lab, _ = set_up
    recipient = "rosen.rolf@alt.buecherei.example"
    said = lab.spammer.send("rpostfix", ANNA.address, recipient, _letter(recipient, "rose"), source=world.BOTS[3])
    assert said.accepted, said
    log = "/var/log/mail.log"
    lab.wait_until(lambda: f"that <{ANNA.address}> did not send" in lab.rpostfix.read(log), "a refusal")
    assert not any(recipient.encode() in message for message in lab.hoster.mail_of(ANNA.address))


def test_who_only_asks_whether_the_address_exists_hears_yes(set_up: tuple[Lab, Process]) -> None:
    lab, _ = set_up
    client, server = send.Client(lab.spammer.cell), lab.hoster.place.addresses[0]
    with client.session(server, source=world.BOTS[4]) as session:
        commands = ("EHLO out.access.test", "MAIL FROM:<>", f"RCPT TO:<{ANNA.address}>")
        assert [session.command(command).code for command in commands] == [250, 250, 250]
        assert session.command("DATA").code == 550


def test_tags_cannot_be_guessed_with_a_sender(set_up: tuple[Lab, Process]) -> None:
    lab, _ = set_up
    client, server = send.Client(lab.spammer.cell), lab.hoster.place.addresses[0]
    codes = []
    for one in range(4):
        with client.session(server, source=world.BOTS[7]) as session:
            session.command("EHLO out.access.test")
            session.command(f"MAIL FROM:<{ANNA.address}>")
            tags = [f"prvs=3{one}{two}0aaaaaa={ANNA.address}" for two in range(8)]
            codes += [session.command(f"RCPT TO:<{tag}>").code for tag in tags]
    assert codes[:20] == [550] * 20
    assert codes[-1] == 450


def test_without_a_guard_mail_arrives_and_none_leaves_untagged(set_up: tuple[Lab, Process]) -> None:
    """Verifying fails open, signing fails closed. The last test: the guard ends."""
    lab, guard = set_up
    guard.stop()
    said = lab.spammer.send("hoster", "ruth@access.test", ANNA.address, _letter(ANNA.address, "aster"))
    assert said.accepted, said
    lab.hoster.wait_for(ANNA.address, "aster")
    recipient = "niemand@buecherei.example"
    told = lab.hoster.submit(*ANNA, ANNA.address, [recipient], _letter(recipient, "nelke"))
    assert told.refusal is not None
    assert told.refusal.code == 451
