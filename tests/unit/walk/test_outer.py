"""The notice's own chain: where is the border, and what ends what we observe?"""

from __future__ import annotations

import pytest
from tests.unit.walk.mtas import (
    DATE,
    MTAS,
    UNREADABLE,
    amavis,
    courier,
    exim,
    exim_bounce,
    exim_local,
    fetched,
    lmtp,
    opensmtpd,
    postfix,
    postfix_again,
    postfix_local,
    qmail,
    qmail_bounce,
    qmail_local,
    sendmail_bounce,
)
from tests.unit.walk.notices import BOT, OUR_IP, PARTIAL, R_IP, US, VICTIM, R, read, side

from whosent.walk.outer import top_host, walk_in

FROM_R = postfix(US, R, R_IP, R, VICTIM)


def walk(*lines, **options):
    return walk_in(read(*lines), side(*lines, **options))


@pytest.mark.parametrize("family", sorted(MTAS))
def test_the_border_is_the_line_with_the_outside_client(family):
    mta = MTAS[family]
    outer = walk(lmtp(US), mta.smtp(US, R, R_IP, R, VICTIM), mta.made(R))
    assert outer.border is not None
    assert (outer.border.index, outer.border.hop.from_ip, outer.seen) == (1, R_IP, 1)


@pytest.mark.parametrize("above", [
    (lmtp(US),), (fetched(), lmtp(US)), (postfix_again(US),), amavis(US),
    (postfix("store.victim.example", US, OUR_IP, US),),
], ids=["lmtp", "fetchmail", "alias", "amavis", "own-host"])  # fmt: skip
def test_pseudo_hops_and_own_hosts_are_no_border(above):
    outer = walk(*above, FROM_R, postfix_again(R), **PARTIAL)
    assert outer.border is not None
    assert (outer.border.index, outer.border.hop.from_ip) == (len(above), R_IP)


def test_the_walk_stops_at_the_first_outside_client_whatever_stands_below():
    outer = walk(postfix(US, "bot", BOT, None, VICTIM), FROM_R, postfix_again(R))
    assert outer.border is not None
    assert outer.border.hop.from_ip == BOT


@pytest.mark.parametrize("made", [postfix_again(US), exim_bounce(US), sendmail_bounce(US), qmail_bounce(US)])
def test_a_notice_that_our_own_mail_system_made_has_no_border(made):
    outer = walk(lmtp(US), made)
    assert (outer.border, outer.account, outer.crossed, outer.looped) == (None, None, False, False)


@pytest.mark.parametrize(("line", "account"), [
    (postfix_local(US), "33"), (exim_local(US), "www-data"), (exim_local(US, user="daemon"), "daemon"),
])  # fmt: skip
def test_a_web_servers_account_wrote_all_that_stands_below(line, account):
    outer = walk(lmtp(US), line, FROM_R, postfix_again(R))
    assert (outer.border, outer.account, outer.inner, outer.seen) == (None, account, 1, 1)


@pytest.mark.parametrize("line", [postfix_local(US, uid=5001), exim_local(US, user="filter"), qmail_local(US, uid=89)])
class TestAnyOtherAccount:
    """Content filters behind sendmail, procmail, redirects hand in again what came from outside."""

    def test_what_stands_below_is_not_observed(self, line):
        outer = walk(lmtp(US), line, FROM_R, postfix_again(R))
        assert outer.border is not None
        assert (outer.border.index, outer.crossed, outer.seen) == (2, True, 1)

    def test_without_a_border_below_the_account_made_it(self, line):
        outer = walk(lmtp(US), line, postfix_again(US))
        assert outer.border is None
        assert outer.account is not None


def test_the_mail_systems_own_account_is_no_stranger():
    assert walk(lmtp(US), exim_bounce(US)).account is None


@pytest.mark.parametrize("line", [
    postfix(US, R, R_IP, R, VICTIM, login="x@victim.example"), exim(US, R, R_IP, R, login="x"),
    postfix(US, "localhost", "127.0.0.1", "localhost", VICTIM, login="x@victim.example"),
])  # fmt: skip
def test_who_logs_in_is_no_mail_system(line):
    outer = walk(line, postfix_again(US))
    assert outer.border is None
    assert outer.account is not None


def test_our_own_hosts_may_log_in():
    outer = walk(postfix("store.victim.example", US, OUR_IP, US, login="relay"), FROM_R, **PARTIAL)
    assert outer.border is not None
    assert outer.border.hop.from_ip == R_IP


def test_loopback_alone_proves_nothing_about_who_made_it():
    assert walk(postfix(US, "localhost", "127.0.0.1", "localhost", VICTIM)).looped
    assert walk(postfix(US, "any.helo", "127.0.0.1", "localhost", VICTIM), postfix_again(US)).looped


def test_a_private_client_may_be_a_nat_for_everybody():
    outer = walk(postfix(US, R, "172.17.0.1", None, VICTIM), FROM_R, postfix_again(R))
    assert outer.border is not None
    assert (outer.border.index, outer.crossed, outer.seen) == (1, True, 0)


def test_a_hidden_client_ends_what_we_observe():
    outer = walk(f"by {US} with Internet Mail Service (5.5.2653.19) id <3MQ>; {DATE}", FROM_R)
    assert (outer.crossed, outer.seen) == (True, 0)


def test_an_unreadable_client_is_the_border():
    outer = walk(UNREADABLE, postfix_again(US))
    assert outer.border is not None
    assert outer.border.index == 0


class TestFilterInFront:
    """--mx"""

    FILTER = "mx2.filter.test"
    FILTER_IP = "198.51.100.201"

    def below(self, line, mx):
        return walk(line, postfix(self.FILTER, R, R_IP, R, VICTIM), postfix_again(R), mx=[mx])

    def test_by_confirmed_name(self):
        outer = self.below(postfix(US, self.FILTER, self.FILTER_IP, self.FILTER, VICTIM), self.FILTER)
        assert outer.border is not None
        assert (outer.border.index, outer.crossed, outer.seen) == (1, False, 1)

    def test_by_address(self):
        outer = self.below(opensmtpd(US, self.FILTER, self.FILTER_IP, None, VICTIM), self.FILTER_IP)
        assert outer.border is not None
        assert (outer.border.index, outer.crossed) == (1, False)

    @pytest.mark.parametrize("write", [opensmtpd, courier, qmail])
    def test_a_ptr_that_nobody_checked_is_passed_but_nothing_below_is_observed(self, write):
        outer = self.below(write(US, self.FILTER, BOT, self.FILTER, VICTIM), self.FILTER)
        assert outer.border is not None
        assert (outer.border.index, outer.crossed, outer.seen) == (1, True, 0)

    def test_helo_alone_is_nothing(self):
        outer = self.below(postfix(US, self.FILTER, BOT, None, VICTIM), self.FILTER)
        assert outer.border is not None
        assert outer.border.index == 0


@pytest.mark.parametrize(
    ("lines", "host"),
    [
        ((lmtp(US), FROM_R), US),
        ((fetched(), lmtp(US)), US),
        ((postfix("MAIL.Victim.example", R, R_IP, R),), US),
        ((lmtp("mail"), postfix("mx.victim.example", R, R_IP, R)), "mx.victim.example"),
        ((postfix("mail", R, R_IP, R), FROM_R), None),
        ((lmtp("exch.corp.local"),), None),
        (
            (
                "by 2002:a05:6a10:1234:b0:4c2:98b1:22aa with SMTP id qy28csp1234567pxb; " + DATE,
                postfix("mx.google.com", R, R_IP, R),
            ),
            "mx.google.com",
        ),
        ((), None),
    ],
    ids=["store", "fetchmail", "case", "single-label-store", "single-label-border", "internal", "google", "none"],
)
def test_the_host_of_ours_that_we_know_by_position(lines, host):
    assert top_host(read(*lines)) == host
