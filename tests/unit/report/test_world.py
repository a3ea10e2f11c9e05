"""What other mail systems saw, in the report: words, timeline, page, terminal, JSON, redaction."""

from __future__ import annotations

import io
import json
import re
from datetime import UTC, timedelta, timezone, tzinfo

import pytest
from jsonschema import Draft202012Validator
from msgspec.structs import replace
from rich.console import Console
from tests.unit.report.cases import VICTIM, forged, incident, login, quiet, said, script, texts
from tests.unit.report.page import Page

from whosent.model.case import Case
from whosent.model.feedback import Auth, Feedback, Policy, Record, Sessions, Totals, Trouble
from whosent.model.incident import Incident
from whosent.model.notice import Notice
from whosent.report import html, machine, terminal
from whosent.report.dates import Clock
from whosent.report.document import Collector
from whosent.report.parts import Report, Timeline
from whosent.report.redact import Redactor
from whosent.report.texts import Language

DOMAIN = VICTIM.partition("@")[2]
BOT = Record("203.0.113.77", 1, "reject", "fail", "fail", DOMAIN)
GOOD = Record("192.0.2.10", 50, "none", "pass", "pass", DOMAIN)
SERVICE = replace(BOT, source_ip="198.51.100.7", count=20, auth=(Auth("dkim", "versand.test", "pass"),))
WAVE = (("2026-11-21T08:00:00Z", 3), ("2026-11-21T10:00:00Z", 1))


def seen(*records: Record, day: int = 21, **changes: object) -> Case:
    """A message with an aggregate report about one day."""
    totals = Totals(
        len(records), sum(r.count for r in records), sum(r.count * r.passed for r in records),
        sum(r.count * r.failed for r in records),
    )  # fmt: skip
    known: dict[str, object] = {
        "reporter": "post.test", "report_id": str(day), "domain": DOMAIN, "begin": f"2026-11-{day:02}T00:00:00Z",
        "end": f"2026-11-{day:02}T23:59:59Z", "records": records, "totals": totals, "policy": Policy(DOMAIN, "none"),
    } | changes  # fmt: skip
    return Case(f"r{day}.eml", Notice("dmarc-report"), feedback=(Feedback("dmarc", **known),))  # type: ignore[arg-type]


def days(**counts: int) -> list[Case]:
    """A report for each `d21=300`."""
    return [seen(replace(BOT, count=count), day=int(name[1:])) for name, count in counts.items()]


def made(*cases: Case, wave: Incident | None = None, language: Language = "en", zone: tzinfo = UTC) -> Report:
    """A report; the incident is that of the first case."""
    collector = Collector(texts(language), Clock(language, zone))
    for number, case in enumerate(cases):
        collector.add(case, wave.id if wave is not None and number == 0 else None)
    return collector.finish([wave] if wave is not None else [])


def told(found: Report) -> str:
    return said(*(line for domain in found.outside for line in domain.lines))


def drawn(*cases: Case, zone: tzinfo = UTC, hourly: tuple[tuple[str, int], ...] = WAVE) -> Timeline:
    found = made(forged(), *cases, wave=incident(forged(), messages=4, hourly=hourly), zone=zone)
    assert found.findings[0].timeline is not None
    return found.findings[0].timeline


def printed(found: Report, *, width: int = 80, encoding: str = "utf-8", verbose: bool = False) -> str:
    raw = io.BytesIO()
    with io.TextIOWrapper(raw, encoding, newline="\n") as stream:
        terminal.render(found, Console(file=stream, width=width, force_terminal=False), verbose=verbose)
        stream.flush()
        return raw.getvalue().decode(encoding)


# --- words ------------------------------------------------------------------------------------------------------------


def test_how_much_from_where_since_when() -> None:
    text = told(made(seen(replace(BOT, count=300), GOOD), seen(replace(BOT, count=12), day=23)))
    assert f"One mail system reports on {DOMAIN} (post.test): 362 messages with it as the sender, 50 of them" in text
    assert "Nothing confirmed your domain in 312 messages, first on 21 November 2026, last on 23 November 2026." in text
    assert "They came from one address. These are forgeries, or a service that nobody remembers" in text
    assert "The receivers refused 312 of them; none went into the spam folder." in text
    assert "DMARC p=none" in text
    assert "Of 2 reports, none came demonstrably from the mail system that speaks in it. No verdict here" in text


def test_one_day_and_one_message() -> None:
    text = told(made(seen(BOT, standing="reported")))
    assert "Nothing confirmed your domain in one message, on 21 November 2026. It came from one address." in text
    assert "Of one report, one came demonstrably from the mail system that speaks in it." in text


def test_own_hosts_are_no_forgers() -> None:
    text = told(made(seen(replace(BOT, whose="own", source_ip="192.0.2.20", count=7), GOOD)))
    assert "7 more unconfirmed messages came from hosts of your own (192.0.2.20). That is no forgery" in text
    assert "Nothing confirmed" not in text


def test_services_and_forwarders() -> None:
    text = told(made(seen(BOT, SERVICE, replace(BOT, count=4, overrides=("forwarded",)))))
    assert "Another domain vouched for a part of them: versand.test." in text
    assert "4 more were only passed on" in text


def test_good_news() -> None:
    found = made(seen(GOOD))
    assert "No sign in these reports that anybody forges your domain." in told(found)
    assert found.empty is not None
    assert found.empty.tone == "good"
    assert "p=none" not in told(found)


def test_single_reports_complaints_and_tls() -> None:
    single = seen(replace(BOT, count=3), report_id="s")
    single = replace(single, feedback=(replace(single.feedback[0], form="failure"),))
    assert f"3 unconfirmed messages with {DOMAIN} as the sender were reported one by one, on 21" in told(made(single))
    assert "and may be among those above" in told(made(single, seen(BOT)))
    abuse = replace(single, feedback=(replace(single.feedback[0], form="abuse", totals=Totals(1, 1)),))
    assert f"One recipient complained about mail with {DOMAIN}" in told(made(abuse))
    sessions = replace(single, feedback=(replace(single.feedback[0], form="tls", sessions=Sessions(1_200, 3)),))
    assert f"1203 connections to the mail server of {DOMAIN}, 3 of them failed" in told(made(sessions))


@pytest.mark.parametrize(
    ("trouble", "words"),
    [("needs-lxml", "pip install 'whosent[reports]'"), ("bomb", "zip bomb"), ("doctype", "DTD"),
     ("damaged", "cut off"), ("nested", "an archive in an archive")],
)  # fmt: skip
def test_what_was_not_read(trouble: Trouble, words: str) -> None:
    found = made(Case("x", Notice("dmarc-report"), feedback=(Feedback("dmarc", trouble=trouble),)))
    (line,) = found.unopened
    assert words in said(line)
    assert words in printed(found)
    assert "Not read, or not to the end: one report" in html.render(found)


def test_senders_with_what_is_known_of_them() -> None:
    near = replace(BOT, source_ip="192.0.2.99", count=5, whose="own-network")
    (domain,) = made(seen(SERVICE, near, BOT)).outside
    assert [said(*row).replace("\n", ": ") for row in domain.senders] == [
        "198.51.100.7: 20 messages, on 21 November 2026, versand.test vouched",
        "192.0.2.99: 5 messages, on 21 November 2026, in your address space",
        "203.0.113.77: one message, on 21 November 2026",
    ]


def test_a_day_stays_that_day_in_every_zone() -> None:
    for hours in (-11, 0, 13):
        found = made(*days(d21=300, d23=2), zone=timezone(timedelta(hours=hours)))
        assert "first on 21 November 2026, last on 23 November 2026" in told(found)
        (domain,) = found.outside
        assert domain.timeline is not None
        assert [(bar.count, bar.label) for bar in domain.timeline.bars] == [
            (300, "21 Nov"), (0, "22 Nov"), (2, "23 Nov"),
        ]  # fmt: skip


def test_only_so_many_domains_are_told() -> None:
    found = made(*(seen(BOT, domain=f"d{number}.test") for number in range(9)))
    assert len(found.outside) == 5


# --- the timeline of an incident --------------------------------------------------------------------------------------


def test_what_others_saw_stands_behind_the_columns() -> None:
    found = drawn(*days(d20=40, d21=300))
    assert [(band.start, band.end, band.count) for band in found.bands] == [(0, 12, 40), (12, 24, 300)]
    assert [bar.count for bar in found.bars if bar.count] == [3, 1]
    assert found.bars[16].count == 3
    assert "what other mail systems saw" in said(*found.legend)
    assert "most of it 300 on 21 November 2026" in said(*found.legend)
    assert "Other mail systems: 20 November 2026: 40; 21 November 2026: 300." in said(found.description)


def test_long_timelines_have_a_column_for_several_days() -> None:
    found = drawn(*days(d20=40, d21=300), hourly=(("2026-11-01T08:00:00Z", 3), ("2027-01-30T10:00:00Z", 1)))
    assert sum(band.count for band in found.bands) == 340
    assert all(band.end - band.start == 1 for band in found.bands)
    assert "Messages per 2 days" in said(*found.legend)


def test_one_hour_is_a_timeline_where_others_saw_more() -> None:
    found = drawn(*days(d20=40), hourly=WAVE[:1])
    assert [bar.count for bar in found.bars if bar.count] == [3]
    assert [band.count for band in found.bands] == [40]


def test_what_lies_far_off_does_not_stretch_the_timeline() -> None:
    assert [band.count for band in drawn(*days(d5=9, d21=300)).bands] == [300]
    assert drawn(*days(d5=9)).bands == ()


@pytest.mark.parametrize("hours", [-11, -3, 5, 13])
def test_bands_stay_within_the_columns_in_every_zone(hours: int) -> None:
    found = drawn(*days(d20=1, d21=2, d22=3), zone=timezone(timedelta(hours=hours)))
    assert [band.count for band in found.bands] == [1, 2, 3]
    assert min(band.start for band in found.bands) >= 0
    assert max(band.end for band in found.bands) <= len(found.bars)


def test_a_subdomain_belongs_to_the_domain_of_the_reports() -> None:
    case = forged()
    for address, bands in ((f"anna@shop.{DOMAIN}", 1), (f"anna@x{DOMAIN}", 0)):
        found = made(case, seen(BOT), wave=incident(case, messages=4, hourly=WAVE, addresses=(address,)))
        assert found.findings[0].timeline is not None
        assert len(found.findings[0].timeline.bands) == bands


@pytest.mark.parametrize("case", [script(), login(cause="mailbox")], ids=["script", "mailbox"])
def test_what_our_own_server_sends_is_not_what_others_could_not_confirm(case: Case) -> None:
    found = made(case, seen(BOT), wave=incident(case, messages=4, hourly=WAVE))
    assert found.findings[0].timeline is not None
    assert found.findings[0].timeline.bands == ()
    assert "Nothing confirmed your domain" in told(found)


def test_the_days_are_drawn_once() -> None:
    case = forged()
    found = made(case, *days(d20=40, d21=300), wave=incident(case, messages=4, hourly=WAVE))
    assert [domain.timeline for domain in found.outside] == [None]


# --- where there are reports alone ------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["de", "en"])
def test_reports_without_a_bounce_are_no_all_clear(language: Language) -> None:
    found = made(*days(d20=40, d21=300), language=language)
    assert found.empty is not None
    assert found.empty.tone == "open"
    page = html.render(found)
    for word in ("--own", "DKIM", "DMARC"):
        assert word in page
    title = {"de": "Berichte über Post mit Ihrer Domain", "en": "Reports on mail with your domain"}[language]
    assert said(found.title) == title
    assert "Nichts zu tun" not in page
    assert "Nothing to do" not in page


def test_a_complaint_beside_them_is_told_as_well() -> None:
    found = made(seen(BOT), quiet("complaint"))
    assert found.empty is not None
    assert "--as" in said(*found.empty.why)


# --- terminal and page ------------------------------------------------------------------------------------------------


def test_the_terminal_draws_both_series() -> None:
    case = forged()
    text = printed(made(case, *days(d20=40, d21=300), wave=incident(case, messages=4, hourly=WAVE)))
    here, there = re.findall(r"^ {4}([·▁▂▃▄▅▆▇█]+)$", text, re.MULTILINE)
    assert len(here) == len(there) == 24, "two hours each"
    assert here[16] == "█"
    assert there == "▂" * 12 + "█" * 12
    assert "elsewhere, at most 300 on 21 November 2026 (Messages per day)" in text


def test_without_reports_the_terminal_is_as_it_was() -> None:
    case = forged()
    text = printed(made(case, wave=incident(case, messages=4, hourly=WAVE)))
    assert "When it happened" not in text
    assert "What other mail systems saw" not in text


@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    case = forged()
    text = printed(made(case, *days(d20=40, d21=300), wave=incident(case, messages=4, hourly=WAVE)), width=width)
    assert max(map(len, text.splitlines())) <= width
    assert "elsewhere, at most 300" in " ".join(text.split())


def test_terminals_that_are_not_utf_8() -> None:
    case, reports = forged(), days(d20=40, d21=300)
    found = made(case, *reports, wave=incident(case, hourly=WAVE), language="de")
    text = printed(found, encoding="ascii")
    assert "." * 12 + "@" * 12 in text
    assert "?" not in text[text.index("Was andere Mailsysteme sahen") :]


def test_the_page_is_well_formed_and_draws_bands() -> None:
    case = forged()
    page = Page(html.render(made(case, *days(d20=40, d21=300), wave=incident(case, messages=4, hourly=WAVE))))
    assert page.open == page.mismatched == page.comments == []
    rects = [attributes for tag, attributes in page.elements if tag == "rect"]
    bands = [rect for rect in rects if rect.get("class") == "others"]
    assert len(bands) == 2
    assert float(bands[1]["height"] or 0) == 78.0
    assert all(0 <= float(rect["x"] or 0) <= 720 for rect in rects)


def test_names_in_reports_are_anybodys_words() -> None:
    evil = '"><script>alert(1)</script>\x1b[2J'
    case = seen(replace(SERVICE, auth=(Auth("dkim", evil, "pass"),), source_ip=evil), reporter=evil, domain=evil)
    found = made(case)
    page = Page(html.render(found))
    assert not {"script"} & {tag for tag, _ in page.elements}
    assert "\x1b" not in printed(found)
    assert "\x1b" not in page.text


# --- JSON and redaction -----------------------------------------------------------------------------------------------


def document(*cases: Case) -> dict[str, object]:
    results = [(case, None) for case in cases]
    found = json.loads(b"".join(machine.json_chunks(results, texts("en"), lambda: ())))
    Draft202012Validator(machine.schema()).validate(found)
    return found["summary"]  # type: ignore[no-any-return]


def test_json_has_it_in_the_summary() -> None:
    broken = Case("x", Notice("dmarc-report"), feedback=(Feedback("dmarc", trouble="bomb"),))
    summary = document(seen(replace(BOT, count=300), SERVICE, GOOD), broken)
    assert summary["reports_not_read"] == {"bomb": 1}
    (world,) = summary["world"]  # type: ignore[misc]
    assert (world["domain"], world["messages"], world["passed"], world["failed"]) == (DOMAIN, 370, 50, 320)
    assert world["daily"] == [{"day": "2026-11-21", "failed": 320}]
    assert world["vouchers"] == [{"domain": "versand.test", "messages": 20}]
    assert [sender["ip"] for sender in world["senders"]] == ["203.0.113.77", "198.51.100.7"]


def test_without_reports_json_is_as_it_was() -> None:
    assert not {"world", "reports_not_read"} & document(quiet()).keys()


def test_redaction_reaches_the_reports() -> None:
    secret = seen(SERVICE, replace(BOT, count=300), reporter="anna@kunde.test", contact="otto@kunde.test")
    redactor = Redactor(b"salt")
    case = redactor.case(secret)
    text = json.dumps(document(case)) + printed(made(case), verbose=True) + html.render(made(case))
    for word in (DOMAIN, "versand.test", "kunde.test", "203.0.113.77", "198.51.100.7", "anna@", "otto@"):
        assert word not in text, word
    assert "203.0.113.x" in text
    assert redactor.case(secret) == case


def test_redaction_keeps_what_belongs_together() -> None:
    redactor = Redactor(b"salt")
    case = redactor.case(forged())
    wave = redactor.incident(incident(forged(), messages=4, hourly=WAVE))
    found = made(case, *map(redactor.case, days(d20=40, d21=300)), wave=wave)
    assert found.findings[0].timeline is not None
    assert len(found.findings[0].timeline.bands) == 2
    kept = Redactor(b"salt", [DOMAIN])
    assert DOMAIN in told(made(*map(kept.case, days(d20=40))))
