"""The walk as a whole: who handed over, how it entered, and the standing of every line."""

from __future__ import annotations

import pytest
from tests.unit.walk.mtas import amavis, exim_bounce, lmtp, opensmtpd, postfix, postfix_again, postfix_local
from tests.unit.walk.notices import (
    BOT,
    BOT_NAME,
    FROM_BOT,
    FROM_US,
    NOTHING,
    OUR_IP,
    PARTIAL,
    R_IP,
    TO,
    US,
    VICTIM,
    R,
    letter,
    notice,
)

from whosent.mail import parse
from whosent.notice import recognise_with_returned
from whosent.service.ownside import own_side
from whosent.walk import walk_copy, walk_message, walk_notice
from whosent.walk.lines import read_lines

FROM_R = postfix(US, R, R_IP, R, VICTIM)
FAKE = postfix(US, "pc", "198.51.100.99", None, TO, login=VICTIM)


def of_notice(data, **options):
    mail = parse(data)
    found, returned = recognise_with_returned(mail)
    lines = read_lines(mail.head, "notice")
    below = read_lines(returned.head, "returned") if returned is not None else ()
    return walk_notice(mail.head, lines, found, below, own_side(**(options or PARTIAL)), lambda question: None)


def of_letter(data, **options):
    head = parse(data).head
    lines = read_lines(head, "notice")
    return walk_message(head, lines, VICTIM, own_side(**(options or PARTIAL)), lambda question: None)


def of_copy(data, **options):
    lines = read_lines(parse(data).head, "notice")
    return walk_copy(lines, VICTIM, own_side(**(options or PARTIAL)), lambda question: None)


def standing(walk, of):
    return [walk.standing[of, line.index] for line in (walk.lines if of == "notice" else walk.returned)]


class TestOfANotice:
    @pytest.mark.parametrize(
        ("returned", "handed", "entry"),
        [
            ((FROM_US, postfix_local(US)), "yes", "local"),
            ((FROM_US, FAKE), "yes", "login"),
            ((FROM_BOT, FROM_US), "no", None),
            ((opensmtpd(R, US, BOT, US, TO), postfix_local(US)), "maybe", "local"),
            ((postfix_local(R),), "local", None),
            ((FAKE,), "unknown", None),
            ((), "unknown", None),
        ],
        ids=["ours", "ours-login", "foreign", "ptr-says-ours", "at-the-reporter", "no-line-of-reporter", "none"],
    )
    def test_who_handed_over(self, returned, handed, entry):
        walk = of_notice(notice([FROM_R, postfix_again(R)], returned))
        assert (walk.handed, walk.entered.entry) == (handed, entry)

    def test_made_by_us(self):
        walk = of_notice(notice([lmtp(US), postfix_again(US)], [postfix_local(US), FAKE], reporter=US))
        assert (walk.handed, walk.genuine, walk.entered.entry) == ("by-us", "ours", "local")
        assert walk.hand_over_line is walk.entered.line
        assert standing(walk, "returned") == ["observed", "claimed"]

    def test_the_hand_over_is_what_the_reporter_saw(self):
        line = of_notice(notice([FROM_R], [*amavis(R), FROM_BOT, FROM_US])).hand_over_line
        assert line is not None
        assert (line.index, line.hop.from_ip) == (2, BOT)

    def test_nothing_returned(self):
        walk = of_notice(notice([FROM_R], None))
        assert (walk.handed, walk.returned, walk.hand_over_line) == ("unknown", (), None)


class TestStanding:
    def test_ours_is_observed_the_reporters_is_reported_the_rest_is_claimed(self):
        walk = of_notice(notice([lmtp(US), FROM_R, postfix_again(R)], [*amavis(R), FROM_US, postfix_local(US), FAKE]))
        assert standing(walk, "notice") == ["observed", "observed", "reported"]
        assert standing(walk, "returned") == ["reported"] * 4 + ["claimed"]

    def test_of_somebody_who_disagrees_everything_is_claimed(self):
        walk = of_notice(notice([postfix(US, "evil.test", BOT, "evil.test"), postfix_again(R)], [FROM_US, FAKE]))
        assert standing(walk, "notice") == ["observed", "claimed"]
        assert standing(walk, "returned") == ["claimed", "claimed"]

    def test_an_upload_observes_nothing(self):
        walk = of_notice(notice([lmtp(US), postfix_again(US)], [postfix_local(US)], reporter=US), intake="upload")
        assert standing(walk, "notice") == ["reported", "reported"]
        assert standing(walk, "returned") == ["reported"]

    def test_below_a_private_client_nothing_is_observed(self):
        nat = postfix(US, R, "172.17.0.1", None, VICTIM)
        walk = of_notice(notice([lmtp(US), nat, FROM_R, postfix_again(R)], [FROM_BOT]))
        assert standing(walk, "notice") == ["observed", "observed", "reported", "reported"]

    def test_below_an_account_nothing_is_believed(self):
        walk = of_notice(notice([lmtp(US), postfix_local(US), FROM_R, postfix_again(R)], [FROM_US, postfix_local(US)]))
        assert standing(walk, "notice") == ["observed", "observed", "claimed", "claimed"]
        assert standing(walk, "returned") == ["claimed", "claimed"]

    def test_beyond_a_neighbour_nothing_is_observed(self):
        web = "web1.victim.example"
        returned = [postfix(US, web, "192.0.2.20", web, TO), postfix_local(web), FAKE]
        walk = of_notice(notice([lmtp(US), postfix_again(US)], returned, reporter=US))
        assert walk.genuine == "ours"
        assert standing(walk, "returned") == ["observed", "reported", "claimed"]


class TestForwardedByUs:
    """A catch-all forwarded to a big provider: the host that passed it on may be ours, the provider is not."""

    TOP = postfix("mx.google.com", US, OUR_IP, US, "collector@gmail.test")

    def test_the_forwarder_may_be_ours(self):
        data = notice([self.TOP, FROM_R, postfix_again(R)], [FROM_US, postfix_local(US)], to="collector@gmail.test")
        walk = of_notice(data, intake="store")
        assert walk.side.forwarder is not None
        assert (walk.handed, walk.entered.entry) == ("maybe", "local")

    def test_it_may_have_made_the_notice_itself(self):
        data = notice([self.TOP, postfix_again(US)], [postfix_local(US)], reporter=US, to="collector@gmail.test")
        walk = of_notice(data, intake="store")
        assert (walk.handed, walk.entered.entry) == ("maybe", "local")

    def test_near_miss_addressed_to_ourselves(self):
        data = notice([FROM_R, postfix_again(R)], [FROM_US, postfix_local(US)])
        assert of_notice(data, intake="store").side.forwarder is None


class TestOfALetter:
    @pytest.mark.parametrize(("lines", "handed", "entry"), [
        ((lmtp(US), postfix(US, "bot", BOT, BOT_NAME, VICTIM), FAKE), "no", None),
        ((lmtp(US), FAKE), "by-us", "login"),
        ((lmtp(US), postfix_local(US)), "by-us", "local"),
        ((lmtp(US), postfix(US, "localhost", "127.0.0.1", "localhost", VICTIM), FAKE), "by-us", "loopback"),
        ((lmtp(US), opensmtpd(US, US, BOT, US, VICTIM), postfix(US, "x", BOT, None)), "maybe", "relayed"),
        ((lmtp(US),), "unknown", None),
        ((), "unknown", None),
    ], ids=["outside", "login", "local", "loopback", "ptr-says-ours", "inside-only", "none"])  # fmt: skip
    def test_who_handed_over(self, lines, handed, entry):
        walk = of_letter(letter(lines))
        assert (walk.handed, walk.entered.entry) == (handed, entry)

    def test_our_address_space(self):
        data = letter([postfix(US, "vps", "192.0.2.200", "vps200.kunden.test", VICTIM)])
        assert of_letter(data, own=[US, "192.0.2.0/24"]).handed == "network"

    def test_what_stands_below_the_border_is_claimed(self):
        walk = of_letter(letter([lmtp(US), postfix(US, "bot", BOT, BOT_NAME, VICTIM), FAKE, postfix_local(US)]))
        assert standing(walk, "notice") == ["observed", "observed", "claimed", "claimed"]

    def test_what_stands_below_a_ptr_that_nobody_checked_is_not_observed(self):
        walk = of_letter(letter([opensmtpd(US, US, BOT, US, VICTIM), postfix_local(US)]))
        assert standing(walk, "notice") == ["observed", "reported"]

    def test_a_letter_that_never_left_the_house(self):
        walk = of_letter(letter([lmtp(US), exim_bounce(US)]), **NOTHING, intake="store")
        assert standing(walk, "notice") == ["observed", "observed"]


class TestOfACopy:
    """Somebody else received it: his server is the reporter, and nothing is observed."""

    FRIEND = "mx.friend.test"

    @pytest.mark.parametrize(("lines", "handed", "entry"), [
        ((postfix(FRIEND, "bot", BOT, BOT_NAME), FAKE), "no", None),
        ((postfix(FRIEND, US, OUR_IP, US), postfix_local(US)), "yes", "local"),
        ((postfix(US, "pc", BOT, BOT_NAME),), "unknown", None),
        ((), "unknown", None),
    ], ids=["foreign", "ours", "our-own-line", "none"])  # fmt: skip
    def test_who_handed_over(self, lines, handed, entry):
        walk = of_copy(letter(lines, to="f@friend.test"))
        assert (walk.handed, walk.entered.entry) == (handed, entry)
        assert "observed" not in standing(walk, "notice")

    def test_standing(self):
        walk = of_copy(letter([postfix(self.FRIEND, "bot", BOT, None), FAKE]))
        assert standing(walk, "notice") == ["reported", "claimed"]


class TestBehindANat:
    """Every client shows the gateway's address: somebody else's notice has no border, and still is somebody else's."""

    NAT = postfix(US, R, "172.17.0.1", None, VICTIM)

    def test_a_foreign_notice(self):
        walk = of_notice(notice([self.NAT, postfix_again(R)], [FROM_BOT, FROM_US]))
        assert (walk.genuine, walk.handed) == ("agrees-below", "no")
        line = walk.hand_over_line
        assert line is not None
        assert line.hop.from_ip == BOT

    def test_our_own_notice(self):
        nat = postfix("store.victim.example", US, "172.17.0.1", None, VICTIM)
        walk = of_notice(notice([nat, postfix_again(US)], [postfix_local(US)], reporter=US))
        assert (walk.genuine, walk.handed) == ("agrees-below", "by-us")
