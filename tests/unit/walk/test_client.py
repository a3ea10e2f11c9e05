"""What kind of machine handed it over: a mail server, a bot, or something that might be ours."""

from __future__ import annotations

import pytest
from tests.unit.walk.mtas import (
    exchange,
    nemesis,
    opensmtpd,
    postfix,
    postfix_again,
    postfix_local,
    qmail_local,
    sendmail,
)
from tests.unit.walk.notices import BOT, BOT_NAME, US, R, read

from whosent.walk.client import is_host_name, kind_of_client, looks_access, looks_dynamic

GENERIC = "static.9.113.0.203.clients.cloud.test"
"""A rented server with the name that its hoster gave it."""
OURS = (US, "victim.example")


def kind(line, below=None, names=OURS, *, complete=False):
    return kind_of_client(read(line)[0].hop, read(below)[0].hop if below else None, names, complete=complete)


@pytest.mark.parametrize(("line", "expected"), [
    (postfix(R, "mx.open.test", BOT, "mx.open.test"), "server"),
    (postfix(R, "mail.open.test", BOT, "mx7.open.test"), "server"),
    (opensmtpd(R, "mx.open.test", BOT, "mx.open.test"), "unknown"),
    (sendmail(R, "mx.open.test", BOT, "mx.open.test", forged=True), "direct"),
    (postfix(R, "bot-pc", BOT, BOT_NAME), "direct"),
    (postfix(R, BOT_NAME, BOT, BOT_NAME), "direct"),
    (postfix(R, "[10.2.3.4]", BOT, None), "direct"),
    (postfix(R, "mx.open.test", BOT, None), "direct"),
    (postfix(R, US, BOT, BOT_NAME), "direct"),
    (exchange(R, "bot-pc", BOT), "direct"),
    (exchange(R, BOT_NAME, BOT), "direct"),
], ids=["server", "same-house", "ptr-only", "forged", "bot", "bot-by-name", "literal", "helo-only", "helo-ours-access",
        "exchange", "exchange-access"])  # fmt: skip
def test_by_its_names(line, expected):
    assert kind(line) == expected


@pytest.mark.parametrize(("line", "below"), [
    (postfix(R, "web1.shop.test", BOT, GENERIC), postfix_local("web1.shop.test")),
    (postfix(R, "web1.shop.test", BOT, None), postfix_local("web1.shop.test")),
    (postfix(R, "exch01.corp.local", BOT, "p5b0.dip0.dsl.test"), postfix_again("exch01.corp.local")),
    (postfix(R, "localhost", BOT, "mail.open.test"), postfix_again("mx9.open.test")),
    (postfix(R, "victim.example", BOT, GENERIC), None),
    (postfix(R, US, BOT, None), None),
    (postfix(R, "localhost", BOT, "vps4411.cloud.test"), None),
    (postfix(R, "web7.shop.test", BOT, "vps4411.cloud.test"), None),
    (postfix(R, "pc", "10.0.0.5", None), None),
    ("from bot-pc by mx.remote.test with SMTP id 12345; Tue, 24 Nov 2026 09:00:00 +0000", None),
    (exchange(R, "mx.open.test", BOT), None),
    (nemesis(R, "mx.open.test", BOT), None),
    (f"from {BOT} ({BOT}) by gateway with ESMTP; Tue, 24 Nov 2026 09:00:00 +0000", None),
    (postfix(R, "web1.shop.test", BOT, GENERIC), qmail_local(US)),
], ids=["generic-ptr", "no-ptr", "office", "other-name-of-the-house", "helo-is-our-site", "helo-is-our-host",
        "named-machine", "named-machine-other-helo", "private", "no-address", "exchange-looks-up-nothing",
        "gmx-looks-up-nothing", "gateway-prints-the-address-alone", "qmail-names-no-writer"])  # fmt: skip
def test_what_could_be_ours_under_a_name_that_we_do_not_know_is_no_bot(line, below):
    assert kind(line, below) == "unknown"


@pytest.mark.parametrize(("line", "below", "expected"), [
    (postfix(R, US, BOT, BOT_NAME), postfix_local(US), "direct"),
    (postfix(R, "web1.shop.test", BOT, GENERIC), postfix_local("web1.shop.test"), "direct"),
    (postfix(R, "victim.example", BOT, GENERIC), None, "direct"),
    (postfix(R, US, BOT, None), None, "direct"),
    (postfix(R, "localhost", BOT, "vps4411.cloud.test"), None, "direct"),
    (postfix(R, "mx.open.test", BOT, "mx.open.test"), None, "server"),
    (postfix(R, "mx.open.test", BOT, None), postfix_local("mx.open.test"), "unknown"),
    (postfix(R, "pc", "10.0.0.5", None), None, "unknown"),
])  # fmt: skip
def test_where_all_our_hosts_are_known_by_address(line, below, expected):
    assert kind(line, below, complete=True) == expected


@pytest.mark.parametrize(("name", "access", "dynamic"), [
    ("dyn-9.pool.isp.test", True, True), ("p5b0a4d4d.dip0.t-line.test", True, True), ("ADSL.isp.test", True, True),
    (GENERIC, False, True), ("ip-203-0-113-9.compute.test", False, True), ("cust.isp.test", False, True),
    ("mail.dynamo.test", False, False), ("homeland.test", False, False), ("mx1.open.test", False, False),
    ("h203-0.open.test", False, False), (None, False, False), ("", False, False),
])  # fmt: skip
def test_names_of_access_lines_and_of_customers(name, access, dynamic):
    assert looks_access(name) is access
    assert looks_dynamic(name, BOT) is dynamic


def test_numbers_in_a_name_count_only_if_they_are_the_address():
    assert looks_dynamic("a-203-0-113-9.isp.test", BOT)
    assert not looks_dynamic("a-203-0-113-9.isp.test", "198.51.100.1")
    assert not looks_dynamic("a-203-0-113-9.isp.test", "2001:db8::1")


@pytest.mark.parametrize(("name", "expected"), [
    ("mx.open.test", True), ("localhost", False), ("[192.0.2.1]", False), ("192.0.2.1", False), ("", False),
    (None, False),
])  # fmt: skip
def test_host_names(name, expected):
    assert is_host_name(name) is expected
