from __future__ import annotations

import base64
import re
from hashlib import sha256
from itertools import pairwise

import pytest
from msgspec.structs import replace
from tests.unit.report.cases import forged, incident, login, quiet, report, script, texts
from tests.unit.report.page import Page

from whosent.model.item import Unreadable
from whosent.report import html
from whosent.report.compose import MAX_ALIKE
from whosent.report.document import Collector
from whosent.report.parts import Report
from whosent.report.texts import Language


def whole(language: Language = "de") -> Report:
    """Three incidents, one of them a wave with a timeline."""
    a, b, c = forged("certain"), login(), script()
    hours = tuple((f"2026-11-21T{hour:02}:00:00Z", hour + 1) for hour in range(9))
    return report(
        (a, incident(a, "a", messages=312, hourly=hours)), (b, incident(b, "b")), (c, incident(c, "c")),
        language=language, made="2026-11-22T08:00:00Z",
    )  # fmt: skip


def one(language: Language = "de") -> Report:
    case = forged()
    return report((case, incident(case)), language=language)


def nothing(messages: int = 1) -> Report:
    collector = Collector(texts("de"))
    for _ in range(messages):
        collector.add(quiet(), None)
    if not messages:
        collector.add_unreadable(Unreadable("x.msg", "broken"))
    return collector.finish([])


ALL = [whole("de"), whole("en"), one(), nothing(), nothing(0)]


@pytest.mark.parametrize("found", ALL)
def test_the_page_is_well_formed_and_inert(found: Report) -> None:
    page = Page(html.render(found))
    assert page.open == page.mismatched == page.comments == []
    tags = {tag for tag, _ in page.elements}
    assert not tags & {"script", "link", "iframe", "img", "object", "form", "base", "embed", "audio", "video"}
    for tag, attributes in page.elements:
        assert "style" not in attributes, tag
        assert not any(name.startswith("on") for name in attributes), tag
        assert (attributes.get("href") or "#").startswith("#")
        assert "src" not in attributes


@pytest.mark.parametrize("found", ALL)
def test_every_link_leads_somewhere_and_ids_are_unique(found: Report) -> None:
    page = Page(html.render(found))
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    for link in page.named("a"):
        assert str(link["href"])[1:] in ids
    for drawing in page.named("svg"):
        assert set(str(drawing["aria-labelledby"]).split()) <= set(ids)


@pytest.mark.parametrize("found", ALL)
def test_headings_are_in_order(found: Report) -> None:
    levels = [int(tag[1]) for tag, _ in Page(html.render(found)).elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_only_style_sheet_is_the_one_whose_hash_the_policy_names() -> None:
    text = html.render(one())
    sheets = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    assert len(sheets) == 1
    policy = next(meta["content"] for meta in Page(text).named("meta") if "http-equiv" in meta)
    digest = base64.b64encode(sha256(sheets[0].encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def test_the_style_sheet_loads_nothing() -> None:
    css = html.style()
    assert "url(" not in css
    assert "@import" not in css
    assert "</" not in css


def test_language_and_title() -> None:
    page = Page(html.render(one("de")))
    assert page.named("html") == [{"lang": "de"}]
    assert "Befund: Ihre Adresse wurde wohl als Absender gefälscht. – whosent" in page.text
    assert Page(html.render(one("en"))).named("html") == [{"lang": "en"}]


def test_at_most_four_steps_and_three_traces_stand_open_on_the_page() -> None:
    text = html.render(one())
    first = text[text.index('<ol class="todo">') : text.index("</ol>", text.index('<ol class="todo">'))]
    assert 1 <= first.count("<li>") <= 4
    assert text.count("<details open>") == 1


def test_the_answer_has_an_icon_and_a_word() -> None:
    text = html.render(one("en"))
    assert '<span class="badge good" aria-hidden="true">✓</span> Probably not:' in text


def test_the_most_urgent_answer_comes_before_the_list_of_all() -> None:
    text = html.render(whole("en"))
    page = Page(text)
    links = [link["href"] for link in page.named("a")]
    assert links[0] == "#list"
    assert [link for link in links if link in ("#i1", "#i2", "#i3")] == ["#i1", "#i2", "#i3"]
    order = ['<article id="i1"', "<h1>A script on the server is sending spam", 'id="list"', '<article id="i2"']
    places = [text.index(piece) for piece in order]
    assert places == sorted(places)
    assert len(page.named("article")) == 3
    assert len(page.named("svg")) == 1
    assert len(page.named("rect")) == 9


def test_of_many_incidents_the_list_is_short_and_only_the_first_are_printed_unfolded() -> None:
    pairs = [(case, incident(case, str(number), messages=2)) for number in range(30) if (case := forged(source="x"))]
    text = html.render(report(*pairs, language="en"))
    assert text.count("<article id=") == MAX_ALIKE
    assert text.count('class="later"><section') == MAX_ALIKE - html.PRINTED
    assert "Forged sender (30)" in text
    assert "and 27 more like these, 54 messages" in text
    assert f"after the first {html.PRINTED} incidents only those that you unfold before" in text
    assert "after the first" not in html.render(whole("en"))
    (rule,) = re.findall(r"(details:not[^{]*)::details-content\{content-visibility:visible!important", html.style())
    assert rule == "details:not(.later details)"


@pytest.mark.parametrize("found", [whole("en"), one("en")])
def test_how_to_attach_is_told_once(found: Report) -> None:
    assert html.render(found).count("How to forward a bounce as an attachment") == 1


def test_evidence_opens_the_very_place() -> None:
    text = html.render(one("en"))
    assert 'href="#i1s1-r1">Show the place in the bounce</a>' in text
    assert '<div id="i1s1-r1" class="marked">' in text


def test_the_way_is_drawn_by_standing() -> None:
    text = html.render(one())
    assert text.count('<li class="claimed">') == 1
    assert text.count('<li class="border">') == 1


def test_hostile_words_stay_words() -> None:
    evil = '"><script>alert(1)</script><img src=x onerror=y>\x1b[2J\u202e</style><!--'
    case = forged()
    case = replace(
        case, victim=evil, message_id=evil, source=evil, lines={"returned:1": evil, 'returned:1" onclick="x': evil},
        notice=replace(case.notice, original=replace(case.notice.original, subject=evil, message_id=evil)),
    )  # fmt: skip
    harmless = replace(case, victim="x", message_id="x", source="x")
    page = Page(html.render(report((case, incident(case, addresses=(evil,))))))
    assert not {"script", "img"} & {tag for tag, _ in page.elements}
    assert page.comments == page.mismatched == page.open == []
    assert page.skeleton[:20] == Page(html.render(report((harmless, incident(harmless))))).skeleton[:20]
    assert "<script>alert(1)</script>" in page.text
    assert "\x1b" not in page.text
    assert "\u202e" not in page.text


def test_what_was_not_read_is_said() -> None:
    page = Page(html.render(nothing(0)))
    assert "x.msg: broken" in page.text


# --- colours: WCAG 2.2, success criteria 1.4.3 and 1.4.11 -----------------------------------------------------------

TEXT_PAIRS = [
    (ink, ground) for ink in ("ink", "dim", "good", "warn", "bad", "open", "link") for ground in ("bg", "card")
]
TEXT_PAIRS += [("card", tone) for tone in ("good", "warn", "bad", "open")] + [("ink", "mark"), ("dim", "mark")]
MARKS = [(tone, ground) for tone in ("good", "warn", "bad", "open", "dim", "ink", "link") for ground in ("bg", "card")]


def palettes() -> dict[str, dict[str, str]]:
    css = html.style()
    found = [dict(re.findall(r"--([a-z]+):(#[0-9a-f]{3,6})", block)) for block in re.findall(r":root\{([^}]*)\}", css)]
    light, dark, paper = found
    return {"light": light, "dark": light | dark, "print": light | paper}


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    parts = [int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_measure_of_contrast() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#fff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("palette", ["light", "dark", "print"])
def test_text_can_be_read(palette: str) -> None:
    colours = palettes()[palette]
    for ink, ground in TEXT_PAIRS:
        assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
    for mark, ground in MARKS:
        assert contrast(colours[mark], colours[ground]) >= 3, (mark, ground)
