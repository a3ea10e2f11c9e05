"""Each kind of evidence that rests on logs, DNS or a signature: what shows it, and what lacks just that."""

from __future__ import annotations

from base64 import b64encode
from typing import NamedTuple

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from tests.unit.walk.logs import BOB, ID, MESSAGE_ID, OFFICE, Logs, accepted, line, redirected, sent, submitted, usage
from tests.unit.walk.mtas import postfix, postfix_local
from tests.unit.walk.notices import (
    ALIAS,
    BOT,
    BOT_NAME,
    EVERYTHING,
    FROM_BOT,
    FROM_US,
    TO,
    US,
    VICTIM,
    R,
    check,
    kinds,
    ours,
    theirs,
)

from whosent.auth import batv, named
from whosent.auth.keyring import Key

CALL = ("[24-Nov-2026 09:00:00 UTC] mail() on [/var/www/shop/contact.php:7]: To: nobody@remote.test -- Headers: "
        "From: <info@victim.example> -- Subject: Cheap watches")  # fmt: skip
REQUEST = '203.0.113.5 - - [24/Nov/2026:08:59:59 +0000] "POST /contact.php HTTP/1.1" 200 12 "-" "curl"'
SIEVE = line("dovecot", f"managesieve-login: Login: user=<{ALIAS}>, method=PLAIN, rip=203.0.113.8, lip=192.0.2.10, "
                        "mpid=7, session=<x>", clock="Nov 20 03:00:00")  # fmt: skip
READS = line(
    "dovecot", f"imap-login: Login: user=<{BOB}>, method=PLAIN, rip={BOT}, lip=192.0.2.10, mpid=7, session=<x>"
)
CWD = "2026-11-24 09:00:00 cwd=/var/www/shop 4 args: /usr/sbin/sendmail -t -i"
EXIM = "2026-11-24 09:00:00 1xVgff-0000Fa-23 <= info@victim.example U=www-data P=local S=900 id=spam.1@victim.example"
OUTCOME = f"2026-11-24 09:00:01 1xVgff-0000Fa-23 ** {TO} R=dnslookup T=remote_smtp: Unrouteable address"
ELSEWHERE = accepted(
    f"{BOT_NAME}[{BOT}]", BOB, to="evil@spam.test", relay="mx.spam.test[203.0.113.66]:25", outcome=sent("CCCC0000003")
)
FORWARDER = postfix(R, "fwd.test", "198.51.100.7", "fwd.test", TO)
TO_FORWARDER = {"to": "x@fwd.test", "relay": "fwd.test[198.51.100.7]:25", "outcome": sent("CCCC0000003")}
LOGIN = ours(postfix(US, "pc", BOT, BOT_NAME, TO))
LOCALLY = ours(postfix_local(US))
TAKEN = ours(postfix(US, "bot", BOT, BOT_NAME, ALIAS))
FOREIGN = theirs(FROM_BOT)
RENAMED = theirs(FORWARDER).replace(MESSAGE_ID.encode(), b"new.1@fwd.test")
OPENDKIM = line("opendkim", f"{ID}: DKIM-Signature field added (s=mail, d=victim.example)")
SERVERS = [f"vps{n}.rent.test[198.18.0.{n}]" for n in range(1, 7)]


def _spf(record: str, **more: list[str]) -> Logs:
    return Logs(covered=None, dns={"TXT victim.example": [record], **more})


def _ar(results: str) -> bytes:
    return _said(f"Authentication-Results: mx.remote.test; {results}")


def _said(field: str) -> bytes:
    """The reporter wrote this field above its own Received line."""
    return FOREIGN.replace(b"Received: from bot", f"{field}\nReceived: from bot".encode(), 1)


KEY = generate_private_key(65537, 2048)
PRIVATE = KEY.private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
)
PUBLIC = b64encode(
    KEY.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
).decode()
KEYS_DNS = {"TXT victim.example": ["v=spf1 ?all"], "TXT s._domainkey.victim.example": [f"v=DKIM1; k=rsa; p={PUBLIC}"],
            "TXT s._domainkey.esp.test": [f"v=DKIM1; k=rsa; p={PUBLIC}"]}  # fmt: skip
KEYS = Logs(covered=None, dns=KEYS_DNS)
SERVICE = Logs(covered=None, dns={"TXT victim.example": ["v=spf1 include:esp.test ?all"],
                                  "TXT esp.test": [f"v=spf1 ip4:{BOT} -all"],
                                  "TXT s._domainkey.victim.example": [f"v=DKIM1; k=rsa; p={PUBLIC}"]})  # fmt: skip
NO_KEYS = Logs(covered=None, dns={"TXT victim.example": ["v=spf1 ?all"]})
SENT = (b"From: <info@victim.example>\r\nTo: <nobody@remote.test>\r\nSubject: Cheap watches\r\n"
        b"Message-ID: <spam.1@victim.example>\r\nDate: Tue, 24 Nov 2026 08:59:59 +0000\r\n\r\n"
        b"Buy now.\r\n")  # fmt: skip


def signed(domain: str = "victim.example", *, of: bytes = SENT) -> bytes:
    """The notice of a message that a holder of `domain`'s key signed as `of`."""
    field: bytes = dkim.sign(of, b"s", domain.encode(), PRIVATE, include_headers=[b"from", b"subject", b"message-id"])
    return FOREIGN.replace(b"From: <info@", field.replace(b"\r\n", b"\n") + b"From: <info@", 1)


def _once(number: int, letter: str = "A") -> list[str]:
    """A letter a day to somebody else each time."""
    found: list[str] = []
    for n in range(number):
        found += accepted(login=BOB, id_=f"{letter}{n:010X}", to=f"{n}@x.test", message_id=f"{n}@x.test", sender=BOB,
                          clock=f"Nov {12 + n} 09:00:00")  # fmt: skip
    return found


def friend() -> list[str]:
    """From where the message came, Bob also writes to somebody whom he wrote to from his office."""
    return accepted(login=BOB, id_="FFFF0000001", to="friend@far.test", message_id="hi@x.test", sender=BOB,
                    outcome=sent("EEEE0000001"))  # fmt: skip


TAG_KEY = Key(3, "sign", "q4ycv6pcv3tqm2h5")
TAGGED = Logs(covered=None, keys=(TAG_KEY,), tagged_since="2026-10-01")
UNTAGGED = Logs(covered=None, keys=(TAG_KEY,))
DAY = 20_781
"""On which the notices came."""


def _to(address: str) -> bytes:
    """The notice came to this form of the victim's address."""
    return FOREIGN.replace(f"for <{VICTIM}>".encode(), f"for <{address}>".encode())


def _tag(last: int = DAY, secret: bytes = TAG_KEY.secret.encode()) -> str:
    return batv.sign(VICTIM, 3, secret, last)


def _named(author: str = VICTIM, secret: bytes = TAG_KEY.secret.encode()) -> bytes:
    return FOREIGN.replace(MESSAGE_ID.encode(), named.name(author, 3, secret, DAY, b"12345").encode())


class Sample(NamedTuple):
    kind: str
    hit: bytes
    logs: Logs
    near_miss: bytes
    miss_logs: Logs


def _usage(**said: object) -> Logs:
    return Logs(*usage(**said))  # type: ignore[arg-type]


def _many(*, clients: list[str]) -> list[str]:
    found: list[str] = []
    for n, client in enumerate(clients):
        found += accepted(client, BOB, id_=f"E{n:010X}", to=f"{n}@x.test", message_id=f"{n}@x.test", sender=BOB)
    return found


SAMPLES = (
    # Our logs
    Sample("log-passed", LOGIN, Logs(*accepted()), LOGIN, Logs(*accepted(message_id="other@victim.example"))),
    Sample("log-handed-on", theirs(FORWARDER), Logs(*accepted(OFFICE, BOB, **TO_FORWARDER)), FOREIGN,
           Logs(*accepted(OFFICE, BOB, **TO_FORWARDER))),
    Sample("log-signature-lost", LOGIN, Logs(*accepted(), OPENDKIM), LOGIN, Logs(*accepted())),
    Sample("log-other-recipient", FOREIGN, Logs(*ELSEWHERE), FOREIGN, Logs()),
    Sample("log-other-no-login", FOREIGN,
           Logs(*submitted(1003, to="evil@spam.test", relay="mx.spam.test[203.0.113.66]:25",
                           outcome=sent("CCCC0000003"))),
           FOREIGN, Logs(*ELSEWHERE)),
    Sample("log-absent", FOREIGN, Logs(), FOREIGN, Logs(covered=None)),
    Sample("log-gave-there", RENAMED,
           Logs(*accepted(OFFICE, BOB, **TO_FORWARDER, message_id="old@victim.example")), RENAMED,
           Logs(*accepted(OFFICE, BOB, **TO_FORWARDER, message_id="old@victim.example", sender=BOB))),
    Sample("log-gave-unknown", RENAMED, Logs(often="198.51.100.7"), RENAMED, Logs(often="198.51.100.8")),
    Sample("log-not-covering", FOREIGN, Logs(covered=None), FOREIGN, Logs()),
    Sample("log-login", LOGIN, Logs(*accepted(login=BOB)), LOGIN, Logs(*accepted())),
    Sample("log-local", LOCALLY, Logs(*submitted()), LOGIN, Logs(*accepted())),
    Sample("log-script", LOCALLY, Logs(*submitted(), php=(CALL,)), LOCALLY,
           Logs(*submitted(), php=(CALL.replace("Cheap", "Dear"),))),
    Sample("log-request", LOCALLY, Logs(*submitted(), php=(CALL,), access=(REQUEST,)), LOCALLY,
           Logs(*submitted(), php=(CALL,), access=(REQUEST.replace("08:59:59", "08:52:00"),))),
    Sample("log-directory", LOCALLY, Logs(exim=(CWD.replace("/var/www", "/home/bob"), EXIM, OUTCOME)), LOCALLY,
           Logs(exim=(EXIM, OUTCOME))),
    Sample("log-web-directory", LOCALLY, Logs(exim=(CWD, EXIM, OUTCOME)), LOCALLY,
           Logs(exim=(CWD.replace("/var/www", "/home/bob"), EXIM, OUTCOME))),
    Sample("log-web-account", LOCALLY, Logs(*submitted()), LOCALLY, Logs(*submitted(1003))),
    Sample("log-system-account", LOCALLY, Logs(*submitted(0)), LOCALLY, Logs(*submitted(1003))),
    Sample("log-redirect", ours(postfix_local(US, 5000)), Logs(*redirected(), *submitted(5000)),
           ours(postfix_local(US, 5000)), Logs(*redirected("other@far.test"), *submitted(5000))),
    Sample("log-redirect-changed", ours(postfix_local(US, 5000)), Logs(SIEVE, *redirected(), *submitted(5000)),
           ours(postfix_local(US, 5000)), Logs(SIEVE.replace(ALIAS, BOB), *redirected(), *submitted(5000))),
    Sample("log-ambiguous", LOGIN.replace(ID.encode(), b"0123456789A"), Logs(*accepted(), *accepted(id_="AAAA0000001")),
           LOGIN, Logs(*accepted(), *accepted(id_="AAAA0000001"))),
    Sample("log-id-known", theirs(FORWARDER, FROM_US.replace(ID, "x"), postfix(US, "pc", BOT)),
           Logs(*accepted(message_id="2@x.test")), theirs(FORWARDER), Logs(*accepted(message_id="2@x.test"))),
    Sample("log-webmail", LOCALLY, Logs(*submitted(), php=(CALL.replace("shop", "roundcube"),)), LOCALLY,
           Logs(*submitted(), php=(CALL,))),
    Sample("log-other-tenant", LOGIN, Logs(*accepted(login="eve@tenant.test")), LOGIN, Logs(*accepted(login=BOB))),
    Sample("log-handed-on-signed", signed().replace(FROM_BOT.encode(), FORWARDER.encode()),
           Logs(*accepted(OFFICE, BOB, **TO_FORWARDER), dns=KEYS_DNS), theirs(FORWARDER),
           Logs(*accepted(OFFICE, BOB, **TO_FORWARDER), dns=KEYS_DNS)),
    Sample("log-passed-on", TAKEN, Logs(*accepted(original=ALIAS)), TAKEN, Logs(*accepted())),
    Sample("log-relayed", TAKEN, Logs(*accepted()), TAKEN, Logs(*accepted(login=BOB))),
    Sample("log-loopback", LOGIN, Logs(*accepted("localhost[127.0.0.1]")), LOGIN, Logs(*accepted())),
    Sample("log-from-own-host", LOGIN, Logs(*accepted("mail.victim.example[192.0.2.10]")), LOGIN, Logs(*accepted())),
    Sample("log-no-entry", LOGIN, Logs(*accepted()[1:]), LOGIN, Logs(*accepted())),
    # Owner or thief?
    Sample("habit-usual-client", LOGIN, _usage(usual=4), LOGIN, _usage(usual=2)),
    Sample("habit-new-client", LOGIN, _usage(history=5), LOGIN, _usage()),
    Sample("habit-many-places", LOGIN, _usage(places=6), LOGIN, _usage(places=3)),
    Sample("habit-many-houses", LOGIN, _usage(places=6), LOGIN,
           Logs(*_many(clients=SERVERS[1:]), *accepted(SERVERS[0], BOB, sender=BOB))),
    Sample("habit-swarm", LOGIN, _usage(places=9), LOGIN, _usage(places=6)),
    Sample("habit-strangers-too", LOGIN, _usage(usual=4, places=6), LOGIN, _usage(places=6)),
    Sample("habit-guessed", LOGIN, _usage(guesses=2, guessers=3), LOGIN, _usage(guesses=2, guessers=1)),
    Sample("habit-wrong-passwords", LOGIN, _usage(guesses=6), LOGIN, _usage(guesses=5)),
    Sample("habit-flood", LOGIN, _usage(dead=70), LOGIN, _usage(dead=20)),
    Sample("habit-dead-recipients", LOGIN, _usage(dead=6), LOGIN, _usage(dead=3)),
    Sample("habit-mostly-dead", LOGIN, _usage(dead=6), LOGIN, _usage(usual=9)),
    Sample("habit-no-circle", LOGIN, Logs(*_once(9), *accepted(login=BOB)), LOGIN,
           Logs(*_once(9), *_once(1, "B"), *accepted(login=BOB))),
    Sample("habit-like-the-others", LOGIN, _usage(places=6), LOGIN, _usage(places=6, size=2000)),
    Sample("habit-strangers-only", LOGIN, _usage(history=5, dead=6), LOGIN, _usage(history=5, dead=3)),
    Sample("habit-known-contacts", LOGIN, Logs(*usage(history=5), *friend()), LOGIN, Logs(*usage(), *friend())),
    Sample("habit-same-recipients", LOGIN, _usage(guessers=9), LOGIN, _usage(guessers=2)),
    Sample("habit-circle", LOGIN, _usage(usual=4), LOGIN, Logs(*_once(9), *accepted(login=BOB))),
    Sample("habit-seen-before", LOGIN, _usage(history=5, seen=1), LOGIN, _usage(history=5)),
    Sample("habit-unlike-the-others", LOGIN, _usage(places=6, size=2000), LOGIN, _usage(places=6)),
    Sample("habit-siblings", LOGIN, Logs(*_many(clients=SERVERS[1:]), *accepted(SERVERS[0], BOB, sender=BOB)), LOGIN,
           Logs(*_many(clients=SERVERS[1:2]), *accepted(SERVERS[0], BOB, sender=BOB))),
    Sample("habit-servers-only", LOGIN, Logs(*_many(clients=SERVERS[1:]), *accepted(SERVERS[0], BOB, sender=BOB)),
           LOGIN, Logs(*_many(clients=SERVERS[1:]), *accepted(login=BOB, sender=BOB))),
    Sample("habit-no-access-line", LOGIN, Logs(*accepted(SERVERS[0], BOB)), LOGIN, Logs(*accepted(login=BOB))),
    Sample("habit-reader", LOGIN, Logs(READS, *accepted(login=BOB)), LOGIN,
           Logs(READS.replace(BOT, "198.18.7.7"), *accepted(login=BOB))),
    Sample("habit-others-usual", LOGIN, _usage(history=5), LOGIN, _usage(usual=5)),
    Sample("habit-never-reads", LOGIN, Logs(*[READS] * 3, *accepted(OFFICE, BOB)), LOGIN,
           Logs(*[READS] * 3, *accepted(login=BOB))),
    Sample("habit-foreign-sender", LOGIN, Logs(*accepted(login=BOB)), LOGIN, Logs(*accepted(login=BOB, sender=BOB))),
    Sample("habit-calm", LOGIN, _usage(), LOGIN, _usage(places=6)),
    # What the domain says
    Sample("spf-pass", FOREIGN, _spf(f"v=spf1 ip4:{BOT} -all"), FOREIGN, _spf("v=spf1 -all")),
    Sample("spf-pass-shared", FOREIGN,
           _spf("v=spf1 include:esp.test -all", **{"TXT esp.test": [f"v=spf1 ip4:{BOT} -all"]}), FOREIGN,
           _spf(f"v=spf1 ip4:{BOT} -all")),
    Sample("spf-fail-all", FOREIGN, _spf("v=spf1 mx -all"), FOREIGN, _spf(f"v=spf1 -ip4:{BOT} ?all")),
    Sample("spf-fail", FOREIGN, _spf(f"v=spf1 -ip4:{BOT} ?all"), FOREIGN, _spf("v=spf1 mx -all")),
    Sample("spf-softfail", FOREIGN, _spf("v=spf1 ~all"), FOREIGN, _spf("v=spf1 ?all")),
    Sample("spf-neutral", FOREIGN, _spf("v=spf1 ?all"), FOREIGN, _spf("v=spf1 ~all")),
    Sample("spf-none", FOREIGN, Logs(covered=None), FOREIGN, _spf("v=spf1 ~all")),
    Sample("spf-not-observed", FOREIGN, _spf("v=spf1 nonsense:x ~all"), FOREIGN, _spf("v=spf1 ~all")),
    Sample("spf-names-ours-only", FOREIGN, _spf("v=spf1 ip4:192.0.2.10 ~all"), FOREIGN,
           _spf("v=spf1 ip4:192.0.2.10 ip4:198.51.100.1 ~all")),
    Sample("dmarc-refused", FOREIGN, _spf("v=spf1 ~all", **{"TXT _dmarc.victim.example": ["v=DMARC1; p=reject"]}),
           FOREIGN, _spf(f"v=spf1 ip4:{BOT} ~all", **{"TXT _dmarc.victim.example": ["v=DMARC1; p=reject"]})),
    Sample("dmarc-let-in", FOREIGN, _spf("v=spf1 ~all", **{"TXT _dmarc.victim.example": ["v=DMARC1; p=none"]}),
           FOREIGN, _spf("v=spf1 ~all", **{"TXT _dmarc.victim.example": ["v=DMARC1; p=reject"]})),
    # What the reporter checked
    Sample("receiver-spf-fail", _said("Received-SPF: fail (x) client-ip=203.0.113.9; "
                                      "envelope-from=info@victim.example;"), NO_KEYS, FOREIGN, NO_KEYS),
    Sample("receiver-spf-softfail", _ar("spf=softfail smtp.mailfrom=victim.example"),
           NO_KEYS, _ar("spf=softfail smtp.mailfrom=other.test"), NO_KEYS),
    Sample("receiver-spf-pass", _ar("spf=pass smtp.mailfrom=info@victim.example"),
           NO_KEYS, theirs(FROM_BOT, extra="Authentication-Results: mx.remote.test; spf=pass "
                                           "smtp.mailfrom=info@victim.example\n"), NO_KEYS),
    Sample("receiver-dkim-pass", _ar("dkim=pass header.d=victim.example"),
           NO_KEYS, _ar("dkim=pass header.d=other.test"), NO_KEYS),
    Sample("receiver-dmarc-pass", _ar("dmarc=pass header.from=victim.example"),
           NO_KEYS, _ar("dmarc=none header.from=victim.example"), NO_KEYS),
    Sample("receiver-dmarc-fail", _ar("dmarc=fail header.from=victim.example"),
           NO_KEYS, _ar("dmarc=pass header.from=victim.example"), NO_KEYS),
    # Tags of our own
    Sample("tag-valid", _to(_tag()), UNTAGGED, _to(_tag(DAY - 1)), UNTAGGED),
    Sample("tag-expired", _to(_tag(DAY - 1)), UNTAGGED, _to(_tag()), UNTAGGED),
    Sample("tag-false", _to(_tag(secret=b"another secret")), UNTAGGED, _to(_tag()), UNTAGGED),
    Sample("tag-missing", FOREIGN, TAGGED, _to(_tag(secret=b"another secret")), TAGGED),
    Sample("message-id-signed", _named(), UNTAGGED, _named("bob@victim.example"), UNTAGGED),
    Sample("message-id-false", _named(secret=b"another secret"), UNTAGGED, _named(), UNTAGGED),
    # What was signed
    Sample("dkim-valid", signed(), KEYS, signed(), NO_KEYS),
    Sample("dkim-header-only",
           signed().replace(b"message/rfc822", b"text/rfc822-headers").replace(b"\nBuy now.\n", b""), KEYS,
           signed(), KEYS),
    Sample("dkim-body-changed", signed(of=SENT.replace(b"Buy now.", b"Dear friend,")), KEYS, signed(), KEYS),
    Sample("dkim-invalid", signed(of=SENT.replace(b"Cheap watches", b"Hello")), KEYS, signed(), KEYS),
    Sample("dkim-unknown", signed(), NO_KEYS, signed(), KEYS),
    Sample("dkim-other-signer", signed("esp.test"), KEYS, signed(), KEYS),
)  # fmt: skip


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.kind)
def test_hit_and_near_miss(sample):
    assert sample.kind in kinds(sample.hit, sample.logs, **EVERYTHING)
    assert sample.kind not in kinds(sample.near_miss, sample.miss_logs, **EVERYTHING)


def test_what_is_tagged_since_lately_need_not_be_tagged():
    assert "tag-missing" not in kinds(FOREIGN, Logs(keys=(TAG_KEY,), tagged_since="2026-11-15"), **EVERYTHING)
    assert "tag-missing" not in kinds(FOREIGN, UNTAGGED, **EVERYTHING)


def test_a_swarm_of_thousands_is_looked_through_once():
    """By places, not each with each: three thousand clients would be nine million pairs."""
    clients = [f"dyn-{n}.pool.net{n % 700}.test[10.{n // 250}.{n % 250}.7]" for n in range(3_000)]
    logs = Logs(*usage(history=5), *_many(clients=clients))
    assert {"habit-swarm", "habit-many-houses", "habit-others-usual"} <= kinds(LOGIN, logs, **EVERYTHING)


def test_a_tag_inside_srs_is_seen():
    wrapped = f"SRS0=abcd=Z7=victim.example={_tag().rpartition('@')[0]}@fwd.test"
    assert "tag-valid" in kinds(_to(wrapped), UNTAGGED, **EVERYTHING)


def test_where_the_client_is_if_a_file_says_so():
    logs = Logs(*accepted(login=BOB), geo={BOT: ("country=NL", "asn=64500")})
    told = check(LOGIN, logs, **EVERYTHING).verdict
    assert told is not None
    assert told.origin.country == "NL"
    assert "client-place" in kinds(LOGIN, logs, **EVERYTHING)
    assert "client-place" not in kinds(LOGIN, Logs(*accepted(login=BOB), geo={}), **EVERYTHING)


def test_logs_that_nobody_can_ask():
    unable = Logs(unable="the index is damaged")
    assert "log-not-read" in kinds(LOGIN, unable, **EVERYTHING)
    assert "log-not-read" not in kinds(LOGIN, Logs(), **EVERYTHING)


def test_what_others_know_is_not_looked_up_where_nothing_may_be():
    assert not {kind for kind in kinds(signed(), **EVERYTHING) if kind.startswith(("dkim", "spf", "log"))}
    assert "handover-ours" in kinds(theirs(FROM_US), KEYS, **EVERYTHING)
