"""Received lines with their place, and the lines behind which anybody may be."""

from __future__ import annotations

import pytest
from tests.unit.walk.mtas import DATE, MTAS, UNREADABLE, exchange_mapi, fetched, lmtp, postfix_again, postfix_local
from tests.unit.walk.notices import US, read

from whosent.walk.lines import MAX_HOPS


def test_position_and_name_for_evidence():
    first, second = read(lmtp(US), postfix_again(US))
    assert (first.index, second.index) == (0, 1)
    assert second.source == "returned:Received[2]"


def test_no_more_lines_than_any_server_lets_through():
    assert len(read(*[postfix_again(US)] * (MAX_HOPS + 50))) == MAX_HOPS


@pytest.mark.parametrize("line", [
    f"by {US} with Internet Mail Service (5.5.2653.19) id <3MQDQNK7>; {DATE}",
    f"by {US} (Postfix) with ESMTPS id 4C96E2547B0 for <x@remote.test>; {DATE}",
    f"by {US} with SMTP id 12345; {DATE}",
    UNREADABLE,
], ids=["exchange-5.5", "postfix-hides-clients", "no-client", "unreadable"])  # fmt: skip
def test_a_line_without_a_client_may_hide_anybody(line):
    assert read(line)[0].clientless


@pytest.mark.parametrize("line", [
    postfix_again(US), postfix_local(US), lmtp(US), exchange_mapi(US), fetched(),
    *(mta.made(US) for mta in MTAS.values()), *(mta.local(US) for mta in MTAS.values()),
    *(mta.smtp(US, "pc", "203.0.113.9") for mta in MTAS.values()),
])  # fmt: skip
def test_steps_inside_one_host_and_named_clients_hide_nobody(line):
    assert not read(line)[0].clientless


def test_only_a_line_that_says_from_is_unread():
    unread, hidden = read(UNREADABLE, f"by {US} with SMTP id 12345; {DATE}")
    assert unread.unread
    assert not hidden.unread
