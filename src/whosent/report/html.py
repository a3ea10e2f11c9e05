"""A report as one self-contained HTML page: no script, no remote fetch, readable without CSS, printable.

Every finding reads as an answer first (`_card`), then what to do, then how we know; the technician's part is folded
below.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import sha256
from importlib import resources

from whosent.report import facts
from whosent.report.html_technical import technical
from whosent.report.html_timeline import chart
from whosent.report.html_world import outside
from whosent.report.markup import Child, Markup, el, words
from whosent.report.parts import ICONS, MARKS, Answer, Finding, Listed, Report, Trace, alike, cut
from whosent.report.template import Said, Words, plain
from whosent.report.texts import Texts

SHOWN_TRACES = 3
PRINTED = 3
"""Incidents of which everything is printed, folded or not."""
MAX_UNREAD = 20


def render(report: Report) -> str:
    """The page."""
    return document(plain(report.title), report.texts.language, _main(report))


def document(title: str, language: str, content: Iterable[Markup]) -> str:
    """A self-contained page around `content`: one style sheet, no script, nothing fetched."""
    css = style()
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
        el("body", el("main", *content, id="top")),
        lang=language,
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
    """The answer comes first; where there are several, the most urgent one, then the list of all."""
    texts = report.texts
    several = len(report.contents) > 1
    link = [" · ", words(texts.words("page-contents", {"n": str(len(report.contents))})), ": ",
            el("a", words(texts.words("page-list-link")), href="#list")] if several else None  # fmt: skip
    yield el("p", words(report.checked), link, class_="dim checked")
    entries = {item.finding: item for item in report.contents if several}
    for number, finding in enumerate(report.findings, 1):
        level = 2 if number > 1 else 1
        yield from _finding(finding, texts, f"i{number}", level, entries.get(finding.id), later=number > PRINTED)
        if several and number == 1:
            yield _contents(report, texts)
    if report.empty:
        yield _empty(report.empty)
    if report.outside or report.unopened:
        yield outside(report)
    yield from _foot(report)


def _contents(report: Report, texts: Texts) -> Markup:
    """All incidents by kind: of many that are alike the largest, the others behind a fold."""
    anchors = {finding.id: f"#i{number}" for number, finding in enumerate(report.findings, 1)}
    groups: list[Child] = []
    for group in alike(report.contents):
        first, (shown, rest) = group[0], cut(group)
        count = f" ({len(group)})" if len(group) > 1 else None
        groups.append(el("h3", el("span", ICONS[first.tone], class_=f"badge {first.tone}", aria_hidden="true"), " ",
                         words(first.label), count))  # fmt: skip
        groups.append(_entries(shown, anchors))
        if rest:
            counts = {"n": str(len(rest)), "m": str(sum(item.messages for item in rest))}
            groups.append(_fold(texts.words("page-list-more", counts), _entries(rest, anchors)))
    more = len(report.contents) - len(report.findings)
    note = el("p", words(texts.words("page-more-incidents", {"n": str(more)})), class_="dim") if more else None
    title = el("h2", words(texts.words("page-list", {"n": Said(str(len(report.contents)))})))
    return el("nav", title, groups, note, class_="list later", id="list")


def _entries(group: list[Listed], anchors: dict[str, str]) -> Markup:
    rows = []
    for item in group:
        line = words(facts.joined([item.about, item.certainty, item.numbers]))
        anchor = anchors.get(item.finding or "")
        rows.append(el("li", el("a", line, href=anchor) if anchor else line, value=item.number))
    return el("ol", rows, class_="contents")


def _finding(
    finding: Finding, texts: Texts, anchor: str, level: int, entry: Listed | None, *, later: bool
) -> Iterator[Markup]:
    """One incident. `entry`: its line of the list, where there are several; `later`: not among the first, so that what
    is folded is printed only if somebody opened it."""
    head = f"h{level + 1}"

    def title(key: str, **params: str) -> Markup:
        return el(head, words(texts.words(key, params)))

    parts: list[Child] = [_card(finding, level, entry)]
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
    parts.append(el("div", *_folds(finding, texts, anchor, level + 2, several=entry is not None), class_="folds"))
    if level > 1:
        parts.append(el("p", el("a", words(texts.words("back-to-top")), href="#top"), class_="noprint dim"))
    yield el("article", parts, id=anchor, class_="later" if later else None)


def _glance(finding: Finding) -> Markup:
    """The stations side by side; below one another where there is no room."""
    return el("ol", [
        el("li", el("strong", words(node.title)), [el("span", words(detail), class_="dim") for detail in node.details],
           class_=node.form) for node in finding.glance
    ], class_="glance")  # fmt: skip


def _card(finding: Finding, level: int, entry: Listed | None) -> Markup:
    """The answer: a sentence with icon and word, the cause as heading, why, and how sure."""
    about = entry.about if entry and plain(entry.about) not in plain(finding.numbers) else ()
    sure = " sure" if finding.certainty == "certain" else ""
    return el(
        "section",
        el("p", el("span", ICONS[finding.tone], class_=f"badge {finding.tone}", aria_hidden="true"), " ",
           words(finding.answer), class_=f"answer {finding.tone}"),
        el(f"h{level}", words(finding.heading)),
        [el("p", words(paragraph)) for paragraph in finding.why],
        el("p", words(finding.sure)),
        el("p", words(facts.joined([about, finding.numbers])), class_="dim numbers"),
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
    printed = str(PRINTED) if len(report.findings) > PRINTED else ""
    yield el(
        "footer",
        el("p", words(texts.words("page-wrong"))) if report.findings else None,
        el("p", words(texts.words("page-print", {"n": Said(printed)})), class_="noprint"),
        el("p", [[words(note), " "] for note in notes], class_="dim"),
    )
