"""What other mail systems saw, as a part of the page."""

from __future__ import annotations

from collections.abc import Iterator

from whosent.report.html_timeline import chart
from whosent.report.markup import Child, Markup, el, words
from whosent.report.parts import Outside, Report
from whosent.report.texts import Texts


def outside(report: Report) -> Markup:
    """One section for all domains; it stands below the answers, which do not rest on it."""
    texts = report.texts
    parts: list[Child] = [el("h2", words(texts.words("head-world")))]
    for number, domain in enumerate(report.outside, 1):
        parts += _domain(domain, texts, f"w{number}")
    if report.unopened:
        parts.append(el("ul", [el("li", words(line)) for line in report.unopened], class_="plain"))
    return el("section", parts, class_="outside", id="world")


def _domain(domain: Outside, texts: Texts, anchor: str) -> Iterator[Markup]:
    for line in domain.lines:
        yield el("p", words(line))
    if domain.timeline is not None:
        yield chart(domain.timeline, anchor)
    if domain.senders:
        rows = [[el("dt", words(address)), el("dd", words(known))] for address, known in domain.senders]
        yield el("details", el("summary", words(texts.words("head-world-senders"))), el("dl", rows))
