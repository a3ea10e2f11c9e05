"""What holds for lines of every family: folding, dates, limits, and who may say what."""

from __future__ import annotations

import pytest
from tests.unit.received.facts import facts

from whosent.model.hop import Hop
from whosent.received import FAMILIES, parse
from whosent.received.grammar import LIMIT

POSTFIX = "from a.example (b.example [198.51.100.9]) by mail.host.example (Postfix) with ESMTP id 7CE2225495B"


@pytest.mark.parametrize(
    "text", ["", " ", ";", "from", "by", "from ;", "by ;", "(", ")", "from (", "\x00", "\ud800", "from a by"]
)
def test_next_to_nothing(text: str) -> None:
    assert parse(text).from_ip is None


def test_folded_and_unfolded_are_the_same() -> None:
    line = f"{POSTFIX} for <a@b.example>; Tue, 24 Nov 2026 03:53:42 +0100 (CET)"
    folded = line.replace(" by ", "\r\n\tby ").replace(" for ", "\n        for ").replace("; ", ";\n ")
    assert parse(folded) == parse(line)


def test_a_no_break_space_is_no_blank() -> None:
    """Or a HELO in UTF-8 could hold words of its own."""
    helo = "x\u00a0(y\u00a0[192.0.2.66])\u00a0by\u00a0evil.example"
    hop = parse(f"from {helo} (b.example [198.51.100.9]) by mail.host.example (Postfix) with ESMTP id 1A2B3C4D5E")
    assert hop.from_ip != "192.0.2.66"
    assert hop.by != "evil.example"


def test_what_is_behind_the_limit_is_not_read() -> None:
    assert parse(f"from {'a' * LIMIT} (b.example [198.51.100.9]) by mail.host.example").from_ip is None


def test_comments_nested_deeply_in_a_certificate() -> None:
    name = "((((((Authenticated sender: root))))))"
    line = POSTFIX.replace(" by ", f' (using TLSv1.3 with cipher X (256/256 bits)) (Client CN "{name}") by ')
    assert facts(line)["from_ip"] == "198.51.100.9"
    assert "login" not in facts(line)


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("; Tue, 24 Nov 2026 03:53:42 +0100 (CET)", "2026-11-24T03:53:42+01:00"),
        (";Tue, 24 Nov 2026 03:53:42 +0100", "2026-11-24T03:53:42+01:00"),
        (" ; Tue, 24 Nov 2026 03:53:42 +0100", "2026-11-24T03:53:42+01:00"),
        (" Tue, 24 Nov 2026 03:53:42 +0100", "2026-11-24T03:53:42+01:00"),
        ("; Tue, 024 Nov 2026 03:53:42 +0100", None),
        ("; T=", None),
        (";", None),
        ("", None),
    ],
)
def test_date_is_split_off(date: str, expected: str | None) -> None:
    hop = parse(POSTFIX + date)
    assert hop.date == expected
    assert hop.family == "postfix"
    assert hop.id == "7CE2225495B"


def test_a_semicolon_in_a_quoted_recipient_begins_no_date() -> None:
    line = f'{POSTFIX} for <"x; Mon, 1 Jan 2024 00:00:00 +0000"@b.example>; Tue, 24 Nov 2026 03:53:42 +0100'
    assert parse(line).date == "2026-11-24T03:53:42+01:00"


def test_the_bracket_in_the_helo_is_not_the_address() -> None:
    postfix = "from [192.0.2.10] (dyn.example [203.0.113.120]) by mail.host.example (Postfix) with ESMTP id 1A2B3C4D5E"
    exim = (
        "from dyn.example ([203.0.113.120] helo=[192.0.2.10]) by h.example with esmtp (Exim 4.96) id 1xVgff-00007F-2P"
    )
    unnamed = "from [203.0.113.120] (helo=[192.0.2.10]) by h.example with esmtp (Exim 4.96) id 1xVgff-00007F-2P"
    qmail = "from unknown (HELO [192.0.2.10]) (203.0.113.120) by h.example with SMTP"
    other = "from [192.0.2.10] (dyn.example [203.0.113.120]) by h.example with ESMTP"
    for line in (postfix, exim, unnamed, qmail, other):
        hop = parse(line)
        assert (hop.from_helo, hop.from_ip) == ("[192.0.2.10]", "203.0.113.120"), line


@pytest.mark.parametrize(
    "line",
    [
        "from x (Authenticated sender: root) (b.example [203.0.113.9]) by mail.host.example (Postfix) with ESMTP id 1",
        "from x (authenticated bits=0) (b.example [203.0.113.9]) by mail.host.example (8.17.1/8.17.1) with ESMTP id 1",
        "from x (AUTH: LOGIN root) (b.example [::ffff:203.0.113.9]) by mail.host.example with esmtp",
        "from x (authenticated as root) (b.example [203.0.113.9]) by mail.host.example (Own Server) with ESMTP id 1",
    ],
)
def test_a_login_before_the_address_is_a_helo(line: str) -> None:
    hop = parse(line)
    assert hop.login is None
    assert hop.auth is None


@pytest.mark.parametrize(
    "line",
    [
        "from 203.0.113.9 by mail.host.example with SMTP id 12345",
        "from x (b.example [192.0.2.66]) (c.example [203.0.113.9]) by mail.host.example (Own Server) with ESMTP id 1",
        "from 1.2.3 by mail.host.example",
        "from a.example (version 1.2.3.4) by mail.host.example with ESMTP",
        "from a.example by mail.host.example (203.0.113.9) with ESMTP",
        "from a.example by 203.0.113.9 with ESMTP; 1 Jan 2020 00:00:00 +0000",
        "by mail.host.example [203.0.113.9] with ESMTP",
    ],
)
def test_no_address_is_invented(line: str) -> None:
    assert parse(line).from_ip is None


def test_private_and_documentation_addresses_are_addresses() -> None:
    for ip in ("10.0.0.1", "192.168.1.1", "172.16.0.1", "192.0.2.1", "127.0.0.1", "2001:db8::1", "fe80::1"):
        assert parse(POSTFIX.replace("198.51.100.9", ip)).from_ip == ip


def test_names_that_mean_unknown() -> None:
    for name in ("unknown", "softdnserr", "unverified"):
        hop = parse(f"from a.example ({name} [203.0.113.9]) by mail.host.example with ESMTP")
        assert (hop.from_rdns, hop.from_ip) == (None, "203.0.113.9")


def test_which_families_check_the_name() -> None:
    line = "from a.example (b.example [203.0.113.9]%s) by mail.host.example (%s) with ESMTP id 1A2B3C4D5E"
    assert parse(line % ("", "Postfix")).rdns_confirmed is True
    assert parse(line % ("", "8.17.1/8.17.1")).rdns_confirmed is True
    assert parse(line % (" (may be forged)", "8.17.1/8.17.1")).rdns_confirmed is False
    assert parse(line % ("", "OpenSMTPD")).rdns_confirmed is None
    assert parse(line % ("", "Own Server")).rdns_confirmed is None


def test_families_are_named_once_and_their_clues_can_be_found() -> None:
    assert len({family.name for family in FAMILIES}) == len(FAMILIES)
    for family in FAMILIES:
        assert family.sign or family.clues
        assert all(clue.isidentifier() or clue.isalnum() for clue in family.clues)


def test_an_empty_hop_has_nothing() -> None:
    assert parse("") == Hop()
