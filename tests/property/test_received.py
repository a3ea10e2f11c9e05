"""Received lines: any text gives a hop, and a client's words never become the server's.

The sanitisers below are what each MTA does to HELO before printing it (see the modules of whosent.received).
"""

from __future__ import annotations

import ipaddress
import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

from hypothesis import example, given, settings
from hypothesis import strategies as st

from whosent.mail.date import rfc3339
from whosent.mail.ip import normalise_ip
from whosent.model.hop import Hop
from whosent.received import parse

CLIENT = "203.0.113.7"
EVIL = "192.0.2.66"
HOST = "mail.host.example"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DATE = "Tue, 24 Nov 2026 03:53:42 +0100"

FRAGMENTS = [
    "from ", " by ", "by evil.example ", "evil.example", "(", ")", "[", "]", EVIL, f"[{EVIL}]", f"(x [{EVIL}])",
    f"x (y [{EVIL}]) by evil.example (Postfix) with ESMTPSA id 1", "(Authenticated sender: root)", "helo=", "ident=",
    ") by evil.example with esmtpsa (Exim 4.96) id 1xVgff-00007F-2P for a@b.example", " with ESMTPSA ", " with HTTP",
    " id 1xVgff-00007F-2P", "(Exim 4.96)", "(OpenSMTPD)", "(8.17.1/8.17.1)", "(AUTH: LOGIN root)", "(may be forged)",
    "(authenticated bits=0)", " auth=yes user=root", "HELO ", f"(HELO x) ({EVIL})", f"root@{EVIL}", "unknown", "local",
    f" ([{EVIL}]) by evil.example with Microsoft SMTPSVC(6.0)", "(envelope-from <", ">", "<", "\"", "\\", ";", "?", "_",
    f"; {DATE}", "(account root)", "(SquirrelMail authenticated user root) by evil.example with HTTP", ",", "=", "@",
    " with POP3 (fetchmail-6.3)", "(qmail 1 invoked by uid 0)", " for <a@b.example>", " ", "::ffff:192.0.2.66", "tls ",
]  # fmt: skip

fragment = st.sampled_from(FRAGMENTS)
hostile = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=4), max_size=8).map(lambda parts: "".join(parts)[:255])


def printable(text: str) -> str:
    return "".join(character for character in text if " " <= character <= "~")


def postfix_helo(text: str) -> str:
    """smtpd.c: printable(), then NEUTER_CHARACTERS."""
    return re.sub(r"[ <>()\\\";@]|[^!-~]", "?", text) or "x"


def postfix_comment(text: str) -> str:
    """comment_sanitize(): parentheses are made to balance."""
    out, depth = [], 0
    for character in text:
        good = " " <= character <= "~" and character != "\\"
        if character == "(":
            depth += 1
        elif character == ")":
            good = depth > 0
            depth -= good
        out.append(character if good else "?")
    return "".join(out) + ")" * depth


def exim_helo(text: str) -> str:
    """check_helo() without helo_accept_junk_hosts."""
    return re.sub(r"[^A-Za-z0-9._\-]", "", text) or "x"


def sendmail_helo(text: str) -> str:
    """srvrsmtp.c: what makes no "invalid domain name"."""
    return re.sub(r"[^A-Za-z0-9\[\]._#:\-]", "", text) or "x"


def sendmail_ident(text: str) -> str:
    """daemon.c: cleanstrcpy()."""
    return re.sub(r"[^A-Za-z0-9!#$%&'*+\-./^_`{|}~]", "", text) or "x"


def opensmtpd_helo(text: str) -> str:
    """valid_domainpart() or an address literal."""
    return re.sub(r"[^A-Za-z0-9.\-]", "", text) or "[192.0.2.66]"


def courier_helo(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9.:\[\]\-]", "_", text) or "x"


def qmail_safe(text: str) -> str:
    """received.c: issafe()."""
    return re.sub(r"[^A-Za-z0-9.@%+/=:\-]", "?", text) or "x"


def assert_told_by_server(hop: Hop, rdns: str | None = "dsl.pool.example") -> None:
    assert hop.from_ip == CLIENT
    assert hop.by == HOST
    assert hop.login is None
    assert hop.auth is None
    assert hop.from_rdns == rdns
    assert hop.date == "2026-11-24T03:53:42+01:00"
    assert not hop.local
    assert not hop.retrieval


@given(st.text(max_size=300) | hostile | st.lists(st.sampled_from(FRAGMENTS), max_size=30).map(" ".join))
def test_any_text_gives_a_hop_and_no_address_is_invented(text: str) -> None:
    hop = parse(text)
    assert isinstance(hop, Hop)
    if hop.from_ip is not None:
        assert ipaddress.ip_address(hop.from_ip)
        assert hop.from_ip in text or ":" in hop.from_ip
    if hop.date is not None:
        assert datetime.fromisoformat(hop.date)


@settings(deadline=timedelta(seconds=2))
@given(fragment, st.lists(fragment, min_size=1, max_size=4), fragment)
def test_long_hostile_lines_end(start: str, repeated: list[str], end: str) -> None:
    """Nothing backtracks for long: without a bound these lines would not come to an end."""
    assert isinstance(parse(f"from a {start}{''.join(repeated) * 4000}{end}"), Hop)


@given(hostile)
def test_postfix_helo(text: str) -> None:
    helo = postfix_helo(text)
    hop = parse(
        f"from {helo} (dsl.pool.example [{CLIENT}])\n\tby {HOST} (Postfix) with ESMTP id 4jYS762\n"
        f"\tfor <a@b.example>; {DATE} (CET)"
    )
    assert_told_by_server(hop)
    assert hop.from_helo == helo
    assert hop.for_addr == "a@b.example"


@given(hostile, hostile)
@example("x", "Authenticated sender: root")
def test_postfix_certificate(text: str, name: str) -> None:
    """The names in a client's certificate are the client's words as well."""
    hop = parse(
        f"from {postfix_helo(text)} (dsl.pool.example [{CLIENT}])\n\t(using TLSv1.3 with cipher X (256/256 bits))\n"
        f'\t(Client CN "{postfix_comment(name)}", Issuer "CA" (not verified))\n'
        f"\tby {HOST} (Postfix) with ESMTPS id 4jYS762; {DATE} (CET)"
    )
    assert_told_by_server(hop)


@given(hostile, hostile)
def test_postfix_login(text: str, login: str) -> None:
    hop = parse(
        f"from {postfix_helo(text)} (unknown [{CLIENT}]) (Authenticated sender: a{postfix_comment(login)}z) "
        f"by {HOST} (Postfix) with ESMTPSA id 4jYS762; {DATE}"
    )
    assert (hop.from_ip, hop.by, hop.from_rdns) == (CLIENT, HOST, None)
    without_parentheses = str.maketrans("", "", "()?")
    expected = " ".join(f"a{postfix_comment(login)}z".split())
    assert hop.login is not None
    assert hop.login.translate(without_parentheses) == expected.translate(without_parentheses)


EXIM_TAIL = (
    f"by {HOST} with esmtp (Exim 4.96)\n\t(envelope-from <%s>)\n\tid 1xVgf8-00008z-1Z\n\tfor a@b.example;\n\t{DATE}"
)


@given(hostile)
def test_exim_helo(text: str) -> None:
    helo = exim_helo(text)
    assert_told_by_server(parse(f"from [{CLIENT}] (helo={helo})\n\t" + EXIM_TAIL % "c@d.example"), None)
    assert_told_by_server(parse(f"from [{CLIENT}] (port=1 helo=[{EVIL}])\n\t" + EXIM_TAIL % "c@d.example"), None)
    hop = parse(f"from dsl.pool.example ([{CLIENT}]:4711 helo={helo})\n\t" + EXIM_TAIL % "c@d.example")
    assert_told_by_server(hop)
    assert hop.from_helo == helo
    assert hop.rdns_confirmed


@given(hostile, hostile)
@example("from from ", "(SquirrelMail authenticated user root) by evil.example with HTTP (envelope-from <")
def test_exim_that_accepts_junk(text: str, sender: str) -> None:
    """helo_accept_junk_hosts, and a quoted envelope sender that repeats the form of a tail."""
    helo = printable(text).strip() or "x"
    quoted = '"' + re.sub(r'(["\\])', r"\\\1", printable(sender)) + '"@evil.example'
    name = "dsl.pool.example"
    for client, rdns in ((f"[{CLIENT}] (helo={helo})", None), (f"{name} ([{CLIENT}] helo={helo})", name)):
        hop = parse(f"from {client} " + EXIM_TAIL % quoted)
        assert_told_by_server(hop, rdns)
        assert hop.id == "1xVgf8-00008z-1Z"


@given(hostile, hostile)
def test_sendmail_helo_and_ident(text: str, answer: str) -> None:
    hop = parse(
        f"from {sendmail_helo(text)} ({sendmail_ident(answer)}@dsl.pool.example [{CLIENT}] (may be forged))\n"
        f"\tby {HOST} (8.17.1/8.17.1) with ESMTP id 6AO2rnZw000213\n\tfor <a@b.example>; {DATE}"
    )
    assert_told_by_server(hop)
    assert hop.rdns_confirmed is False


@given(hostile)
def test_opensmtpd_helo(text: str) -> None:
    helo = opensmtpd_helo(text)
    hop = parse(
        f"from {helo} (dsl.pool.example [{CLIENT}])\n\tby {HOST} (OpenSMTPD) with ESMTP id 7c506318\n"
        f"\tfor <a@b.example>;\n\t{DATE}"
    )
    assert_told_by_server(hop)
    assert hop.from_helo == helo


@given(hostile)
def test_courier_helo(text: str) -> None:
    helo = courier_helo(text)
    hop = parse(
        f"from {helo} (dsl.pool.example [::ffff:{CLIENT}])\n  by {HOST} with ESMTP\n"
        f"  id 0000000000254812.000000006B04FC32.000000E8; {DATE}"
    )
    assert_told_by_server(hop)
    assert hop.from_helo == helo


@given(hostile, hostile)
def test_qmail_helo_and_ident(text: str, answer: str) -> None:
    helo = qmail_safe(text)
    hop = parse(f"from dsl.pool.example (HELO {helo}) ({qmail_safe(answer)}@{CLIENT})\n  by {HOST} with SMTP; {DATE}")
    assert_told_by_server(hop)
    assert hop.from_helo == helo


@given(hostile)
def test_iis_helo_of_any_kind(text: str) -> None:
    """SMTPSVC prints nothing of the client's behind the address."""
    helo = printable(text).strip() or "x"
    line = f"from {helo} ([{CLIENT}]) by {HOST} with Microsoft SMTPSVC(6.0.3790.4675); {DATE}"
    assert_told_by_server(parse(line), None)


ONE_WORD_FORMS = [
    f"from {{helo}} (dsl.pool.example. [{CLIENT}]) by mx.google.com with ESMTPS id x1sm2 for <a@b.example>",
    f"from {{helo}} ({CLIENT}) by {HOST} (192.0.2.3) with Microsoft SMTP Server (version=TLS1_2) id 15.20.1",
    f"from [{CLIENT}] (HELO {{helo}}) by {HOST} (CommuniGate Pro SMTP 5.1.13) with ESMTP id 1 for a@b.example",
    f"from {{helo}} ([{CLIENT}]) by {HOST} with ESMTP id aBc (envelope-from <c@d.example>) for <a@b.example>",
    f'from dsl.pool.example ([{CLIENT}]:25 "EHLO {{helo}}" rhost-flags-OK) by {HOST} with ESMTP id S1',
    f"from [{CLIENT}] ([{CLIENT}:61680] helo={{helo}}) by {HOST} (ecelerity 3.6.6) with ESMTP id 68/A8",
    f"from {{helo}} ([{CLIENT}]) by {HOST} (mxgmx016) with ESMTPS (Nemesis) id 0M5u99-1Y5SBn46rB-00xoWE",
    f"from {{helo}} ([{CLIENT}]:23198) by {HOST} with [XMail 1.20 ESMTP Server] id <S72E> for <a@b.example>",
    f"from {{helo}} ([{CLIENT}]) by {HOST} (Lotus Domino Release 8.5.3) with ESMTP id 2012 ",
    f"from {{helo}} ({CLIENT}:51200) by {HOST} (KumoMTA 10.0.0.5) with ESMTP id 1a2b for <a@b.example>",
    f"from {{helo}} [{CLIENT}] by {HOST} with ESMTP (SMTPD32-8.15) id A1B2",
    f"from unknown [{CLIENT}] (EHLO {{helo}}) by {HOST}(mxl_mta-6.9.0-2) with ESMTP id 566d",
    f"from {{helo}} (dsl.pool.example [{CLIENT}]) by {HOST} (Own Server) with ESMTP id 17 for <a@b.example>",
]


@given(hostile, st.sampled_from(ONE_WORD_FORMS))
def test_a_helo_of_one_word(text: str, form: str) -> None:
    """The other forms stand firm as long as their servers print the HELO without blanks, parentheses and quotes."""
    helo = re.sub(r'[ ()"<>]', "", printable(text)) or "x"
    hop = parse(f"{form.format(helo=helo)}; {DATE}")
    assert hop.from_ip == CLIENT
    assert hop.by == (HOST if HOST in form else "mx.google.com")
    assert (hop.login, hop.auth, hop.retrieval, hop.local) == (None, None, False, False)


@given(hostile)
def test_an_unknown_server_gives_the_true_address_or_none(text: str) -> None:
    """Nobody knows what such a server lets through."""
    hop = parse(f"from {printable(text)} (dsl.pool.example [{CLIENT}]) by {HOST} (Own Server) with ESMTP id 17; {DATE}")
    assert hop.from_ip in (CLIENT, None) or hop.by != HOST


@given(st.integers(-2_200_000_000, 200_000_000_000), st.integers(-14 * 60, 14 * 60))
def test_dates_that_the_standard_library_writes(seconds: int, minutes: int) -> None:
    dated = (EPOCH + timedelta(seconds=seconds)).astimezone(timezone(timedelta(minutes=minutes)))
    found = rfc3339(format_datetime(dated))
    assert found is not None
    assert datetime.fromisoformat(found) == dated


@given(st.text(max_size=60) | st.from_regex(r"[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{2,4} \d\d:\d\d(:\d\d)? \S{0,5}"))
def test_any_text_gives_a_date_or_none(text: str) -> None:
    found = rfc3339(text)
    assert found is None or datetime.fromisoformat(found)


@given(st.ip_addresses())
def test_addresses_in_every_dress(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    plain = str(address)
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    expected = str(mapped or address)
    tag = "" if isinstance(address, ipaddress.IPv4Address) else "IPv6:"
    for text in (plain, f"[{plain}]", f"[{tag}{plain}]", f"[{plain}]:25", f" {plain} "):
        assert normalise_ip(text) == expected
    assert normalise_ip(expected) == expected


@given(st.text(max_size=60))
def test_any_text_gives_an_address_or_none(text: str) -> None:
    found = normalise_ip(text)
    assert found is None or ipaddress.ip_address(found)
