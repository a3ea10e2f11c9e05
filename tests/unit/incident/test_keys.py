from __future__ import annotations

import pytest
from tests.unit.incident.cases import case

from whosent.incident.keys import SPANS, key_of, origin_text
from whosent.model.case import Case
from whosent.model.hop import Hop
from whosent.model.notice import Notice, Recipient
from whosent.model.verdict import Origin, Subject

SCRIPT = Origin(entry="local", script="/var/www/a/contact.php", uid=33)
DIR = Origin(entry="local", dir="/var/www/.x", uid=33)
UID = Origin(entry="local", uid=33)
LOGIN = Origin(entry="login", mailbox="Anna@victim.example")
WEB = Hop(by="web1.a.example", local_user="web12")
RELAYED = Hop(by="mail.a.example", for_addr="Info@victim.example")
FORWARDED = Notice("bounce", recipients=(Recipient("x@gmx.example", original_address="Info@victim.example"),))
FAKE = Notice("bounce", dialect="postfix", reporting_mta="MX.b.example")


def key(made: Case) -> tuple[str, ...]:
    assert made.verdict is not None
    return key_of(made, made.verdict)


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (case(cause="script", origin=SCRIPT, entry=Hop(by="web1.a.example")), ("script", "/var/www/a/contact.php")),
        (case(cause="script", origin=DIR, entry=Hop(by="Web1.a.example")), ("dir", "/var/www/.x", "web1.a.example")),
        (case(cause="script", origin=UID, entry=Hop(by="web1.a.example")), ("uid", "33", "web1.a.example")),
        (case(cause="script", origin=UID, ip="192.0.2.1"), ("uid", "33", "192.0.2.1")),
        (case(cause="script", entry=WEB), ("user", "web12", "web1.a.example")),
        (case(cause="script", ip="192.0.2.1"), ("server", "192.0.2.1", "victim.example")),
        (case(cause="mailbox", origin=LOGIN), ("mailbox", "anna@victim.example")),
        (case(cause="mailbox", subject=Subject("Bo@b.example")), ("mailbox", "bo@b.example")),
        (case(cause="mailbox", victim="Info@victim.example"), ("mailbox", "info@victim.example")),
        (case(cause="mailbox", victim="x68tmfmr3ph@Victim.example"), ("made-up", "victim.example")),
        (case(cause="own", victim=None, addressee="anna@victim.example"), ("mailbox", "anna@victim.example")),
        (case(cause="forwarded", origin=LOGIN), ("address", "anna@victim.example")),
        (case(cause="forwarded", entry=RELAYED, victim="a@spam.test"), ("address", "info@victim.example")),
        (case(cause="forwarded", notice=FORWARDED, victim="a@spam.test"), ("address", "info@victim.example")),
        (case(cause="forwarded", ip="192.0.2.1"), ("server", "192.0.2.1")),
        (case(victim="x7@Victim.example", ip="203.0.113.1", text="b1"), ("domain", "victim.example")),
        (case(victim=None, addressee="anna@victim.example"), ("domain", "victim.example")),
        (case(victim=None), ("domain", "")),
        (case(cause="fake", text="b1", notice=FAKE), ("content", "b1")),
        (case(cause="fake", notice=FAKE), ("reporter", "mx.b.example")),
        (case(cause="fake"), ("reporter", "")),
        (case(cause="undetermined", origin=LOGIN), ("mailbox", "anna@victim.example")),
        (case(cause="undetermined", origin=Origin(entry="foreign")), ("foreign", "victim.example")),
        (case(cause="undetermined"), ("unknown", "victim.example")),
    ],
)
def test_key(made: Case, expected: tuple[str, ...]) -> None:
    assert made.verdict is not None
    assert key(made) == (made.verdict.cause, *expected)


def test_two_servers_have_each_a_uid_33() -> None:
    one, other = (case(cause="script", origin=UID, entry=Hop(by=host)) for host in ("web1.a.example", "web2.a.example"))
    assert key(one) != key(other)


def test_reach_is_never_shorter_than_link() -> None:
    assert all(span.link <= span.reach for span in SPANS.values())


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (case(cause="script", origin=SCRIPT), "/var/www/a/contact.php"),
        (case(cause="script", origin=DIR), "/var/www/.x"),
        (case(cause="script", origin=UID), "uid 33"),
        (case(cause="script", origin=Origin(entry="local"), entry=WEB), "web12"),
        (case(cause="mailbox", origin=LOGIN), "Anna@victim.example"),
        (case(cause="mailbox", origin=Origin(entry="login", ip="203.0.113.7"), ip="192.0.2.1"), "203.0.113.7"),
        (case(cause="mailbox", origin=Origin(entry="login"), ip="192.0.2.1"), ""),
        (case(cause="forwarded", origin=Origin(entry="relayed"), entry=RELAYED), "Info@victim.example"),
        (case(origin=Origin(entry="foreign", ip="203.0.113.7"), ip="203.0.113.9"), "203.0.113.9"),
        (case(origin=Origin(entry="foreign", ip="203.0.113.7"), ip=None), "203.0.113.7"),
        (case(ip=None), ""),
    ],
)
def test_origin_text_is_the_most_telling(made: Case, text: str) -> None:
    assert made.verdict is not None
    assert origin_text(made, made.verdict) == text
