"""The guard as a filter of Postfix and Sendmail: it signs, takes tags off, refuses, and looks at the content first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

import pytest

from lab import Lab, world
from lab.guard import Guard, Place, tagged
from lab.receiver import Receiver
from lab.send import Client, Dialogue

ANNA = world.login_of("anna@kunde.example")
EXEMPT = 'recipients = ["werkstatt.example"]'
FILTER = """\
INPUT_MAIL_FILTER(`whosent', `S=unix:/run/whosent/milter, F=T, T=S:10s;R:10s')dnl
"""
# Sendmail asks whether the user is there before it asks the filter, and Debian's knows no socketmap.
UNTAG = """
LOCAL_CONFIG
Kuntag regex -s1 ^prvs=[0-9]{4}[0-9a-f]{6}=(.+)$

LOCAL_RULE_0
R$+ < @ $=w . >\t$: $( untag $1 $) < @ $2 . >
"""
RECEIPT = """\
From: Ruth <ruth@access.test>
Subject: Read: {word}
MIME-Version: 1.0
Content-Type: multipart/report; report-type=disposition-notification; boundary="b"

--b

{word} could not stay unread
--b
Content-Type: message/disposition-notification

Disposition: manual-action/MDN-sent-manually; displayed
--b--
"""
BOUNCE = """\
From: Mail Delivery System <MAILER-DAEMON@mx.access.test>
Subject: Undelivered Mail
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b

{word} could not be delivered
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.access.test

Final-Recipient: rfc822; x@access.test
Action: failed
Status: 5.1.1
--b--
"""


class Site(NamedTuple):
    """A mail server of ours. `send`: a letter of `user` to these recipients; `box`: what lies in the user's mailbox."""

    name: str
    user: str
    guard: Guard
    send: Callable[[Sequence[str], str], Dialogue]
    box: Callable[[], list[bytes]]


@contextmanager
def _postfix(lab: Lab) -> Iterator[Site]:
    hoster, domains = lab.hoster, world.PLACES["hoster"].domains
    guard = Guard(hoster, domains, Place(fronts=("map", "milter")), EXEMPT)
    guard.install()
    guard.start()
    before = hoster.read("/etc/postfix/main.cf")
    hoster.set(
        smtpd_milters="unix:whosent/milter", non_smtpd_milters="unix:whosent/milter",
        virtual_alias_maps=f"socketmap:unix:whosent/map:unsign, {_value(lab, 'virtual_alias_maps')}",
    )  # fmt: skip
    hoster.reload()
    yield Site(
        "hoster", ANNA.address, guard, lambda recipients, text: hoster.submit(*ANNA, ANNA.address, recipients, text),
        lambda: hoster.mail_of(ANNA.address),
    )  # fmt: skip
    hoster.write("/etc/postfix/main.cf", before)
    hoster.reload()
    guard.stop()


def _value(lab: Lab, name: str) -> str:
    return lab.hoster.exec(["postconf", "-h", name]).stdout.strip()


@contextmanager
def _sendmail(lab: Lab) -> Iterator[Site]:
    host, user = lab.rsendmail, lab.rsendmail.welcome
    guard = Guard(host, [host.refuses], Place("/run/whosent", "smmsp", ("map", "milter")), EXEMPT)
    guard.install()
    guard.start()
    before = host.read("/etc/mail/sendmail.mc")
    head, mailer, rest = before.partition("MAILER(`local')dnl\n")
    host.write("/etc/mail/sendmail.mc", f"{head}{FILTER}{mailer}{rest}{UNTAG}")
    host.make()
    host.restart()
    yield Site(
        "rsendmail", user, guard,
        lambda recipients, text: Client(host.cell).send("127.0.0.1", user, recipients, text), host.delivered,
    )  # fmt: skip
    host.write("/etc/mail/sendmail.mc", before)
    host.make()
    host.restart()
    guard.stop()


@pytest.fixture(scope="module", params=[_postfix, _sendmail], ids=["postfix", "sendmail"])
def site(lab: Lab, request: pytest.FixtureRequest) -> Iterator[Site]:
    """A mail server with the guard as its filter, refusing."""
    with request.param(lab) as site:
        yield site


def _letter(site: Site, word: str) -> str:
    return f"From: {site.user}\nSubject: {word}-{site.name}\nMessage-ID: <{word}@{site.name}.example>\n\nHallo\n"


def _arrived(lab: Lab, box: Callable[[], list[bytes]], words: str) -> str:
    """The message with these words, once it is there."""
    return lab.wait_until(lambda: next((one for one in box() if words.encode() in one), b""), words).decode()


def _return(lab: Lab, site: Site, recipients: str | list[str], message: str) -> Dialogue:
    """Mail with an empty sender."""
    return lab.spammer.send(site.name, "", recipients, message, source=world.BOTS[15])


@pytest.mark.parametrize("name", ["refuses", "accepts"])
def test_its_bounce_comes_home(lab: Lab, site: Site, name: str) -> None:
    recipient = f"niemand@{getattr(lab.rpostfix, name)}"
    assert site.send([recipient], _letter(site, name)).accepted
    assert "Auto-Submitted: auto-" in _arrived(lab, site.box, f"{name}@{site.name}")


def test_only_the_envelope_is_tagged(lab: Lab, site: Site) -> None:
    assert site.send([lab.rpostfix.welcome], _letter(site, "ahorn")).accepted
    letter = _at(lab, lab.rpostfix, site, "ahorn")
    assert f"Return-Path: <{tagged(site.user, 14)}>" in letter
    assert f"\nFrom: {site.user}\n" in letter


def test_one_who_knows_people_by_their_sender_gets_it_untagged(lab: Lab, site: Site) -> None:
    """With all other recipients of the message: it has one sender."""
    assert site.send([lab.rpostfix.welcome, lab.rexim.welcome], _letter(site, "birke")).accepted
    for receiver in (lab.rpostfix, lab.rexim):
        assert f"Return-path: <{site.user}>" in _at(lab, receiver, site, "birke").replace("-Path", "-path")


def _at(lab: Lab, receiver: Receiver, site: Site, word: str) -> str:
    return _arrived(lab, receiver.delivered, f"Subject: {word}-{site.name}").replace("\r", "")


def test_a_forged_bounce_is_refused(lab: Lab, site: Site) -> None:
    for recipient in (site.user, tagged(site.user, -1)):
        said = _return(lab, site, recipient, BOUNCE.format(word="eibe"))
        assert said.refusal is not None
        assert (said.refusal.command, said.refusal.code) == (".", 550)
        assert f"mail that <{site.user}> did not send" in said.refusal.text


def test_a_genuine_bounce_arrives(lab: Lab, site: Site) -> None:
    assert _return(lab, site, tagged(site.user), BOUNCE.format(word=f"erle-{site.name}")).accepted
    assert "X-Whosent-Guard" not in _arrived(lab, site.box, f"erle-{site.name} could not")


def test_a_read_receipt_is_no_bounce(lab: Lab, site: Site) -> None:
    assert _return(lab, site, site.user, RECEIPT.format(word=f"esche-{site.name}")).accepted
    assert "X-Whosent-Guard" not in _arrived(lab, site.box, f"esche-{site.name} could not")


def test_while_it_observes_the_header_says_what_would_be(lab: Lab, site: Site) -> None:
    site.guard.reload(mode="observe")
    try:
        assert _return(lab, site, site.user, BOUNCE.format(word=f"fichte-{site.name}")).accepted
    finally:
        site.guard.reload(mode="refuse")
    assert "X-Whosent-Guard: would be refused: no tag" in _arrived(lab, site.box, f"fichte-{site.name} could not")


def test_without_the_guard_nothing_leaves_untagged(lab: Lab, site: Site) -> None:
    site.guard.stop()
    try:
        said = site.send([lab.rpostfix.welcome], _letter(site, "ginkgo"))
        assert not said.accepted
        assert said.refusal is not None
        assert 400 <= said.refusal.code < 500
    finally:
        site.guard.start()
    assert site.send([lab.rpostfix.welcome], _letter(site, "hasel")).accepted
    _at(lab, lab.rpostfix, site, "hasel")
    assert not any(f"Subject: ginkgo-{site.name}".encode() in letter for letter in lab.rpostfix.delivered())
