"""Which hosts are ours: by address, by confirmed name, by position; and what is only near."""

from __future__ import annotations

import pytest
from tests.unit.walk.mtas import courier, exim, opensmtpd, postfix, qmail, sendmail
from tests.unit.walk.notices import BOT, EVERYTHING, NOTHING, OUR_IP, PARTIAL, US, R, read
from tests.unit.walk.notices import side as make

from whosent.mail.ip import is_loopback
from whosent.model.question import NotObserved, Observed, Question
from whosent.service.ownside import own_side
from whosent.walk.side import Side, in_networks, is_inside, is_public_name

NAMES = {"own": [US]}
ADDRESSES = {"own": [OUR_IP, "2001:db8:2::10"]}
NETWORK = {"own": ["192.0.2.0/24", "2001:db8:2::/48"]}


def match(line, *notice, **options):
    return make(*notice, **options).match(read(line)[0].hop)


@pytest.mark.parametrize(("line", "options", "expected"), [
    (postfix(R, "x", OUR_IP, None), ADDRESSES, "yes"),
    (courier(R, "x", OUR_IP, None), ADDRESSES, "yes"),
    (postfix(R, "x", f"::ffff:{OUR_IP}", None), ADDRESSES, "yes"),
    (postfix(R, "x", "2001:db8:2::10%eth0", None), ADDRESSES, "yes"),
    (postfix(R, "x", OUR_IP, None), {"own": [f"::ffff:{OUR_IP}"]}, "yes"),
    (postfix(R, "x", OUR_IP, US + "."), NAMES, "yes"),
    (postfix(R, "x", OUR_IP, US), {"own": [US.upper() + "."]}, "yes"),
    (postfix(R, "x", "2001:DB8:2:0::10", None), ADDRESSES, "yes"),
    (postfix(R, "x", "192.0.2.11", None), ADDRESSES, "no"),
    (postfix(R, "x", OUR_IP, US), NAMES, "yes"),
    (postfix(R, "x", OUR_IP, "Mail.Victim.EXAMPLE"), NAMES, "yes"),
    (exim(R, "x", OUR_IP, US), NAMES, "yes"),
    (postfix(R, US, BOT, None), NAMES, "no"),
    (sendmail(R, US, BOT, US, forged=True), NAMES, "no"),
    (opensmtpd(R, US, BOT, US), NAMES, "maybe"),
    (qmail(R, US, BOT, US), NAMES, "maybe"),
    (courier(R, US, BOT, US), NAMES, "maybe"),
    (opensmtpd(R, "bot", BOT, US), NAMES, "no"),
    (postfix(R, "x", "192.0.2.200", "vps.kunden.test"), NETWORK, "network"),
    (postfix(R, "x", "2001:db8:2::7", None), NETWORK, "network"),
    (postfix(R, "x", "198.51.100.1", None), NETWORK, "no"),
    (postfix(R, "x", OUR_IP, None), {"own": [OUR_IP, "192.0.2.0/24"]}, "yes"),
    (postfix(R, "mail.v\u0456ctim.example", BOT, "mail.v\u0456ctim.example"), NAMES, "no"),
])  # fmt: skip
def test_is_the_client_ours(line, options, expected):
    assert match(line, **options) == expected


class TestByPosition:
    """Nothing configured: the host that wrote our topmost line."""

    TOP = postfix(US, R, "198.51.100.25", R)

    def test_its_confirmed_name(self):
        assert match(postfix(R, US, OUR_IP, US), self.TOP) == "yes"

    def test_near_miss_its_name_in_helo(self):
        assert match(postfix(R, US, BOT, None), self.TOP) == "no"

    def test_near_miss_an_upload(self):
        assert match(postfix(R, US, OUR_IP, US), self.TOP, intake="upload") == "no"

    def test_near_miss_something_is_configured(self):
        assert match(postfix(R, US, OUR_IP, US), self.TOP, own=["out.victim.example"]) == "no"

    def test_a_name_of_no_host_in_particular(self):
        top = postfix("mail", R, "198.51.100.25", R)
        assert match(postfix(R, "mail", "10.0.0.3", "mail"), top) == "no"


class TestNamesAreResolved:
    def side(self, answers, **options):
        asked = []

        def ask(question):
            asked.append(question)
            return answers.get(question)

        return Side(own_side(**{**NAMES, **options}), ask, None), asked

    def test_by_the_address_that_dns_gives(self):
        side, _ = self.side({Question("A", US): Observed((OUR_IP,))})
        assert side.match(read(postfix(R, "x", OUR_IP, None))[0].hop) == "yes"

    def test_addresses_are_compared_and_not_their_spelling(self):
        side, _ = self.side({Question("AAAA", US): Observed(("2001:DB8:2:0:0::10",))})
        assert side.match(read(postfix(R, "x", "2001:db8:2::10", None))[0].hop) == "yes"

    def test_only_our_own_names_are_asked_and_each_once(self):
        side, asked = self.side({})
        for _ in range(3):
            side.match(read(postfix(R, "evil.test", BOT, "evil.test"))[0].hop)
        assert asked == [Question("A", US), Question("AAAA", US)]

    def test_a_confirmed_name_needs_no_question(self):
        side, asked = self.side({})
        side.match(read(postfix(R, US, OUR_IP, US))[0].hop)
        assert asked == []


class TestComplete:
    def test_with_addresses(self):
        assert make(**EVERYTHING).complete

    def test_near_miss_not_said(self):
        assert not make(**PARTIAL).complete

    def test_near_miss_nothing_named(self):
        assert not make(own_complete=True).complete

    def test_a_name_counts_once_it_is_resolved(self):
        answers = {Question("A", US): Observed((OUR_IP,))}
        assert Side(own_side(own=[US], own_complete=True), answers.get, None).complete

    def test_near_miss_one_of_the_names_has_no_address(self):
        answers = {Question("A", US): Observed((OUR_IP,))}
        assert not Side(own_side(own=[US, "web.victim.example"], own_complete=True), answers.get, None).complete

    def test_near_miss_a_name_without_address_recognises_no_host(self):
        answers = {Question("A", US): NotObserved("off"), Question("AAAA", US): NotObserved("off")}
        assert not Side(own_side(own=[US], own_complete=True), answers.get, None).complete


def test_what_is_known():
    assert make(**PARTIAL).known
    assert make(postfix(US, R, BOT, R)).known
    assert not make(**NOTHING).known


@pytest.mark.parametrize(("line", "border", "may_be"), [
    (postfix(US, "x", "198.51.100.9", "mx.filter.test"), True, False),
    (sendmail(US, "x", "198.51.100.9", "mx.filter.test", forged=True), False, False),
    (opensmtpd(US, "x", "198.51.100.9", "mx.filter.test"), False, True),
    (opensmtpd(US, "x", "198.51.100.7", None), True, False),
    (postfix(US, "mx.filter.test", BOT, None), False, False),
])  # fmt: skip
def test_border_hosts(line, border, may_be):
    side, hop = make(mx=["mx.filter.test", "198.51.100.7"]), read(line)[0].hop
    assert (side.is_border(hop), side.may_be_border(hop)) == (border, may_be)


@pytest.mark.parametrize(("ip", "expected"), [
    ("192.0.2.77", True), ("192.0.3.10", False), ("2001:db8:2:ffff::1", True), ("2001:db8:3::10", False), (None, False),
    ("nonsense", False),
])  # fmt: skip
def test_neighbours(ip, expected):
    assert make(**ADDRESSES).is_neighbour(ip) is expected


def test_names_of_our_organisation():
    side = make(**PARTIAL)
    assert side.names_us("MAIL.victim.example.")
    assert not side.names_us("out.victim.example")
    assert side.of_our_organisation("out.victim.example")
    assert not side.of_our_organisation("victim.example.evil.test")
    assert not side.of_our_organisation(None)


@pytest.mark.parametrize(("name", "expected"), [
    ("mail.victim.example", True), ("mail.victim.example.", True), ("mail", False), ("localhost", False),
    ("mx.corp.local", False), ("localhost.localdomain", False), ("192.0.2.1", False), ("2002:a05::1", False),
    ("10.2.0.192.in-addr.arpa", False),
])  # fmt: skip
def test_names_that_can_only_mean_one_host(name, expected):
    assert is_public_name(name) is expected


@pytest.mark.parametrize(("ip", "inside", "loop"), [
    ("10.1.2.3", True, False), ("172.31.255.1", True, False), ("172.32.0.1", False, False),
    ("192.168.0.1", True, False), ("169.254.1.1", True, False), ("100.64.0.1", True, False), ("fd00::1", True, False),
    ("fe80::1", True, False), ("192.0.2.1", False, False), ("2001:db8::1", False, False), ("127.0.0.1", False, True),
    ("127.8.8.8", False, True),
    ("::1", False, True), (None, False, False), ("x", False, False),
])  # fmt: skip
def test_inside_addresses(ip, inside, loop):
    assert (is_inside(ip), is_loopback(ip)) == (inside, loop)


def test_networks():
    assert in_networks("192.0.2.9", ("198.51.100.0/24", "192.0.2.0/28"))
    assert not in_networks("192.0.2.19", ("192.0.2.0/28",))
    assert not in_networks("2001:db8::1", ("192.0.2.0/28",))
    assert not in_networks("nonsense", ("192.0.2.0/28",))
