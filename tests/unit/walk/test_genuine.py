"""Is the notice what it says? Who delivered it against who it says speaks."""

from __future__ import annotations

import pytest
from tests.unit.walk.mtas import (
    MTAS,
    courier,
    exchange,
    lmtp,
    opensmtpd,
    postfix,
    postfix_again,
    postfix_local,
    qmail,
    sendmail,
)
from tests.unit.walk.notices import BOT, NOTHING, PARTIAL, R_IP, US, VICTIM, R, notice, read, side

from whosent.mail import parse
from whosent.notice import recognise
from whosent.walk.genuine import judge_notice, reporter_names
from whosent.walk.outer import walk_in

CLIENT = postfix(R, "bot", BOT, None, "nobody@remote.test")


def genuine(*outer, returned=(CLIENT,), options=PARTIAL, **said):
    mine, lines = side(*outer, **options), read(*outer)
    found = recognise(parse(notice(outer, returned, **said)))
    return judge_notice(found, walk_in(lines, mine), lines, read(*returned))


@pytest.mark.parametrize("family", sorted(name for name, mta in MTAS.items() if mta.checks))
def test_a_confirmed_name_of_the_reporter_agrees(family):
    assert genuine(MTAS[family].smtp(US, R, R_IP, R, VICTIM)) == "agrees"


@pytest.mark.parametrize("said", [
    {"reporter": "mx9.remote.test"}, {"reporter": "internal.corp.local"},
    {"reporter": "internal.corp.local", "failed": "x@elsewhere.test"},
], ids=["another-host-of-the-house", "by-the-recipients-domain", "by-the-topmost-line"])  # fmt: skip
def test_any_name_of_the_reporters_house_agrees(said):
    assert genuine(postfix(US, R, R_IP, R, VICTIM), **said) == "agrees"


@pytest.mark.parametrize("line", [
    postfix(US, "pool.isp.test", BOT, "pool.isp.test", VICTIM),
    sendmail(US, R, BOT, R, VICTIM, forged=True),
    postfix(US, "other.test", BOT, None, VICTIM),
    opensmtpd(US, R, BOT, "pool.isp.test", VICTIM),
], ids=["other-name", "may-be-forged", "other-helo", "ptr-contradicts-helo"])  # fmt: skip
def test_somebody_else_disagrees(line):
    assert genuine(line) == "disagrees"


@pytest.mark.parametrize("line", [
    postfix(US, R, R_IP, None, VICTIM), opensmtpd(US, R, R_IP, R, VICTIM), courier(US, R, R_IP, R, VICTIM),
    qmail(US, R, R_IP, R, VICTIM), exchange(US, R, R_IP),
], ids=["no-rdns", "opensmtpd", "courier", "qmail", "exchange"])  # fmt: skip
def test_a_name_that_nobody_checked_stays_unchecked(line):
    assert genuine(line) == "unchecked"


def test_through_a_host_that_we_do_not_know():
    backup = postfix(US, "backup.isp.test", "198.51.100.7", "backup.isp.test", VICTIM)
    below = postfix("backup.isp.test", R, R_IP, R, VICTIM)
    assert genuine(backup, below) == "agrees-below"
    broken = postfix("other.test", R, R_IP, R, VICTIM)
    assert genuine(backup, broken) == "disagrees"


def test_behind_a_nat_it_agrees_below_at_best():
    assert genuine(postfix(US, R, "172.17.0.1", None, VICTIM), postfix(US, R, R_IP, R, VICTIM)) == "agrees-below"


class TestMadeByUs:
    OURS = (postfix_local(US),)

    def test_what_never_crossed_the_border(self):
        assert genuine(lmtp(US), postfix_again(US), returned=self.OURS, reporter=US) == "ours"

    def test_near_miss_handed_in_by_an_account(self):
        assert genuine(lmtp(US), postfix_local(US), returned=self.OURS, reporter=US) == "disagrees"

    def test_near_miss_over_loopback(self):
        loop = postfix(US, "localhost", "127.0.0.1", "localhost", VICTIM)
        assert genuine(loop, returned=self.OURS, reporter=US) == "agrees-below"
        assert genuine(loop, postfix_again(US), returned=self.OURS, reporter=US) == "agrees-below"

    def test_near_miss_what_it_returns_was_never_here(self):
        assert genuine(lmtp(US), postfix_again(US), returned=(postfix_local("web.other.test"),)) == "disagrees"

    def test_a_line_for_localhost_may_be_ours(self):
        assert genuine(postfix_again(US), returned=(postfix_local("localhost"),), reporter=US) == "ours"


def test_without_any_line_nothing_is_known():
    assert genuine(options=NOTHING) == "unchecked"


def test_names_of_the_house_are_not_those_that_the_returned_message_gives():
    line = postfix(US, R, R_IP, R, VICTIM)
    found = recognise(parse(notice([line], [postfix("liar.test", "x", BOT)])))
    outer = walk_in(read(line), side(line, **PARTIAL))
    assert reporter_names(found, outer, "agrees") == [R, "remote.test", R]
    assert reporter_names(found, outer, "agrees-below") == [R, "remote.test"]
