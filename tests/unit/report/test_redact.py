from __future__ import annotations

import io
import json
import re
from collections.abc import Callable

import pytest
from msgspec.structs import replace
from rich.console import Console
from tests.unit.report.cases import BOT, NOTICE, RECIPIENT, VICTIM, fake, forged, incident, login, script, texts

from whosent.model.case import Case, TracedHop
from whosent.model.evidence import Evidence
from whosent.model.hop import Hop
from whosent.model.incident import Incident
from whosent.model.item import Unreadable
from whosent.model.notice import Original, Recipient
from whosent.model.verdict import Subject
from whosent.report import html, machine, terminal
from whosent.report.document import Collector
from whosent.report.redact import Redactor

SALT = b"salt of this run"
SECRETS = ("anna.winter", "otto.sommer", "Ihre Lieferung wartet", "8f3a77c0", "notice1", "203.0.113.77",
           "198.51.100.30",           "192.0.2.66", "DESKTOP-7Q", "empfang.test")  # fmt: skip


def everything(case: Case, wave: Incident, redactor: Redactor) -> str:
    """All outputs of one redacted case."""
    case, wave = redactor.case(case), redactor.incident(wave)
    collector = Collector(texts("en"), redacted=True, hide_others=False)
    collector.add(case, wave.id)
    found = collector.finish([wave])
    console = Console(file=io.StringIO(), width=500, force_terminal=False)
    terminal.render(found, console, verbose=True)
    printed = console.file
    assert isinstance(printed, io.StringIO)
    made = b"".join(machine.json_chunks([(case, wave.id)], texts("en"), lambda: [wave]))
    return "\n".join(
        [html.render(found), printed.getvalue(), made.decode(), json.dumps(json.loads(made), ensure_ascii=False)]
    )


@pytest.mark.parametrize("make", [forged, login, script, fake])
def test_no_name_address_subject_or_id_survives_in_any_output(make: Callable[[], Case]) -> None:
    case = make()
    text = everything(case, incident(case), Redactor(SALT)).lower()
    for secret in (*SECRETS, "blumenhaus.example"):
        assert secret.lower() not in text, secret


def test_domains_of_the_own_side_may_stay_but_no_local_part() -> None:
    text = everything(forged(), incident(forged()), Redactor(SALT, ["blumenhaus.example"]))
    assert "@blumenhaus.example" in text
    assert "anna" not in text


def test_equal_things_have_equal_aliases_everywhere() -> None:
    redactor = Redactor(SALT)
    one, other = redactor.case(forged()), redactor.case(login())
    assert one.victim == other.victim
    assert other.verdict is not None
    assert other.verdict.subject.address == other.victim == other.hops[0].hop.login
    assert redactor.incident(incident(forged())).addresses == (one.victim,)
    assert redactor.incident(incident(forged())).origins == (one.hand_over_ip,)
    assert (
        redactor.case(forged(source="b.mbox#7")).source
        == redactor.incident(incident(forged(source="b.mbox#7"))).sources[0]
    )


def test_another_run_another_alias() -> None:
    assert Redactor(b"a").case(forged()).victim != Redactor(b"b").case(forged()).victim


def test_different_things_stay_different() -> None:
    redactor = Redactor(SALT)
    changed = redactor.case(forged())
    assert changed.victim != changed.notice.recipients[0].address
    assert redactor.case(replace(forged(), hand_over_ip="203.0.113.78")).hand_over_ip != changed.hand_over_ip


def test_the_network_part_of_addresses_stays() -> None:
    changed = Redactor(SALT).case(forged())
    assert str(changed.hand_over_ip).startswith("203.0.113.x")
    wide = Redactor(SALT).case(replace(forged(), hand_over_ip="2001:db8:1:2:3:4:5:6"))
    assert str(wide.hand_over_ip).startswith("2001:db8:1:2:x")


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_loopback_names_nobody(address: str) -> None:
    assert Redactor(SALT).case(replace(forged(), hand_over_ip=address)).hand_over_ip == address


def line(text: str) -> str:
    case = replace(forged(), lines={"returned:1": text})
    return Redactor(SALT).case(case).lines["returned:1"]


SPELLINGS = ("pool-203-0-113-77", "77.113.0.203", "77-113-0-203", "host-203-000-113-077", "cb00714d")


@pytest.mark.parametrize("name", [f"{spelling}.isp.example" for spelling in SPELLINGS])
def test_an_address_hidden_in_a_host_name_is_found(name: str) -> None:
    text = line(f"Received: from {name} ([{BOT}])")
    assert name.partition(".isp")[0] not in text
    assert "isp.example" in text


def test_what_a_technician_needs_stays() -> None:
    text = line("Received: from localhost (localhost [127.0.0.1]) by mail.anbieter.example (Postfix, from userid 33)"
                "\n\tid 4XaB1; Sat, 21 Nov 2026 09:14:00 +0100")  # fmt: skip
    assert "mail.anbieter.example (Postfix, from userid 33)" in text
    assert "4XaB1; Sat, 21 Nov 2026 09:14:00 +0100" in text
    assert "[127.0.0.1]" in text


@pytest.mark.parametrize(("text", "secret"), [
    ("Subject: Treffen mit Herrn Meier\n am Freitag", "Meier"),
    ("From: \"Heinz Meier\" <h.m@other.test>", "Meier"),
    ("X-Note: =?utf-8?Q?Heinz_Meier?=", "Heinz"),
    ("X-Url: https://portal.test/unsubscribe?u=heinz&id=1", "heinz"),
    ("X-Source-Dir: /home/heinz/public_html", "heinz"),
    ("X-Sender: someone.else@third.test", "someone"),
    ("X-Sender: someone.else@third.test", "third"),
    ("Received: from unknown (192.0.2.199)", "192.0.2.199"),
    ("Received: from 192.0.2.199.static.isp.test", "192.0.2.199"),
    ("Received: from x192.0.2.199.isp.test", "192.0.2.199"),
    ("Received: from unknown ([IPv6:2001:db8::dead:beef])", "beef"),
    ("Received: from x by y for <OTTO.SOMMER@Empfang.TEST>", "sommer"),
])  # fmt: skip
def test_lines_of_the_mail(text: str, secret: str) -> None:
    assert secret.lower() not in line(text).lower()


def test_a_login_without_domain_and_a_bare_login_in_evidence() -> None:
    case = login(Subject("kunde17", "unknown"))
    assert case.verdict is not None
    marker = Evidence("login-marker-claimed", "claimed", "returned:X-Auth-User", {"marker": "kunde18"}, 3)
    case = replace(case, verdict=replace(case.verdict, evidence_against=(marker,)),
                   lines={"returned:1": "Received: from x (Authenticated sender: kunde17)",
                          "returned:3": "X-Auth-User: kunde18"})  # fmt: skip
    text = everything(case, incident(case, origins=("kunde17",)), Redactor(SALT))
    assert "kunde17" not in text
    assert "kunde18" not in text


def test_a_diagnostic_in_prose() -> None:
    said = (
        f"550-5.1.1 The account {RECIPIENT} does not exist; otto.sommer left. See https://help.test/?p=abc 550 [{BOT}]"
    )
    recipient = replace(NOTICE.recipients[0], diagnostic=said)
    changed = Redactor(SALT).case(replace(forged(), notice=replace(NOTICE, recipients=(recipient,))))
    text = str(changed.notice.recipients[0].diagnostic)
    assert "sommer" not in text
    assert "p=abc" not in text
    assert BOT not in text
    assert text.startswith("550-5.1.1 The account user-")


def test_a_victim_without_domain() -> None:
    redactor = Redactor(SALT)
    case = replace(forged(), victim="kunde17")
    assert redactor.incident(incident(case, addresses=("kunde17",))).addresses == (redactor.case(case).victim,)


def test_words_that_name_nobody_are_left_alone() -> None:
    recipient = Recipient("info@empfang.test", diagnostic="for more info see postmaster")
    notice = replace(NOTICE, recipients=(recipient,), original=Original(from_addr="postmaster@empfang.test"))
    changed = Redactor(SALT).case(replace(forged(), notice=notice, victim=None, addressee=None))
    assert changed.notice.recipients[0].diagnostic == "for more info see postmaster"
    assert "info@" not in changed.notice.recipients[0].address


def test_short_names_are_replaced_where_they_stand_alone() -> None:
    case = replace(forged(), hops=(TracedHop(Hop(login="al", by="a.test"), "observed", "returned", 1, 0),))
    assert str(Redactor(SALT).case(case).hops[0].hop.login).startswith("user-")


def test_file_names_are_names_but_numbers_stay() -> None:
    changed = Redactor(SALT).case(forged(source="/home/anna/anna.mbox#17"))
    assert re.fullmatch(r"file-[0-9a-f]{6}\.mbox#17", changed.source)
    gone = Redactor(SALT).unreadable(Unreadable("/home/anna/x.msg", "cannot open /home/anna/x.msg"))
    assert "anna" not in gone.source + gone.error


def test_aliases_are_not_changed_again() -> None:
    redactor = Redactor(SALT)
    user = replace(forged(), victim="user@id.test", notice=replace(NOTICE, original=Original(from_addr="user@id.test")))
    once = redactor.case(user)
    assert re.fullmatch(r"user-[0-9a-f]{6}@domain-[0-9a-f]{6}\.invalid", str(once.victim))
    assert once.victim == once.notice.original.from_addr


def test_nothing_of_the_verdict_changes() -> None:
    before, after = forged().verdict, Redactor(SALT).case(forged()).verdict
    assert before is not None
    assert after is not None
    assert (after.cause, after.certainty, after.rule) == (before.cause, before.certainty, before.rule)
    assert [item.kind for item in after.evidence_for] == [item.kind for item in before.evidence_for]
    assert VICTIM not in repr(after)
