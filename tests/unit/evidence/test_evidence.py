"""Each kind of evidence: a message that shows it, and one that lacks just that."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest
from tests.unit.walk.mtas import (
    DATE,
    amavis,
    exchange,
    exim,
    exim_local,
    lmtp,
    opensmtpd,
    postfix,
    postfix_again,
    postfix_local,
    qmail,
    qmail_local,
)
from tests.unit.walk.notices import (
    ALIAS,
    BAIT,
    BOT,
    BOT_NAME,
    EVERYTHING,
    FROM_BOT,
    FROM_R,
    FROM_US,
    NETWORK,
    OUR_IP,
    PARTIAL,
    R_IP,
    TO,
    US,
    VICTIM,
    WEB,
    R,
    attach,
    evidence,
    kinds,
    letter,
    notice,
    ours,
    theirs,
)


class Sample(NamedTuple):
    kind: str
    hit: bytes
    near_miss: bytes
    options: dict[str, Any] = PARTIAL
    miss_options: dict[str, Any] | None = None


TAKEN = postfix(US, "bot", BOT, BOT_NAME, ALIAS)
SAMPLES = (
    Sample("plain-message", letter([TAKEN]), theirs(FROM_BOT)),
    Sample("notice-made-by-us", ours(postfix_local(US)), theirs(FROM_BOT)),
    Sample("reporter-agrees", theirs(FROM_BOT), notice([postfix(US, "x", BOT, None)], [FROM_BOT])),
    Sample("reporter-agrees-below", notice([postfix(US, R, "172.17.0.1", None), *FROM_R], [FROM_BOT]),
           theirs(FROM_BOT)),
    Sample("reporter-unchecked", notice([opensmtpd(US, R, R_IP, R)], [FROM_BOT]), theirs(FROM_BOT)),
    Sample("reporter-disagrees", notice([postfix(US, "evil.test", BOT, "evil.test")], [FROM_BOT]), theirs(FROM_BOT)),
    Sample("notice-by-local-account", notice([postfix_local(US)], [postfix_local(US)], reporter=US),
           ours(postfix_local(US))),
    Sample("notice-with-sender", theirs(FROM_BOT, return_path="<x@remote.test>"), theirs(FROM_BOT)),
    Sample("nothing-returned", notice(FROM_R, None), theirs(FROM_BOT)),
    Sample("no-trace-returned", notice(FROM_R, []), theirs(FROM_BOT)),
    Sample("reporter-inner-hops", theirs(*amavis(R), FROM_BOT), theirs(postfix_again(R), FROM_BOT)),
    Sample("handover-ours", theirs(FROM_US, postfix_local(US)), theirs(FROM_BOT)),
    Sample("handover-maybe-ours", theirs(opensmtpd(R, US, BOT, US)), theirs(opensmtpd(R, "bot", BOT, US))),
    Sample("handover-own-network", theirs(FROM_US), theirs(FROM_BOT), NETWORK),
    Sample("handover-local-at-reporter", theirs(exim_local(R)), theirs(FROM_BOT)),
    Sample("handover-foreign-login", theirs(postfix(R, "pc", BOT, BOT_NAME, TO, login="x")),
           theirs(postfix(R, "pc", BOT, BOT_NAME, TO, login="x", hidden=True))),
    Sample("handover-on-path", notice([postfix(US, "fwd.test", BOT, "fwd.test"), postfix("fwd.test", R, R_IP, R)],
                                      [postfix(R, "fwd.test", BOT, "fwd.test", TO)]),
           theirs(postfix(R, "fwd.test", BOT, "fwd.test", TO))),
    Sample("handover-same-organisation", theirs(postfix(R, WEB, "192.0.2.20", WEB, TO)),
           theirs(postfix(R, WEB, "203.0.113.20", None, TO))),
    Sample("handover-foreign-relay",
           theirs(postfix(R, "x.test", BOT, "x.test", "n@far.test"), failed="n@far.test", remote="mx.far.test"),
           theirs(postfix(R, "x.test", BOT, "x.test", "n@far.test"), failed="n@far.test", remote="store.remote.test")),
    Sample("handover-foreign-server", theirs(postfix(R, "x.test", BOT, "x.test", TO)), theirs(FROM_BOT)),
    Sample("handover-foreign-direct", theirs(FROM_BOT), theirs(postfix(R, "x.test", BOT, "x.test", TO))),
    Sample("handover-foreign-unknown", theirs(postfix(R, "x.test", BOT, None, TO), postfix_local("x.test")),
           theirs(postfix(R, "x.test", BOT, None, TO), postfix_local("y.test"))),
    Sample("helo-imitates-us", theirs(postfix(R, US, BOT, BOT_NAME, TO)), theirs(FROM_BOT)),
    Sample("client-wrote-below", theirs(postfix(R, "home.test", BOT, BOT_NAME, TO), postfix("home.test", "x", BOT)),
           theirs(postfix(R, "home.test", BOT, BOT_NAME, TO), postfix("other.test", "x", BOT)), EVERYTHING),
    Sample("client-shows-login",
           theirs(postfix(R, "x.test", BOT, "x.test", TO), postfix("x.test", "pc", BOT, None, TO, login="x")),
           theirs(postfix(R, "x.test", BOT, "x.test", TO), postfix("y.test", "pc", BOT, None, TO, login="x"))),
    Sample("newsletter-by-server",
           theirs(postfix(R, "x.test", BOT, "x.test", TO), extra="List-Unsubscribe: <http://x.test>\n"),
           theirs(FROM_BOT, extra="List-Unsubscribe: <http://x.test>\n")),
    Sample("own-side-complete", theirs(FROM_BOT), theirs(FROM_BOT), EVERYTHING, PARTIAL),
    Sample("own-side-partial", theirs(FROM_BOT), theirs(FROM_BOT), PARTIAL, EVERYTHING),
    Sample("received-by-us", letter([lmtp(US), postfix_local(US)]), letter([TAKEN])),
    Sample("entry-not-shown", theirs(FROM_US), theirs(FROM_US, postfix_local(US))),
    Sample("entry-through-sibling", ours(postfix(US, WEB, "192.0.2.20", WEB, TO), postfix_local(WEB)),
           ours(postfix_local(US))),
    Sample("entry-through-own-host", ours(postfix(US, WEB, "192.0.2.20", WEB, TO), postfix_local(WEB)),
           ours(postfix_local(US)), {"names": ["victim.example"], "own": [US, OUR_IP, WEB, "192.0.2.20"]}),
    Sample("entry-unlike-our-mta", theirs(FROM_US, exim_local(US)), theirs(FROM_US, postfix_local(US))),
    Sample("entry-login", ours(postfix(US, "pc", BOT, None, TO, login="x")),
           ours(postfix(US, "pc", BOT, None, TO, login="x", hidden=True))),
    Sample("entry-local", ours(postfix_local(US)), ours(TAKEN)),
    Sample("entry-web-account", ours(postfix_local(US, uid=33)), ours(postfix_local(US, uid=1003))),
    Sample("entry-system-account", ours(postfix_local(US, 0)), ours(postfix_local(US, 1003))),
    Sample("handed-in-again", ours(postfix_local(US, 1003), TAKEN),
           ours(postfix_local(US, 1003), postfix("x.test", "y.test", BOT))),
    Sample("login-not-shown", ours(exchange(US, "pc", BOT)), ours(postfix(US, "pc", BOT))),
    Sample("entry-loopback", ours(postfix(US, "localhost", "127.0.0.1", "localhost", TO)), ours(TAKEN)),
    Sample("entry-relayed", ours(TAKEN), ours(postfix_local(US))),
    Sample("relayed-own-network", ours(postfix(US, "vps", "192.0.2.200", None, TO)), ours(TAKEN),
           {"names": ["victim.example"], "own": [US, "192.0.2.0/24"]}),
    Sample("relayed-near-us", ours(postfix(US, "localhost", "192.0.2.20", None, ALIAS)), ours(TAKEN)),
    Sample("relayed-direct", ours(TAKEN), ours(postfix(US, "x.test", BOT, "x.test", ALIAS))),
    Sample("passed-on", ours(TAKEN), ours(postfix(US, "bot", BOT, BOT_NAME, TO))),
    Sample("bounced-own-recipient", ours(TAKEN, failed=ALIAS, remote=None), ours(TAKEN)),
    Sample("relayed-for-client", ours(postfix(US, "bot", BOT, BOT_NAME, TO)), ours(TAKEN)),
    Sample("script-marker", ours(postfix_local(US), extra="X-PHP-Originating-Script: 33:a.php\n"),
           ours(postfix_local(US))),
    Sample("script-marker-other-uid", ours(postfix_local(US), extra="X-PHP-Originating-Script: 1003:a.php\n"),
           ours(postfix_local(US), extra="X-PHP-Originating-Script: 33:a.php\n")),
    Sample("script-marker-claimed", theirs(FROM_BOT, extra="X-PHP-Originating-Script: 33:a.php\n"), theirs(FROM_BOT)),
    Sample("our-host-claimed-below", theirs(FROM_BOT, postfix_local(US)), theirs(FROM_BOT, postfix_local("x.test"))),
    Sample("sieve-redirected", ours(postfix_local(US, 5000), extra="X-Sieve-Redirected-From: <a@victim.example>\n"),
           ours(postfix_local(US, 5000))),
    Sample("auto-reply-returned", ours(postfix_local(US, 5000), extra="Auto-Submitted: auto-replied\n"),
           ours(postfix_local(US, 5000), extra="Auto-Submitted: no\n")),
    Sample("list-mail", ours(postfix_local(US, 38), extra="List-Id: <x.victim.example>\n"),
           ours(postfix_local(US, 38))),
    Sample("login-marker-claimed", theirs(FROM_BOT, extra="X-Authenticated-Sender: x\n"), theirs(FROM_BOT)),
    Sample("webmail-claimed", ours(postfix_local(US), extra="User-Agent: Roundcube Webmail/1.6.1\n"),
           ours(postfix_local(US), extra="User-Agent: Mozilla Thunderbird\n")),
    Sample("address-does-not-exist", theirs(FROM_BOT), theirs(FROM_BOT),
           {**PARTIAL, "mailboxes": frozenset({"other@victim.example"})},
           {**PARTIAL, "mailboxes": frozenset({VICTIM})}),
)  # fmt: skip


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.kind)
def test_hit_and_near_miss(sample):
    assert sample.kind in kinds(sample.hit, **sample.options)
    assert sample.kind not in kinds(sample.near_miss, **(sample.miss_options or sample.options))


class TestWhatWasPassedOn:
    """Handed on for another address than the one it was accepted for, to somebody outside our house."""

    def test_our_own_notice(self):
        assert "passed-on" in kinds(ours(TAKEN, failed="x@gmx.test", remote=None))

    def test_near_miss_an_alias_to_another_mailbox_of_ours(self):
        inside = ours(TAKEN, failed="web12@" + US, remote=None)
        assert {"bounced-own-recipient"} == kinds(inside) & {"passed-on", "bounced-own-recipient"}

    def test_put_into_our_queue_once_more(self):
        assert "passed-on" in kinds(theirs(FROM_US, postfix_again(US), postfix(US, "bot", BOT, BOT_NAME)))

    def test_near_miss_an_inner_line_of_the_reporter(self):
        inner = theirs(postfix_again(R), FROM_US, postfix(US, "office", BOT, BOT_NAME, TO))
        assert {"relayed-for-client"} == kinds(inner) & {"passed-on", "relayed-for-client"}

    def test_somebody_elses_notice_says_for_whom_he_took_it(self):
        assert "passed-on" in kinds(theirs(FROM_US, TAKEN))

    @pytest.mark.parametrize("original", [None, "list@remote.test"])
    def test_near_miss_the_reporters_own_alias(self, original):
        handed = postfix(R, US, OUR_IP, US, "list@remote.test")
        kept = postfix(US, "office", BOT, BOT_NAME, "list@remote.test")
        assert "passed-on" not in kinds(theirs(handed, kept, original=original))

    def test_where_he_does_not_say_it_counts_only_what_we_took_for_somebody_elses_house(self):
        silent = postfix(R, US, OUR_IP, US)
        assert "passed-on" in kinds(theirs(silent, TAKEN))
        assert "passed-on" not in kinds(theirs(silent, postfix(US, "o", BOT, BOT_NAME, "list@remote.test")))


class TestOurOwnMailServer:
    def test_another_form_of_queue_ids(self):
        long_ids = [line.replace("4C96E2547B0", "4Kx7abc1ZzT") for line in FROM_R]
        assert "entry-unlike-our-mta" in kinds(notice(long_ids, [FROM_US, postfix_local(US)]))
        assert "entry-unlike-our-mta" not in kinds(notice(FROM_R, [FROM_US, postfix_local(US)]))

    def test_near_miss_another_host(self):
        assert "entry-unlike-our-mta" not in kinds(theirs(FROM_US, exim_local("web.victim.example")))

    def test_near_miss_a_line_that_names_no_server(self):
        assert "entry-unlike-our-mta" not in kinds(theirs(FROM_US, qmail_local(US)))


@pytest.mark.parametrize("marker", [
    "X-PHP-Script: shop.example/contact.php for 203.0.113.5", "X-Source-Dir: shop.example:/public_html",
    "X-PHP-Originating-Script: 33:mailer.php(12) : eval()'d code",
])  # fmt: skip
def test_other_script_markers(marker):
    assert "script-marker" in kinds(ours(postfix_local(US), extra=marker + "\n"))


class TestSeveralSigns:
    """Certain only where signs of different kinds come together."""

    FROM_NOBODY = (postfix(US, "evil.test", BOT, "evil.test", VICTIM),)

    def test_words_and_a_file(self):
        assert "several-fake-signs" in kinds(attach(notice(self.FROM_NOBODY, None, words=BAIT)))

    def test_near_miss_what_rests_on_one_link(self):
        data = letter(self.FROM_NOBODY, sender="MAILER-DAEMON@mx.remote.test", envelope="", subject="failure notice")
        words = ("Hi. This is the qmail-send program at mx.remote.test.\nI'm afraid I wasn't able to deliver your"
                 f" message to the following addresses.\n\n{BAIT}\n"
                 "<nobody@remote.test>:\nSorry, no mailbox here by that name. (#5.1.1)\n")  # fmt: skip
        found = kinds(data.replace(b"Buy now.\n", words.encode()))
        assert {"odd-call-to-action", "odd-link"} <= found
        assert "several-fake-signs" not in found


class TestHandedInAgain:
    """A filter behind sendmail, procmail, a redirect: the message had been here before."""

    @pytest.mark.parametrize("below", [
        TAKEN, lmtp(US), postfix_again(US), "from x by localhost with amavis; " + DATE, qmail_local(US, 89),
    ])  # fmt: skip
    def test_a_line_of_the_very_host_below(self, below):
        assert "handed-in-again" in kinds(ours(postfix_local(US, 1003), below))

    @pytest.mark.parametrize("account", [33, 48])
    def test_near_miss_web_servers_run_no_filters(self, account):
        assert "handed-in-again" not in kinds(ours(postfix_local(US, account), TAKEN))

    @pytest.mark.parametrize("account", [99, 65534])
    def test_but_nobody_does(self, account):
        assert "handed-in-again" in kinds(ours(postfix_local(US, account), TAKEN))


class TestLoginsThatNobodyPrints:
    """A letter from ourselves to ourselves: our own line shows a client, and not whether it had logged in."""

    @pytest.mark.parametrize(("line", "shown"), [
        (postfix(US, "pc", BOT), False), (exchange(US, "pc", BOT), True), (qmail(US, "pc", BOT), True),
    ])  # fmt: skip
    def test_our_own_line(self, line, shown):
        assert ("login-not-shown" in kinds(letter([lmtp(US), line]))) is shown

    def test_near_miss_a_reporters_line(self):
        assert "login-not-shown" not in kinds(theirs(exchange(R, "pc", BOT)))


class TestPlaces:
    def one(self, kind, data, **options):
        return next(item for item in evidence(data, **(options or PARTIAL)) if item.kind == kind)

    def test_a_line_of_the_returned_message(self):
        item = self.one("entry-local", ours(postfix_again(US), postfix_local(US)))
        assert (item.standing, item.source, item.line) == ("observed", "returned:Received[2]", 3)
        assert item.params == {"account": "33", "host": US}

    def test_a_field_of_the_returned_message(self):
        item = self.one("script-marker-claimed", theirs(FROM_BOT, extra="X-PHP-Originating-Script: 33:a.php\n"))
        assert (item.standing, item.source) == ("claimed", "returned:X-Php-Originating-Script")

    def test_what_our_own_side_wrote(self):
        item = self.one("notice-with-sender", theirs(FROM_BOT, return_path="<x@y.test>"))
        assert (item.standing, item.source, item.line) == ("observed", "notice:Return-Path", 1)
        item = self.one("notice-with-sender", theirs(FROM_BOT, return_path="<x@y.test>"), intake="upload")
        assert item.standing == "reported"

    def test_an_account_by_name(self):
        assert self.one("entry-local", ours(exim_local(US))).params["account"] == "www-data"

    def test_a_line_of_a_plain_message(self):
        item = self.one("handover-foreign-direct", letter([lmtp(US), exim(US, "bot", BOT)]))
        assert (item.standing, item.source) == ("observed", "notice:Received[2]")

    def test_webmails_own_line(self):
        line = f"from 203.0.113.5 (SquirrelMail authenticated user bob) by {US} with HTTP; {DATE}"
        item = self.one("webmail-claimed", ours(postfix_local(US), line))
        assert (item.standing, item.source) == ("claimed", "returned:Received[2]")
