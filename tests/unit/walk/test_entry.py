"""How it entered our server: the first entry line, and not one line further."""

from __future__ import annotations

import pytest
from tests.unit.walk.mtas import (
    DATE,
    MTAS,
    UNREADABLE,
    exchange_mapi,
    lmtp,
    opensmtpd,
    opensmtpd_local,
    postfix,
    postfix_again,
    postfix_local,
)
from tests.unit.walk.notices import BOT, BOT_NAME, EVERYTHING, OUR_IP, PARTIAL, TO, US, WEB, R, read, side

from whosent.walk.entry import find_entry

BELOW = (postfix(US, "pc", "198.51.100.99", None, TO, login="info@victim.example"), postfix_local(US))
"""What a forger puts below the true entry."""


def entry(*lines, above=None, **options):
    return find_entry(read(*lines), side(**(options or PARTIAL)), read(above)[0].hop if above else None)


@pytest.mark.parametrize("family", sorted(name for name, mta in MTAS.items() if mta.shows_login))
class TestEachMailServer:
    def test_login(self, family):
        found = entry(MTAS[family].smtp(US, "pc", BOT, BOT_NAME, TO, login="bob"), *BELOW)
        assert (found.entry, found.last) == ("login", 0)

    def test_near_miss_a_login_that_is_not_printed_is_a_client_from_outside(self, family):
        found = entry(MTAS[family].smtp(US, "pc", BOT, BOT_NAME, TO, login="bob", hidden=True), *BELOW)
        assert (found.entry, found.last) == ("relayed", 0)

    def test_relayed(self, family):
        found = entry(MTAS[family].smtp(US, "pc", BOT, BOT_NAME, "info@victim.example"), *BELOW)
        assert found.entry == "relayed"
        assert found.line is not None
        assert found.line.hop.from_ip == BOT


@pytest.mark.parametrize("family", ["postfix", "exim", "sendmail", "courier", "qmail"])
def test_local_submission(family):
    found = entry(MTAS[family].local(US), *BELOW)
    assert (found.entry, found.last, found.sure) == ("local", 0, 0)


@pytest.mark.parametrize("line", [opensmtpd_local(US), exchange_mapi(US)])
def test_servers_that_do_not_tell_who_submitted(line):
    assert entry(line).entry is None


def test_loopback_is_crossed_by_nobody():
    found = entry(postfix(US, "localhost", "127.0.0.1", "localhost", TO), *BELOW)
    assert (found.entry, found.last) == ("loopback", 0)
    assert entry(postfix(US, "localhost", "::1", "localhost", TO), *BELOW).entry == "loopback"


def test_a_login_over_loopback_is_webmail_and_a_login():
    assert entry(postfix(US, "localhost", "127.0.0.1", "localhost", TO, login="bob")).entry == "login"


def test_requeued_inside_the_host():
    found = entry(postfix_again(US), lmtp(US, TO), postfix(US, "bot", BOT, None, "info@victim.example"), *BELOW)
    assert found.entry == "relayed"
    assert found.line is not None
    assert found.line.index == 2


@pytest.mark.parametrize("line", [UNREADABLE, f"by {US} (Postfix) with ESMTPS id 4C96E2547B0 for <{TO}>; {DATE}"])
def test_a_client_that_cannot_be_read_ends_the_walk(line):
    found = entry(line, *BELOW)
    assert (found.entry, found.line, found.last) == (None, None, 0)


class TestOtherHosts:
    FROM_WEB = postfix(US, WEB, "192.0.2.20", WEB, TO)

    def test_through_a_host_of_ours(self):
        found = entry(self.FROM_WEB, postfix_local(WEB), own=[US, WEB, "192.0.2.20"])
        assert (found.entry, found.through, found.sibling, found.sure) == ("local", True, False, 1)

    def test_a_neighbour_of_our_name_is_looked_behind_and_not_believed(self):
        found = entry(self.FROM_WEB, postfix_local(WEB), **PARTIAL)
        assert (found.entry, found.through, found.sibling) == ("local", False, True)
        assert (found.last, found.sure) == (1, 0)

    def test_near_miss_the_list_is_complete(self):
        found = entry(self.FROM_WEB, postfix_local(WEB), **EVERYTHING)
        assert (found.entry, found.sibling) == ("relayed", False)

    def test_near_miss_a_customers_line_is_no_neighbour(self):
        name = "dyn9.dsl.victim.example"
        assert not entry(postfix(US, name, BOT, name, TO), **PARTIAL).sibling

    def test_near_miss_a_ptr_that_nobody_checked(self):
        assert not entry(opensmtpd(US, "other", BOT, WEB, TO), **PARTIAL).sibling

    def test_our_address_space_is_not_our_host(self):
        found = entry(self.FROM_WEB, own=["192.0.2.0/24"])
        assert (found.entry, found.network) == ("relayed", True)


class TestWhoWroteTheNextLine:
    """A program on our host that speaks SMTP itself writes no line: what stands below is then anybody's."""

    def test_a_line_of_our_name(self):
        assert entry(postfix_local(US), above=postfix(R, "other.name.test", OUR_IP, None, TO)).entry == "local"

    def test_a_line_of_the_name_that_the_client_said(self):
        assert entry(postfix_local("srv7.host.test"), above=postfix(R, "srv7.host.test", OUR_IP, US)).entry == "local"

    @pytest.mark.parametrize("by", ["localhost", "web-42", "srv.corp.local"])
    def test_a_name_that_only_means_something_inside(self, by):
        assert entry(postfix_local(by), above=postfix(R, US, OUR_IP, US)).entry == "local"

    def test_near_miss_somebody_elses_name(self):
        found = entry(postfix_local("srv.other.test"), above=postfix(R, US, OUR_IP, US, TO))
        assert (found.entry, found.last) == (None, -1)

    def test_behind_a_host_of_ours_as_well(self):
        line = postfix(US, WEB, "192.0.2.20", WEB, TO)
        found = entry(line, postfix("mx.other.test", "bot", BOT, None), own=[US, "192.0.2.20"])
        assert (found.entry, found.through, found.last) == (None, True, 0)


def test_no_lines():
    assert (entry().entry, entry().last) == (None, -1)
