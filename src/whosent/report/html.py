"""A report as one self-contained HTML page: no script, no remote fetch, readable without CSS, printable.

Every finding reads as an answer first (`_card`), then what to do, then how we know; the technician's part is folded
below.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from importlib import resources

from whosent.report import facts
from whosent.report.html_technical import technical
from whosent.report.html_timeline import chart
from whosent.report.markup import Child, Markup, el, words
from whosent.report.parts import ICONS, MARKS, Answer, Finding, Listed, Report, Trace
from whosent.report.template import Words, plain
from whosent.report.texts import Texts

SHOWN_TRACES = 3
MAX_UNREAD = 20


def render(report: Report) -> str:
    """The page."""
    css = style()
    title = plain(report.title)
    page = el(
        "html",
        el("head",
           el("meta", charset="utf-8"),
           el("meta", http_equiv="Content-Security-Policy", content=policy(css)),
           el("meta", name="viewport", content="width=device-width,initial-scale=1"),
           el("meta", name="referrer", content="no-referrer"),
           el("meta", name="robots", content="noindex"),
           el("title", f"{title} – whosent"),
           Markup(f"<style>{css}</style>")),
        el("body", el("main", *_main(report), id="top")),
        lang=report.texts.language,
    )  # fmt: skip
    return f"<!doctype html>\n{page}\n"


@lru_cache(maxsize=1)
def style() -> str:
    """The style sheet: a part of the program that happens to be written in CSS."""
    return resources.files(__package__).joinpath("style.css").read_text("utf-8")


def policy(css: str) -> str:
    """Nothing may be loaded or run; the one style sheet is known by its hash."""
    digest = base64.b64encode(sha256(css.encode()).digest()).decode("ascii")
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def _main(report: Report) -> Iterator[Markup]:
    texts = report.texts
    several = len(report.contents) > 1
    yield el("p", words(report.checked), class_="dim checked")
    if several:
        yield el("h1", words(texts.words("page-contents", {"n": str(len(report.contents))})))
        yield _contents(report.contents, texts)
    for number, finding in enumerate(report.findings, 1):
        yield from _finding(finding, texts, f"i{number}", level=2 if several else 1)
    if report.empty:
        yield _empty(report.empty)
    yield from _foot(report)


def _contents(listed: tuple[Listed, ...], texts: Texts) -> Markup:
    rows = []
    number = 0
    for item in listed:
        line = [el("span", ICONS[item.tone], class_=f"badge {item.tone}", aria_hidden="true"), " ",
                el("strong", words(item.label)), ", " if item.certainty else None, words(item.certainty)]  # fmt: skip
        if item.finding is not None:
            number += 1
            line = [el("a", *line, href=f"#i{number}")]
        rows.append(el("li", *line, el("span", words(facts.joined([item.about, item.numbers])), class_="dim count")))
    more = len(listed) - number
    note = el("p", words(texts.words("page-more-incidents", {"n": str(more)})), class_="dim") if more else None
    return el("nav", el("ol", rows, class_="contents"), note)


def _finding(finding: Finding, texts: Texts, anchor: str, level: int) -> Iterator[Markup]:
    head = f"h{level + 1}"

    def title(key: str, **params: str) -> Markup:
        return el(head, words(texts.words(key, params)))

    parts: list[Child] = [_card(finding, level)]
    if finding.steps:
        parts += [title("head-steps"), el("ol", [el("li", words(step)) for step in finding.steps], class_="todo")]
    if finding.more_steps:
        more = [el("li", words(step)) for step in finding.more_steps]
        parts.append(_fold(texts.words("head-more-steps"), el("ol", more, class_="todo", start=len(finding.steps) + 1)))
    if finding.reasons:
        parts.append(title("head-reasons"))
        parts += [el("p", el("strong", words(reason)), ". ", words(advice)) for reason, advice in finding.reasons]
    if finding.glance:
        parts += [title("head-glance"), _glance(finding)]
    if finding.timeline:
        parts += [title("head-timeline"), chart(finding.timeline, anchor)]
    parts += [title("head-evidence-open" if finding.settles else "head-evidence"), *_traces(finding.traces, texts)]
    if finding.missing or finding.overturn:
        parts.append(title("head-settle" if finding.settles else "head-missing"))
    if finding.overturn:
        parts.append(el("p", words(finding.overturn)))
    if finding.missing:
        parts.append(el("ul", [el("li", words(item)) for item in finding.missing], class_="plain"))
    parts.append(el("div", *_folds(finding, texts, anchor, level + 2, several=level > 1), class_="folds"))
    if level > 1:
        parts.append(el("p", el("a", words(texts.words("back-to-top")), href="#top"), class_="noprint dim"))
    yield el("article", parts, id=anchor)


def _glance(finding: Finding) -> Markup:
    """The stations side by side; below one another where there is no room."""
    return el("ol", [
        el("li", el("strong", words(node.title)), [el("span", words(detail), class_="dim") for detail in node.details],
           class_=node.form) for node in finding.glance
    ], class_="glance")  # fmt: skip


def _card(finding: Finding, level: int) -> Markup:
    """The answer: a sentence with icon and word, the cause as heading, why, and how sure."""
    sure = " sure" if finding.certainty == "certain" else ""
    return el(
        "section",
        el("p", el("span", ICONS[finding.tone], class_=f"badge {finding.tone}", aria_hidden="true"), " ",
           words(finding.answer), class_=f"answer {finding.tone}"),
        el(f"h{level}", words(finding.heading)),
        [el("p", words(paragraph)) for paragraph in finding.why],
        el("p", words(finding.sure)),
        el("p", words(finding.numbers), class_="dim numbers"),
        el("p", words(finding.forecast)) if finding.forecast else None,
        class_=f"card verdict {finding.tone}{sure}",
    )  # fmt: skip


def _traces(traces: tuple[Trace, ...], texts: Texts) -> Iterator[Markup]:
    """Three traces to be opened, the rest behind one more fold."""
    if not traces:
        yield el("p", words(texts.words("head-evidence-none")))
        return
    folds = [_trace(trace, texts, opened=number == 0) for number, trace in enumerate(traces)]
    shown = folds[:SHOWN_TRACES]
    rest = folds[SHOWN_TRACES:]
    yield el("div", shown, class_="folds")
    if rest:
        yield _fold(texts.words("head-more-evidence", {"n": str(len(rest))}), *rest)


def _trace(trace: Trace, texts: Texts, *, opened: bool) -> Markup:
    link = None
    if trace.place is not None:
        link = [" ", el("a", words(texts.words("show-place")), href=f"#{trace.place}")]
    side = texts.say(f"side-{trace.side}")
    return el(
        "details",
        el("summary", el("span", MARKS[trace.side], class_=f"mark {trace.side}", aria_hidden="true"),
           words(trace.title), el("span", f" ({side})", class_="unseen" if trace.side in ("for", "seen") else "dim")),
        el("p", words(trace.lay), link),
        open=opened,
    )  # fmt: skip


def _folds(finding: Finding, texts: Texts, anchor: str, level: int, *, several: bool) -> Iterator[Markup]:
    """What is there for those who want it: letter, how to attach (once for all incidents), the technician's part."""
    if finding.letter:
        yield _fold(texts.words("head-letter"), el("div", words(finding.letter), class_="letter"))
    if finding.attach and not several:
        yield _attach(finding.attach, texts)
    yield _fold(texts.words("head-technical"), *technical(finding, texts, anchor, level), class_="technical")


def _attach(lines: tuple[Words, ...], texts: Texts) -> Markup:
    return _fold(texts.words("head-attach"), *(el("p", words(line)) for line in lines))


def _fold(title: Words, *content: Child, class_: str | None = None) -> Markup:
    return el("details", el("summary", words(title)), *content, class_=class_)


def _empty(empty: Answer) -> Markup:
    """Nothing was found, or nothing could be read."""
    answer = el("p", el("span", ICONS[empty.tone], class_=f"badge {empty.tone}", aria_hidden="true"), " ",
                words(empty.answer), class_=f"answer {empty.tone}") if empty.answer else None  # fmt: skip
    sure = " sure" if empty.tone == "good" else ""
    return el("section", answer, el("h1", words(empty.heading)), [el("p", words(why)) for why in empty.why],
              class_=f"card verdict {empty.tone}{sure}")  # fmt: skip


def _foot(report: Report) -> Iterator[Markup]:
    """What was checked, what could not be read, and what to do with the page."""
    texts, summary = report.texts, report.summary
    if len(report.contents) > 1 and (attach := next((found.attach for found in report.findings if found.attach), ())):
        yield el("div", _attach(attach, texts), class_="folds")
    if report.kinds:
        yield el("h2", words(texts.words("head-kinds")))
        yield el("p", [[words(line), " "] for line in report.kinds])
    if summary.unreadable:
        yield el("h2", words(texts.words("head-unread")))
        if summary.messages:
            yield el("p", words(texts.words("unread-count", {"n": str(summary.unreadable)})))
        lines = [*report.unread[:MAX_UNREAD]]
        if summary.unreadable > len(lines):
            lines.append(texts.words("unread-more", {"n": str(summary.unreadable - len(lines))}))
        yield el("ul", [el("li", words(line)) for line in lines], class_="plain")
    notes = [*report.remarks, texts.words("page-made-by")]
    yield el(
        "footer",
        el("p", words(texts.words("page-wrong"))) if report.findings else None,
        el("p", words(texts.words("page-print")), class_="noprint"),
        el("p", [[words(note), " "] for note in notes], class_="dim"),
    )
