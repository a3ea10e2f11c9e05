"""The hand-over: by position down the reporter's own lines, and no further."""

from __future__ import annotations

import pytest
from tests.unit.walk.mtas import (
    DATE,
    MTAS,
    UNREADABLE,
    amavis,
    exchange,
    exim_local,
    google,
    lmtp,
    nemesis,
    postfix,
    postfix_again,
    postfix_local,
)
from tests.unit.walk.notices import (
    BOT,
    BOT_NAME,
    EVERYTHING,
    FROM_BOT,
    FROM_US,
    OUR_IP,
    PARTIAL,
    R_IP,
    TO,
    US,
    R,
    read,
    side,
)

from whosent.walk.handover import find_hand_over

HOUSE = (R, "remote.test")


def hand_over(*lines, house=HOUSE, **options):
    return find_hand_over(read(*lines), house, side(**{**PARTIAL, **options}))


def client(*lines, **options):
    """(index of the hand-over, client), None where there is none."""
    line = hand_over(*lines, **options).line
    return None if line is None else (line.index, line.hop.from_ip)


@pytest.mark.parametrize("family", sorted(MTAS))
def test_the_first_client_of_the_reporter(family):
    mta = MTAS[family]
    assert client(mta.smtp(R, "bot", BOT, BOT_NAME, TO), FROM_US) == (0, BOT)


@pytest.mark.parametrize("inner", [
    (postfix_again(R),), (lmtp(R, TO),), amavis(R, TO),
    (postfix("store.corp.local", R, "10.0.0.5", None, TO),),
    (exchange("EX01.corp.local", R, "10.0.0.5"),),
    (postfix("store.remote.test", R, R_IP, R, TO),),
    (postfix("store.remote.test", R, "fd00::5", None, TO),),
], ids=["again", "lmtp", "amavis", "private", "exchange", "own-name", "ipv6-inside"])  # fmt: skip
def test_inner_hops_of_the_reporter_are_passed(inner):
    assert client(*inner, FROM_BOT, FROM_US) == (len(inner), BOT)


@pytest.mark.parametrize(("inner", "crossed"), [
    ((postfix_again(R),), False), ((lmtp(R, TO),), False), (amavis(R, TO), True),
    ((postfix("store.corp.local", R, "10.0.0.5", None, TO),), True),
    ((postfix("store.remote.test", R, R_IP, R, TO),), True),
])  # fmt: skip
def test_where_others_of_the_house_could_have_written_is_remembered(inner, crossed):
    assert hand_over(*inner, FROM_BOT).crossed is crossed


def test_big_receivers():
    inside = f"by 2002:a05:6a10:1234:b0:4c2:98b1:22aa with SMTP id qy28csp1234567pxb; {DATE}"
    mx = google("mx.google.com", "bot", BOT, BOT_NAME, TO)
    assert client(inside, inside, mx, house=("googlemail.com", "mail-sor-f69.google.com")) == (2, BOT)
    gmx = nemesis("mx.gmx.net", "bot", BOT, None, TO)
    store = f"from mx by mxgmx001.server.lan id 0LvVA5; {DATE}"
    assert client(store, gmx, house=("gmx.net", "mout.gmx.net")) == (1, BOT)


def test_microsofts_inner_hops_have_public_addresses_and_no_checked_name_so_the_walk_ends_there():
    outlook = (
        exchange("AM0PR02MB1.eurprd02.prod.outlook.com", "DB5EUR02FT0.eop-EUR02.prod.protection.outlook.com",
                 "2603:10a6:10:1::5"),
        exchange("DB5EUR02FT0.mail.protection.outlook.com", "bot", BOT),
    )  # fmt: skip
    assert client(*outlook, house=("prod.outlook.com",)) == (0, "2603:10a6:10:1::5")


def test_a_spammer_repeats_the_reporters_name_one_line_lower():
    assert client(FROM_BOT, postfix(R, US, OUR_IP, US, TO)) == (0, BOT)


@pytest.mark.parametrize("name", ["cust-9.dsl.remote.test", "dyn9.pool.remote.test", "h9.0.113.203.remote.test"])
def test_a_customers_line_in_the_reporters_organisation_is_no_inner_hop(name):
    assert client(postfix(R, name, BOT, name, TO), FROM_US) == (0, BOT)


def test_our_own_organisation_is_no_inner_hop_of_a_neighbour():
    line = postfix(R, "mout.victim.example", "192.0.2.77", "mout.victim.example", TO)
    assert client(line, FROM_BOT, house=(R, "victim.example")) == (0, "192.0.2.77")


@pytest.mark.parametrize("options", [PARTIAL, EVERYTHING, {"own": [US]}, {"own": ["192.0.2.0/24"]}])
def test_a_host_of_ours_ends_the_walk_even_inside_the_reporters_house(options):
    ours = postfix(US, US, OUR_IP, US, TO).replace(f"by {US}", "by store.victim.example")
    assert client(ours, FROM_BOT, house=("store.victim.example",), **options) == (0, OUR_IP)


def test_submitted_at_the_reporter():
    assert hand_over(exim_local(R)).line is not None
    assert client(postfix(R, "pc", BOT, BOT_NAME, TO, login="x")) == (0, BOT)


class TestNobodysLine:
    def test_the_reporter_wrote_none(self):
        assert client(postfix(US, "thief", BOT, BOT_NAME, TO)) is None
        assert client(postfix_local(US)) is None
        assert client(postfix("out.isp.test", "thief", BOT, BOT_NAME, TO)) is None

    def test_the_reporter_hides_its_clients_behind_one_address(self):
        nat = postfix(R, US, "172.17.0.1", None, TO)
        assert client(nat) is None
        assert client(nat, postfix(US, "thief", BOT, BOT_NAME, TO)) is None
        assert client(nat, postfix("out.isp.test", "thief", BOT, BOT_NAME, TO)) is None

    @pytest.mark.parametrize("line", [
        UNREADABLE.replace(US, R), f"by {R} with Internet Mail Service (5.5.2653.19) id <3MQ>; {DATE}",
        f"by {R} (Postfix) with ESMTPS id 4C96E2547B0 for <{TO}>; {DATE}",
    ])  # fmt: skip
    def test_the_reporter_hides_this_client(self, line):
        assert client(line, postfix(R, "thief", BOT, BOT_NAME, TO)) is None

    def test_nothing_known_of_the_reporter_its_own_line_tells_its_house(self):
        first = postfix("mx.friend.test", "in.friend.test", "10.0.0.1", None, TO)
        assert client(first, postfix("edge.friend.test", "bot", BOT, None, TO), house=()) == (1, BOT)
        assert client(first, postfix("out.isp.test", "bot", BOT, None, TO), house=()) is None

    def test_no_lines(self):
        assert client() is None
