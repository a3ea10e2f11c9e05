"""What a report says, before anybody decides how it looks."""

from __future__ import annotations

import re

import pytest
from msgspec.structs import replace
from tests.unit.report.cases import (
    NOTICE,
    RECIPIENT,
    VICTIM,
    fake,
    forged,
    incident,
    login,
    quiet,
    report,
    said,
    script,
    texts,
)

from whosent.model.evidence import Evidence
from whosent.model.incident import Forecast
from whosent.model.item import Unreadable
from whosent.model.notice import Notice
from whosent.model.verdict import Subject
from whosent.report.compose import MAX_ALIKE
from whosent.report.document import Collector
from whosent.report.parts import Finding

OTHER = "karl.herbst@fremdkunde.example"


def only(case: object, language: str = "en", hide_others: bool = True, **changes: object) -> Finding:
    found = report((case, incident(case, **changes)), language=language, hide_others=hide_others)  # type: ignore[arg-type]
    assert len(found.findings) == 1
    return found.findings[0]


def test_a_joe_job_is_told_about_messages() -> None:
    found = only(forged("certain"), messages=312)
    assert said(found.answer) == "No: these 312 messages did not pass through your mailbox."
    assert said(found.heading) == "Your address was forged as the sender."
    assert "2 traces speak for it, one against it" in said(found.sure)
    assert found.tone == "good"
    assert [trace.side for trace in found.traces] == ["for", "for", "against"]
    assert found.traces[0].kind == "handover-foreign-direct"


def test_the_same_in_german() -> None:
    found = only(forged("certain"), "de", messages=1)
    assert said(found.answer) == "Nein: Diese Nachricht ist nicht durch Ihr Postfach gegangen."
    assert "Rückläufer" in said(found.numbers)


def test_likely_is_less_than_certain_in_every_sentence() -> None:
    certain, likely = only(forged("certain")), only(forged("likely"))
    for part in ("answer", "heading", "sure"):
        assert said(getattr(certain, part)) != said(getattr(likely, part))


def test_a_login_of_the_reader_is_a_question() -> None:
    found = only(login())
    assert said(found.heading) == "Somebody logged in with your password. Was it you?"
    assert found.tone == "open"
    assert found.settles
    assert RECIPIENT in said(found.steps[0])
    assert said(found.reasons[0][0]) == "There is no such address"
    assert len(found.steps) == 3
    assert found.more_steps


def test_another_customers_account_is_named_nowhere() -> None:
    case = login(Subject(OTHER, "other-tenant"), cause="mailbox")
    found = report((case, incident(case, origins=(OTHER,))))
    assert OTHER not in repr(found)
    assert "fremdkunde" not in repr(found)
    assert "another account at your provider" in said(found.findings[0].answer)
    assert "[another account]" in repr(found.findings[0].samples)


def test_whoever_operates_the_hosts_sees_the_account() -> None:
    case = login(Subject(OTHER, "other-tenant"), cause="mailbox")
    assert OTHER in repr(only(case, hide_others=False).facts)


def test_an_account_of_the_same_domain_is_not_named_in_the_lay_voice() -> None:
    colleague = "lager@blumenhaus.example"
    found = only(login(Subject(colleague, "same-domain"), cause="mailbox"))
    told = said(
        found.answer, found.heading, *found.why, *found.steps, *found.more_steps, *(t.lay for t in found.traces)
    )
    assert colleague not in told
    assert "another account at your provider" in told
    assert colleague in repr(found.facts)


def test_forecast_and_its_end() -> None:
    fading = Forecast("fading", "2026-11-22T00:00:00Z", "2026-11-27T00:00:00Z")
    assert "between 22 November 2026 and 27 November 2026" in said(only(forged(), forecast=fading).forecast)
    assert "promise" in said(only(forged(), forecast=Forecast("targeted"), aim="targeted").forecast)


@pytest.mark.parametrize(("made", "told"), [
    ("2026-11-26T00:00:00Z", "between 22 November 2026 and 27 November 2026"),
    ("2026-11-28T00:00:00Z", "This is over. The last bounce that we know of is of 21 November 2026."),
])  # fmt: skip
def test_no_wave_ends_in_the_past(made: str, told: str) -> None:
    case = forged()
    collector = Collector(texts("en"))
    collector.add(case, "x")
    wave = incident(case, "x", forecast=Forecast("fading", "2026-11-22T00:00:00Z", "2026-11-27T00:00:00Z"))
    assert told in said(collector.finish([wave], made).findings[0].forecast)


def test_nothing_is_forecast_about_what_is_open() -> None:
    assert only(login()).forecast == ()


@pytest.mark.parametrize(("language", "open_"), [("en", r"[Ss]till open|Open\."), ("de", r"[Nn]och offen|Offen\.")])
@pytest.mark.parametrize("make", [forged, login, script, fake])
def test_open_is_said_of_what_is_undetermined_and_of_nothing_else(make, language, open_) -> None:  # type: ignore[no-untyped-def]
    """The exit status says so too: 3 where something is undetermined."""
    case = make()
    found = report((case, incident(case)), language=language)
    (finding,) = found.findings
    (item,) = found.contents
    told = said(found.title, finding.answer, finding.heading, *finding.why, finding.sure, *finding.steps, item.label)
    assert bool(re.search(open_, told)) is (finding.cause == "undetermined")


@pytest.mark.parametrize(("language", "told"), [("en", "In its words: release"), ("de", "Wörtlich: release")])
def test_what_a_sign_of_fraud_is_made_of_is_told(language: str, told: str) -> None:
    (sign, sender) = only(fake(), language).traces
    assert told in said(sign.expert)
    assert "Mail System" in said(sender.expert)
    assert told not in said(sign.lay, sign.title)


def test_click_nothing_comes_before_everything_else_where_a_bounce_looks_like_bait() -> None:
    for rule, cause in (("fake-sign", "fake"), ("odd-but-consistent", "undetermined")):
        found = only(fake(rule, cause))
        assert said(found.answer).startswith("Please click nothing")
        assert said(found.steps[0]).startswith("Click nothing")


def test_what_would_change_our_mind() -> None:
    found = only(forged())
    assert "<8f3a77c0@blumenhaus.example>" in said(found.overturn)
    assert len(found.missing) == 3


def test_where_the_missing_things_are_the_steps_they_are_not_told_twice() -> None:
    case = forged()
    assert case.verdict is not None
    opened = replace(
        case, verdict=replace(case.verdict, cause="undetermined", certainty="unclear", rule="other-service")
    )
    found = only(opened)
    assert len([*found.steps, *found.more_steps]) == 4
    assert found.missing == ()
    assert found.overturn == ()


def test_a_copy_of_the_spam_is_no_bounce() -> None:
    case = replace(forged(), notice=Notice("message"))
    found = only(case)
    assert "bounce" not in said(found.numbers)
    assert "sent it back" not in said(*found.why)
    assert "sent it back" in said(*only(forged()).why)


def test_a_pasted_bounce_is_asked_for_as_attachment() -> None:
    found = only(replace(forged(), notice=replace(NOTICE, inline=True)))
    assert "as an attachment" in said(*found.why)
    assert "Thunderbird" in said(*found.attach)
    assert "Apple Mail" in said(*found.attach)


@pytest.mark.parametrize(("language", "told"), [("en", "send the bounce as an attachment"), ("de", "als Anhang")])
def test_a_bounce_pasted_into_a_letter_is_asked_for_too(language: str, told: str) -> None:
    collector = Collector(texts(language))  # type: ignore[arg-type]
    letter = replace(quiet("message"), notice=Notice("message", inline=True))
    collector.add(letter, None)
    found = collector.finish([])
    assert found.empty is not None
    assert found.empty.tone == "open"
    assert told in said(found.empty.heading)
    assert "Thunderbird" in said(*found.empty.why)
    collector.add(forged(), "x")
    assert said(*collector.finish([incident(forged(), "x")]).kinds).count(told[-6:]) == 1


def test_a_letter_in_our_name_with_a_pasted_bounce() -> None:
    found = only(replace(forged(), notice=Notice("message", inline=True)))
    assert "A bounce was pasted into this message" in said(*found.why)
    assert found.attach_first


def test_own_backscatter_is_told_to_the_technician_whatever_the_verdict() -> None:
    case = login()
    assert case.verdict is not None
    seen = Evidence("bounced-own-recipient", "observed", "returned:Received[1]", {"accepted_for": "x@y.test"})
    told = only(replace(case, verdict=replace(case.verdict, evidence_neutral=(seen,))))
    assert "reject at SMTP time" in said(*(value for _, value in told.facts))
    assert "reject at SMTP time" not in said(*(value for _, value in only(case).facts))
    assert [trace.side for trace in told.traces] == ["seen", "neutral"]


def test_letters_carry_the_facts() -> None:
    assert VICTIM in said(only(forged()).letter)
    assert "7LoGiN" in said(only(login(cause="mailbox")).letter)
    assert "uid 33" in said(only(script()).letter)


def test_the_most_serious_first() -> None:
    a, b, c = forged(source="a"), script(source="b"), login(source="c")
    found = report((a, incident(a, "a", messages=900)), (c, incident(c, "c")), (b, incident(b, "b", messages=2)))
    assert [finding.id for finding in found.findings] == ["b", "c", "a"]
    assert [item.finding for item in found.contents] == ["b", "c", "a"]
    assert said(found.title) == "Finding: 3 incidents"
    assert said(found.contents[0].about) == "uid 33 on web.anbieter.example"


def test_a_signpost_is_no_incident_of_its_own() -> None:
    case = forged()
    collector = Collector(texts("en"))
    collector.add(case, "new")
    collector.add(forged(source="second"), "old")
    whole = incident(case, "old", messages=2)
    sign = replace(incident(case, "new"), merged_into="old")
    found = collector.finish([whole, sign])
    assert len(found.contents) == 1
    assert len(found.findings[0].samples) == 2


def test_many_incidents_are_listed_and_some_told() -> None:
    pairs = [
        (case, incident(case, f"{case.source}{number}"))
        for number in range(MAX_ALIKE + 5)
        for case in (script(), forged())
    ]
    found = report(*pairs)
    assert len(found.contents) == 2 * (MAX_ALIKE + 5)
    assert [finding.cause for finding in found.findings] == ["script"] * MAX_ALIKE + ["forged"] * MAX_ALIKE
    assert [item.finding for item in found.contents[-5:]] == [None] * 5
    assert [item.number for item in found.contents] == list(range(1, len(pairs) + 1))


def test_among_what_is_open_logins_come_first() -> None:
    """Somebody may be using a stolen password."""
    a, b = fake("odd-but-consistent", "undetermined", "a"), login(source="b")
    found = report((a, incident(a, "a", messages=40)), (b, incident(b, "b")))
    assert [finding.id for finding in found.findings] == ["b", "a"]


def test_what_was_checked_and_what_not() -> None:
    collector = Collector(texts("en"))
    collector.add(forged(), "x")
    collector.add(quiet(), None)
    collector.add_unreadable(Unreadable("broken.msg", "not an Outlook file"))
    found = collector.finish([incident(forged(), "x")], "2026-11-22T08:00:00Z")
    assert said(found.checked) == "Checked: 2 messages from 21 November 2026 · Report of 22 November 2026, 08:00"
    assert said(*found.kinds).startswith("One bounce, one automatic reply.")
    assert "without anything sent in your name: one" in said(*found.kinds)
    assert found.summary.unreadable == 1


def test_nothing_in_the_readers_name() -> None:
    collector = Collector(texts("en"))
    collector.add(quiet("message"), None)
    found = collector.finish([])
    assert found.findings == ()
    assert said(found.title) == "Finding: nothing in your name"
    assert found.empty is not None
    assert found.empty.tone == "good"


@pytest.mark.parametrize(("kinds", "told"), [
    (("complaint", "message"), "reported a message as spam"), (("auto-reply", "challenge"), "used your address"),
])  # fmt: skip
def test_what_does_not_show_who_sent_it_is_no_good_news(kinds: tuple[str, ...], told: str) -> None:
    collector = Collector(texts("en"))
    for kind in kinds:
        collector.add(quiet(kind), None)
    found = collector.finish([])
    assert said(found.title) == "Finding: no bounce among them"
    assert found.empty is not None
    assert found.empty.tone == "open"
    assert len(found.empty.why) == 1
    assert told in said(*found.empty.why)
    assert "open" not in said(found.empty.answer, found.empty.heading, *found.empty.why)


def test_the_letter_tells_the_zone_of_its_times() -> None:
    letter = said(only(script()).letter)
    assert "one bounce of 21 November 2026, 08:14 UTC" in letter


def test_after_a_login_the_letter_asks_who_it_was() -> None:
    letter = said(only(login()).letter)
    assert "after a login" in letter
    assert "Who logged in" in letter


@pytest.mark.parametrize(("source", "error", "told"), [
    ("-", "nothing in it: the file is empty", "Standardeingabe: Die Datei ist leer."),
    ("a.mbox", "only 3 messages could be read: permission denied: ask for read access, or run as a user who has it",
     ("a.mbox: Nur 3 Nachrichten waren zu lesen. Keine Erlaubnis zum Lesen. Bitten Sie darum, oder nehmen Sie ein "
      "Konto, das sie hat.")),
    ("a.zip", "not a mail but a ZIP archive or Office document: unpack it first",
     "a.zip: Das ist keine E-Mail, sondern ein ZIP-Archiv oder Office-Dokument. Bitte erst auspacken."),
    ("b", "something new", "b: something new"),
])  # fmt: skip
def test_what_could_not_be_read_is_told_in_the_readers_language(source: str, error: str, told: str) -> None:
    collector = Collector(texts("de"))
    collector.add_unreadable(Unreadable(source, error))
    assert said(*collector.finish([]).unread) == told


def test_a_redacted_report_says_so() -> None:
    collector = Collector(texts("en"), redacted=True)
    collector.add(forged(), "x")
    assert "aliases" in said(*collector.finish([incident(forged(), "x")]).remarks)
