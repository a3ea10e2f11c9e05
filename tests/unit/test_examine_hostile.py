"""What a spammer writes to get a wrong verdict, and what a confused world writes without meaning to.

Each message here is hostile at one place, and its truth is known. Whatever is decided must be right; `undetermined` is
always allowed. The attacks are by hand and name the trick.
"""

from __future__ import annotations

import base64
from typing import Any, NamedTuple

import pytest
from tests.unit.walk.mtas import (
    DATE,
    MTAS,
    UNREADABLE,
    courier,
    exchange,
    exchange_mapi,
    exim_local,
    google,
    lmtp,
    opensmtpd,
    postfix,
    postfix_again,
    postfix_local,
    qmail,
    qmail_bounce,
    sendmail,
)
from tests.unit.walk.notices import (
    ALIAS,
    BAIT,
    BOT,
    BOT_NAME,
    EVERYTHING,
    FROM_R,
    FROM_US,
    NOTHING,
    OUR_IP,
    PARTIAL,
    R_IP,
    TO,
    US,
    VICTIM,
    WEB,
    R,
    attach,
    check,
    fold,
    letter,
    notice,
    ours,
    theirs,
)

EVIL, EVIL_IP = "mail.evil.test", "203.0.113.66"
RENTED = "static.9.113.0.203.clients.cloud.test"
"""The name that a hoster gave to a rented server."""
FROM_EVIL = (postfix(US, EVIL, EVIL_IP, EVIL, VICTIM), postfix_again(EVIL))
FROM_BOT = postfix(R, "bot-pc", BOT, BOT_NAME, TO)
LOCAL = postfix_local(US)
LOGIN = postfix(US, "pc", "198.51.100.99", "dsl-99.isp.test", TO, login=VICTIM)
FAKE_LINES = (LOCAL, LOGIN, FROM_US)
THIEF = postfix(US, "thief-pc", BOT, BOT_NAME, TO, login="x", hidden=True)
"""A login that our server does not print."""
LOOP = postfix(US, "localhost", "127.0.0.1", "localhost", VICTIM)

LEVELS: dict[str, dict[str, Any]] = {
    "nothing": NOTHING,
    "partial": PARTIAL,
    "complete": EVERYTHING,
    "names": {"names": ["victim.example"], "own": [US], "own_complete": True},
    "addresses": {"names": ["victim.example"], "own": [OUR_IP], "own_complete": True},
    "upload": {**PARTIAL, "intake": "upload"},
}
NOT_ALL = ("nothing", "partial", "upload")
"""For worlds with a host of ours that the user does not name: "complete" would be a lie."""


class Attack(NamedTuple):
    trick: str
    truth: str
    message: bytes
    levels: tuple[str, ...] = tuple(LEVELS)
    options: dict[str, Any] = {}  # noqa: RUF012


# --- lines of ours, written by others: at every position -------------------------------------------

OUR_LINES_ANYWHERE = [
    Attack(f"{name} below the hand-over", "forged", theirs(FROM_BOT, line, *FAKE_LINES))
    for name, line in {
        "local submission": LOCAL, "login": LOGIN, "hand-over by us": FROM_US, "exim local": exim_local(US),
        "relayed": postfix(US, "x", "198.51.100.7", None, ALIAS), "loopback": postfix(US, "localhost", "127.0.0.1"),
        "reporter repeated": postfix(R, R, R_IP, R, TO),
    }.items()
] + [
    Attack(f"{name} in the HELO", "forged", theirs(postfix(R, helo, BOT, BOT_NAME, TO), LOCAL))
    for name, helo in {
        "our host": US, "our domain": "victim.example", "our address": f"[{OUR_IP}]", "the reporter": R,
        "localhost": "localhost", "homograph": "mail.v\u0456ctim.example", "trailing dot": US + ".",
        "upper case": US.upper(), "a line": "x_(Postfix,_from_userid_33)",
    }.items()
] + [
    Attack("the spammer's relay calls itself by our name", "forged",
           theirs(postfix(R, US, EVIL_IP, EVIL, TO), LOCAL, LOGIN)),
    Attack("script marker, login marker", "forged",
           theirs(FROM_BOT, extra="X-PHP-Originating-Script: 33:contact.php\nX-Authenticated-Sender: info\n")),
    Attack("below our border in a letter", "forged", letter([lmtp(US), postfix(US, "bot", BOT, BOT_NAME, VICTIM),
                                                             LOCAL, LOGIN])),
    Attack("the same with our name in HELO", "forged", letter([postfix(US, US, BOT, BOT_NAME, VICTIM), LOCAL])),
]  # fmt: skip

# --- names that nobody checked ----------------------------------------------------------------------

LYING_PTR = [
    attack
    for name, write in {"opensmtpd": opensmtpd, "courier": courier, "qmail": qmail}.items()
    for attack in (
        Attack(f"{name}: PTR is our host, in a letter", "forged",
               letter([write(US, US, BOT, US, VICTIM), MTAS[name].local(US)])),
        Attack(f"{name}: PTR is our host, at the reporter", "forged", theirs(write(R, US, BOT, US, TO), LOCAL)),
        Attack(f"{name}: PTR is our host, delivers a notice", "fake",
               notice([write(US, US, EVIL_IP, US, VICTIM), MTAS[name].made(US)], [LOCAL], reporter=US)),
        Attack(f"{name}: PTR is our filter", "fake",
               notice([write(US, "mx2.filter.test", EVIL_IP, "mx2.filter.test", VICTIM),
                       postfix("mx2.filter.test", R, R_IP, R, VICTIM), postfix_again(R)], [FROM_US, LOCAL]),
               options={"mx": ["mx2.filter.test"]}),
        Attack(f"{name}: HELO is the reporter", "fake",
               notice([write(US, R, EVIL_IP, "pool.evil.test", VICTIM)], [FROM_US, LOCAL])),
    )
] + [
    Attack("sendmail says may be forged", "forged", theirs(sendmail(R, US, BOT, US, TO, forged=True), LOCAL)),
]  # fmt: skip

# --- whole notices that nobody's mail system wrote ---------------------------------------------------

OUR_TRACE = (FROM_US, LOCAL)
FAKE_NOTICES = [
    Attack("from nowhere", "fake", notice([postfix(US, "x.evil.test", EVIL_IP, None, VICTIM)], OUR_TRACE)),
    Attack("no line but ours below it", "fake", notice([postfix(US, US, EVIL_IP, EVIL, VICTIM), postfix_again(US)],
                                                       [LOCAL], reporter=US)),
    Attack("over loopback, as a script here can", "fake", notice([LOOP], [LOCAL], reporter=US)),
    Attack("over loopback, with a line of our mail system below", "fake",
           notice([LOOP, postfix_again(US)], [LOCAL], reporter=US)),
    Attack("behind a proxy that shows every client as loopback", "fake",
           notice([postfix(US, EVIL, "127.0.0.1", "localhost", VICTIM), postfix_again(US)], [LOCAL], reporter=US)),
    Attack("behind a NAT that shows every client as its own", "fake",
           notice([postfix(US, EVIL, "172.17.0.1", None, VICTIM), postfix_again(US)], [LOCAL], reporter=US)),
    Attack("through a hacked form here", "fake", notice([LOCAL, *FROM_R], OUR_TRACE)),
    Attack("through a hacked form here with an account of its own", "fake",
           notice([postfix_local(US, uid=1003), *FROM_R], OUR_TRACE)),
    Attack("through a hacked form here with an account of its own, as our own", "fake",
           notice([postfix_local(US, uid=1003), postfix_again(US)], [LOCAL], reporter=US)),
    Attack("through a hacked form here, as our own", "fake", notice([LOCAL, postfix_again(US)], [LOCAL], reporter=US)),
    Attack("through a hacked form here, the web server runs as daemon", "fake",
           notice([exim_local(US, user="daemon")], [exim_local(US)], reporter=US)),
    Attack("through a stolen mailbox here", "fake",
           notice([postfix(US, R, EVIL_IP, R, VICTIM, login="x@victim.example"), postfix_again(R)], OUR_TRACE)),
    Attack("through webmail here", "fake",
           notice([postfix(US, "localhost", "127.0.0.1", "localhost", VICTIM, login="x"), postfix_again(US)], [LOCAL],
                  reporter=US)),
    Attack("through our border in a line that cannot be read", "fake",
           notice([UNREADABLE, postfix_again(US)], [LOCAL], reporter=US)),
    Attack("through a border that hides its clients", "fake",
           notice([f"by {US} with Internet Mail Service (5.5.2653.19) id <3MQ>; {DATE}", postfix_again(US)], [LOCAL],
                  reporter=US)),
    Attack("consistent, from a domain of his own, with an envelope sender", "fake",
           notice(FROM_EVIL, [postfix(EVIL, US, OUR_IP, US, "n@evil.test"), LOCAL], reporter=EVIL, failed="n@evil.test",
                  return_path="<x@evil.test>")),
    Attack("consistent, through an account at a big provider", "fake",
           notice([postfix(US, "mail-sor-f41.google.com", "198.51.100.41", "mail-sor-f41.google.com", VICTIM)],
                  [google("mx.google.com", US, OUR_IP, US, "n@gmail.com"), LOCAL], reporter="mx.google.com",
                  failed="n@gmail.com", return_path="<spam@gmail.com>")),
    Attack("consistent, but our server is none of that kind", "fake",
           notice(FROM_EVIL, [postfix(EVIL, US, OUR_IP, US, "n@evil.test"), exim_local(US)], reporter=EVIL,
                  failed="n@evil.test")),
    Attack("consistent, but our queue ids look otherwise", "fake",
           notice(FROM_EVIL, [postfix(EVIL, US, OUR_IP, US, "n@evil.test"), LOCAL.replace("5D2F825416C", "4Kx7z2abc")],
                  reporter=EVIL, failed="n@evil.test")),
    Attack("with bait, consistent", "fake", notice(FROM_EVIL, OUR_TRACE, reporter=EVIL, words=BAIT)),
    Attack("with bait and file", "fake", attach(notice([postfix(US, EVIL, EVIL_IP, EVIL)], OUR_TRACE, words=BAIT))),
]  # fmt: skip

# --- dragging the walk past the real client ----------------------------------------------------------

DRAGGING = [
    Attack(f"an inner hop below the client: {name}", "forged", theirs(FROM_BOT, line, FROM_US, LOCAL))
    for name, line in {
        "loopback": postfix(R, "localhost", "127.0.0.1", "localhost", TO),
        "private": postfix(R, "edge", "10.0.0.5", None, TO),
        "named": postfix(R, R, R_IP, R, TO),
        "again": postfix_again(R),
    }.items()
] + [
    Attack("a customer of the reporter's house", "forged",
           theirs(postfix(R, "cust-7.remote.test", BOT, "cust-7.remote.test", TO),
                  postfix("cust-7.remote.test", US, OUR_IP, US, TO), LOCAL)),
    Attack("a server in the reporter's house", "forged",
           theirs(postfix(R, "web88.remote.test", BOT, "web88.remote.test", TO),
                  postfix("web88.remote.test", US, OUR_IP, US, TO), LOCAL)),
    Attack("a reporter behind NAT", "forged", theirs(postfix(R, "bot", "172.17.0.1", None, TO), FROM_US, LOCAL)),
    Attack("a reporter whose line cannot be read", "forged",
           theirs(UNREADABLE.replace(US, R), postfix(R, US, OUR_IP, US, TO), LOCAL)),
    Attack("our own entry line cannot be read", "forged", ours(UNREADABLE, LOCAL)),
    Attack("our own entry line hides the client", "forged",
           ours(f"by {US} (Postfix) with ESMTPS id 4C96E2547B0 for <{TO}>; {DATE}", LOCAL)),
]  # fmt: skip

# --- theft and hacked scripts in worlds that look foreign ---------------------------------------------

LOOKS_FOREIGN = [
    Attack("the reporter hides its clients behind NAT", "mailbox",
           theirs(postfix(R, US, "172.17.0.1", None, TO), THIEF)),
    Attack("the same, through a host that nobody named", "mailbox",
           theirs(postfix(R, "out.isp.test", "172.17.0.1", None, TO), THIEF.replace(f"by {US}", "by out.isp.test")),
           NOT_ALL),
    Attack("the reporter writes no line", "mailbox", theirs(THIEF)),
    Attack("the reporter writes no line, host unnamed", "mailbox",
           theirs(THIEF.replace(f"by {US}", "by out.isp.test")), NOT_ALL),
    Attack("reporter, outbound host and mailbox in one house", "mailbox",
           notice([postfix("store.prov.test", "mx.prov.test", R_IP, "mx.prov.test", VICTIM)],
                  [postfix("mx.prov.test", "mout.prov.test", "192.0.2.77", "mout.prov.test", "n@prov.test"),
                   THIEF.replace(f"by {US}", "by mout.prov.test")], reporter="mx.prov.test", failed="n@prov.test"),
           ("nothing",)),
    Attack("an office server on an access line", "mailbox",
           notice([exchange("exch01.corp.local", R, R_IP)],
                  [postfix(R, "exch01.corp.local", BOT, "p5b0.dip0.dsl.test", TO), exchange_mapi("exch01.corp.local")]),
           ("nothing",)),
    Attack("a rented server with the hoster's name", "script", theirs(postfix(R, WEB, BOT, RENTED, TO),
                                                                      postfix_local(WEB)), NOT_ALL),
    Attack("a rented server under another name", "script",
           theirs(postfix(R, "web1.shop.test", BOT, RENTED, TO), postfix_local("web1.shop.test")), NOT_ALL),
    Attack("a rented server without PTR", "script",
           theirs(postfix(R, "web1.shop.test", BOT, None, TO), postfix_local("web1.shop.test")), NOT_ALL),
    Attack("a web server that mails directly to MX", "script", theirs(postfix(R, "victim.example", BOT, RENTED, TO)),
           NOT_ALL),
    Attack("the next address to our mail server's", "script",
           theirs(postfix(R, "localhost.localdomain", "192.0.2.11", None, TO)), ("partial", "upload")),
    Attack("our address space, a customer's server", "script",
           theirs(postfix(R, "vps", "192.0.2.200", "vps200.kunden.test", TO)), ("partial",),
           {"own": [US, "192.0.2.0/24"]}),
    Attack("our address space, in a letter", "script",
           letter([postfix(US, "vps", "192.0.2.200", "vps200.kunden.test", VICTIM)]), ("partial",),
           {"own": [US, "192.0.2.0/24"]}),
    Attack("our host by IPv6 without PTR", "script", theirs(postfix(R, US, "2001:db8:2::10", None, TO), LOCAL)),
    Attack("our host, known by name alone, without PTR", "script", theirs(postfix(R, US, OUR_IP, None, TO)),
           ("nothing", "partial", "names", "addresses")),
    Attack("our host with the hoster's name", "script", theirs(postfix(R, US, OUR_IP, RENTED, TO), LOCAL)),
    Attack("the reporter prints the HELO alone", "script",
           theirs(f"from outhost by {R} with SMTP id 12345 for <{TO}>; {DATE}", LOCAL)),
    Attack("the reporter looks up no names", "script",
           theirs(exchange(R, "web1.shop.test", BOT), postfix_local("other.shop.test")), NOT_ALL),
    Attack("our server is qmail, whose queue lines name no host", "script",
           notice([exchange(US, R, R_IP)], [exchange(R, "web1.shop.test", BOT), MTAS["qmail"].local(US)]), NOT_ALL),
    Attack("our host handed over for a client with a permitted address", "mailbox",
           theirs(postfix_again(R), FROM_US, postfix(US, "office-pc", BOT, BOT_NAME, TO))),
    Attack("the same, and the reporter's own alias failed", "mailbox",
           theirs(postfix(R, US, OUR_IP, US, "list@remote.test"),
                  postfix(US, "office-pc", BOT, BOT_NAME, "list@remote.test"))),
    Attack("from an outbound host that nobody named to a colleague's mistyped address", "mailbox",
           ours(postfix(US, "out.victim.example", "192.0.2.30", "out.victim.example", "tpyo@victim.example"),
                failed="tpyo@victim.example", remote=None), NOT_ALL),
    Attack("from a web server that nobody named through a redirect", "script",
           ours(postfix(US, WEB, "192.0.2.20", WEB, ALIAS), postfix_local(WEB), failed="x@gmx.test"), NOT_ALL),
    Attack("a program on our address with lines of strangers below", "script",
           theirs(FROM_US, postfix("mx.open.test", "bot", BOT, BOT_NAME, ALIAS))),
    Attack("through the owner's other provider", "own",
           theirs(postfix(R, "mout.big.test", "198.51.100.150", "mout.big.test", TO),
                  postfix("mrelay.big.test", "pc", BOT, BOT_NAME, TO, login="x"))),
    Attack("through another provider to a colleague's mistyped address", "own",
           ours(postfix(US, "mout.big.test", "198.51.100.150", "mout.big.test", "tpyo@victim.example"),
                failed="tpyo@victim.example", remote=None)),
    Attack("through a newsletter service", "own",
           theirs(postfix(R, "o1.news.test", "198.51.100.151", "o1.news.test", TO), extra="List-Id: <1.news.test>\n")),
    Attack("a filter behind sendmail, then a bounce of our own", "forged",
           ours(postfix_local(US, uid=5001), postfix(US, "bot", BOT, BOT_NAME, VICTIM), failed=VICTIM, remote=None,
                extra="X-PHP-Script: shop.example/x.php\n")),
    Attack("a filter behind sendmail, run by nobody", "forged",
           ours(postfix_local(US, uid=65534), postfix(US, "bot", BOT, BOT_NAME, VICTIM), failed=VICTIM, remote=None)),
    Attack("a filter behind sendmail, then a redirect", "forwarded",
           ours(postfix_local(US, uid=5001), postfix(US, "bot", BOT, BOT_NAME, ALIAS))),
    Attack("a thief writes to the owner through a server that prints no logins", "mailbox",
           letter([qmail(US, "pc", BOT, BOT_NAME, VICTIM)])),
    Attack("the same through Exchange", "mailbox", letter([exchange(US, "pc", BOT)])),
    Attack("webmail that submits like a script", "own",
           ours(LOCAL, extra="User-Agent: Roundcube Webmail/1.6.1\n")),
]  # fmt: skip

# --- marks that anybody writes --------------------------------------------------------------------------

MARKS = [
    Attack(f"a script (uid {uid}) writes {mark.partition(':')[0]}, {how}", "script", write(postfix_local(US, uid=uid)
                                                                                          , extra=mark + "\n"))
    for mark in ("X-Sieve-Redirected-From: info@victim.example", "List-Id: <x.victim.example>",
                 "User-Agent: Roundcube Webmail/1.4", "Resent-From: <a@b.test>", "X-PHP-Originating-Script: 99:x.php")
    for uid in (33, 1003)
    for how, write in {"our notice": ours, "theirs": lambda line, **said: theirs(FROM_US, line, **said)}.items()
] + [
    Attack("a web script writes Auto-Submitted", "script", ours(LOCAL, extra="Auto-Submitted: auto-replied\n")),
]  # fmt: skip

# --- MIME and header games ------------------------------------------------------------------------------

INNER = ("Content-Type: message/rfc822\n\nReturn-Path: <info@victim.example>\n" + fold([FROM_US, LOCAL])
         + "From: <info@victim.example>\n\nhi\n")  # fmt: skip
QMAIL_WORDS = (
    "Hi. This is the qmail-send program at mx.remote.test.\nI'm afraid I wasn't able to deliver your message to the"
    " following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n"
    "<nobody@remote.test>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n"
)
COPY_MARK = "--- Below this line is a copy of the message.\n\n"


def by_qmail(lines: list[str], tail: str = "") -> bytes:
    head = (f"Return-Path: <>\nDelivered-To: {VICTIM}\n{fold([FROM_R[0], qmail_bounce(R)])}From: MAILER-DAEMON@{R}\n"
            f"To: {VICTIM}\nSubject: failure notice\nDate: {DATE}\n\n")  # fmt: skip
    copy = f"Return-Path: <{VICTIM}>\n{fold(lines)}From: {VICTIM}\nTo: {TO}\nSubject: x\n\nBuy\n"
    return (head + QMAIL_WORDS + COPY_MARK + copy + tail).encode()


def spliced(old: bytes, new: str) -> bytes:
    """A genuine notice of a forged message whose text was made by the spammer."""
    message = theirs(FROM_BOT)
    assert message.count(old) == 1
    return message.replace(old, new.encode())


def in_base64(message: bytes) -> bytes:
    """RFC 2046 forbids to encode a message, some gateways do; behind the data stands what a decoder may skip."""
    head, kind, rest = message.partition(b"Content-Type: message/rfc822\n\n")
    copy, end, tail = rest.partition(b"\n--b7/")
    encoded = base64.encodebytes(copy) + b"\n\n" + INNER.encode()
    return head + kind[:-1] + b"Content-Transfer-Encoding: base64\n\n" + encoded + end + tail


SPAM_HEAD = b"Message-ID: <spam.1@victim.example>\n"
SPAM_TEXT = b"\nBuy now.\n"
MIME = [
    Attack("a message in the message", "forged", spliced(SPAM_TEXT, "\n" + INNER)),
    Attack("a report in the message", "forged", spliced(
        SPAM_TEXT, '\n--zz\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mail.victim.example\n\n'
        f"Final-Recipient: rfc822; x@y.test\nAction: failed\n\n--zz\n{INNER}--zz--\n").replace(
        SPAM_HEAD, SPAM_HEAD + b'Content-Type: multipart/report; boundary="zz"\n')),
    Attack("two content types", "forged", spliced(
        SPAM_HEAD, SPAM_HEAD.decode() + 'Content-Type: text/plain\nContent-Type: multipart/mixed; boundary="zz"\n')),
    Attack("two return paths", "forged", spliced(SPAM_HEAD, SPAM_HEAD.decode() + "Return-Path: <x@evil.test>\n")),
    Attack("a return path of somebody else", "script", theirs(FROM_US, LOCAL, extra="Return-Path: <x@evil.test>\n")),
    Attack("an envelope sender of somebody else", "script", theirs(FROM_US, LOCAL, path="x@evil.test")),
    Attack("an SRS address that is none", "forged", theirs(FROM_BOT, path="SRS0=AA=BB=victim.example=info@evil.test")),
    Attack("the mark for the copy once more", "forged",
           by_qmail([qmail(R, "bot", BOT, BOT_NAME)], f"{COPY_MARK}{INNER.partition(chr(10) * 2)[2]}")),
    Attack("the copy in base64, with our lines in the clear behind it", "forged", in_base64(theirs(FROM_BOT))),
    Attack("the copy in base64, from us", "script", in_base64(theirs(FROM_US, LOCAL))),
]  # fmt: skip

ATTACKS = (*OUR_LINES_ANYWHERE, *LYING_PTR, *FAKE_NOTICES, *DRAGGING, *LOOKS_FOREIGN, *MARKS, *MIME)


def wrong(attack: Attack, level: str) -> str | None:
    """What is said, if it is decided and not right."""
    verdict = check(attack.message, **{**LEVELS[level], **attack.options}).verdict
    if verdict is None or verdict.cause in ("undetermined", attack.truth):
        return None
    if attack.truth == "fake" and verdict.cause == "forged" and verdict.certainty == "likely":
        return None  # no message of ours either: the wrong word, not the wrong advice
    return f"{verdict.cause} {verdict.certainty} ({verdict.rule})"


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.trick)
def test_whatever_is_decided_is_right(attack):
    found = {level: said for level in attack.levels if (said := wrong(attack, level))}
    assert found == {}


def test_tricks_have_names_of_their_own():
    names = [attack.trick for attack in ATTACKS]
    assert sorted(names) == sorted(set(names))


def test_the_walk_does_decide_what_can_be_decided():
    """Not by saying nothing is it right."""
    decided = [attack for attack in ATTACKS if check(attack.message, **{**EVERYTHING, **attack.options}).verdict.cause
               != "undetermined"]  # fmt: skip
    assert len(decided) > len(ATTACKS) / 4


# --- what headers alone cannot tell ----------------------------------------------------------------------

KNOWN_LIMITS = [
    (Attack("a consistent fake with an empty sender, from a domain of his own, in the very form of our server", "fake",
            notice(FROM_EVIL, [postfix(EVIL, US, OUR_IP, US, "n@evil.test"), LOCAL], reporter=EVIL,
                   failed="n@evil.test")),
     "the reporter agrees with himself; only our log or our key knows that the message never existed"),
    (Attack("a program on our address that speaks SMTP itself and imitates our line of a redirect", "script",
            theirs(FROM_US, postfix(US, "bot", BOT, BOT_NAME, ALIAS))),
     "by position the line is ours; only our log knows that no mail server handed it over"),
    (Attack("the same on a second host of ours", "script",
            ours(postfix(US, WEB, "192.0.2.20", WEB, TO), postfix(WEB, "bot", BOT, BOT_NAME, ALIAS)), ("partial",),
            {"own": [US, OUR_IP, WEB, "192.0.2.20"]}),
     "the second host is ours; only its log knows that its mail server handed nothing over"),
    (Attack("a script under an account of its own writes Auto-Submitted", "script",
            ours(postfix_local(US, uid=1003), extra="Auto-Submitted: auto-replied\n")),
     "a vacation program of that account looks the same"),
    (Attack("a script on our own access line speaks SMTP itself", "script",
            theirs(postfix(R, US, BOT, "p5b0.dip0.dsl.test", TO)), NOT_ALL),
     "a bot on an access line that says our name in HELO looks the same"),
]  # fmt: skip


@pytest.mark.parametrize(("attack", "why"), [
    pytest.param(attack, why, marks=pytest.mark.xfail(strict=True, reason=why)) for attack, why in KNOWN_LIMITS
], ids=lambda value: value.trick if isinstance(value, Attack) else "")  # fmt: skip
def test_limits_of_headers(attack, why):
    found = {level: said for level in attack.levels if (said := wrong(attack, level))}
    assert found == {}, why


@pytest.mark.parametrize("attack", [attack for attack, _ in KNOWN_LIMITS], ids=lambda attack: attack.trick)
def test_beyond_the_limits_nothing_is_certain(attack):
    for level in attack.levels:
        verdict = check(attack.message, **{**LEVELS[level], **attack.options}).verdict
        assert verdict is not None
        assert verdict.certainty != "certain"
