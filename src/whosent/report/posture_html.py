"""A domain's report as one self-contained page, in the form of the other reports: no script, nothing fetched."""

from __future__ import annotations

from collections.abc import Iterator

from whosent.report.clean import visible
from whosent.report.html import document
from whosent.report.markup import Markup, el, words
from whosent.report.parts import ICONS, Tone
from whosent.report.posture_parts import MAX_VALUE, Advice, Entry, PosturePage, Way
from whosent.report.template import Said, Words, plain
from whosent.report.texts import Texts


def render(page: PosturePage) -> str:
    """The page."""
    return document(plain(page.title), page.texts.language, _main(page))


def _main(page: PosturePage) -> Iterator[Markup]:
    texts = page.texts
    yield el("p", words(page.checked), class_="dim checked")
    sure = " sure" if page.tone != "open" else ""
    yield el(
        "section",
        el("p", _badge(page.tone), " ", words(page.answer), class_=f"answer {page.tone}"),
        el("h1", words(page.heading)),
        el("p", words(page.why)),
        class_=f"card verdict {page.tone}{sure}",
    )
    yield el("h2", words(texts.words("posture-head-reach")))
    yield el("ul", [_way(way) for way in page.ways], class_="plain")
    yield el("h2", words(texts.words("posture-head-steps" if page.advice else "posture-head-no-steps")))
    if page.advice:
        yield el("ol", [_advice(advice, texts) for advice in page.advice], class_="todo")
    if any(advice.entries for advice in page.advice):
        yield el("p", words(texts.words("posture-replace")), class_="dim")
    yield el("div", *_folds(page), class_="folds")
    yield el("footer", el("p", words(texts.words("page-made-by")), class_="dim"))


def _badge(tone: Tone) -> Markup:
    return el("span", ICONS[tone], class_=f"badge {tone}", aria_hidden="true")


def _way(way: Way) -> Markup:
    return el("li", _badge(way.tone), " ", words(way.who), ": ", el("strong", words(way.what)))


def _advice(advice: Advice, texts: Texts) -> Markup:
    """What to do, why, and the record."""
    return el(
        "li",
        el("strong", words(advice.title)), " ", el("span", words(advice.weight), class_=f"pill {advice.tone}"),
        el("p", words(advice.lay)),
        [_entry(entry, texts) for entry in advice.entries],
        el("details", el("summary", words(texts.words("head-technical"))), el("p", words(advice.expert))),
        id=f"s{advice.number}",
    )  # fmt: skip


def _entry(entry: Entry, texts: Texts) -> Markup:
    if entry.same_as is not None:
        line = words(texts.words("posture-record-same", {"n": Said(str(entry.same_as))}))
        return el("p", el("a", line, href=f"#s{entry.same_as}"))
    rows = (("name", entry.name), ("type", entry.type), ("value", entry.value))
    fields = [
        [el("dt", words(texts.words(f"posture-record-{key}"))), el("dd", el("code", visible(value, MAX_VALUE)))]
        for key, value in rows
    ]
    return el("div", el("p", words(texts.words(f"posture-record-{entry.when}"))), el("dl", fields))


def _folds(page: PosturePage) -> Iterator[Markup]:
    """What stands in the DNS, and what could not be looked up."""
    texts = page.texts
    yield el("details", el("summary", words(texts.words("posture-head-facts"))), _rows(page.facts))
    if page.unseen:
        yield el("details", el("summary", words(texts.words("posture-head-unseen"))), _rows(page.unseen))


def _rows(rows: tuple[tuple[Words, Words], ...]) -> Markup:
    return el("dl", [[el("dt", words(label)), el("dd", words(value))] for label, value in rows])
