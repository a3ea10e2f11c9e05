"""The technician's part of a finding: what decided, the way as a line of stations, and the very lines."""

from __future__ import annotations

from collections.abc import Iterator

from whosent.report.clean import visible
from whosent.report.markup import Markup, el, words
from whosent.report.parts import Finding, Node, Sample, Source, SourceLine, Trace
from whosent.report.technical import Facts
from whosent.report.texts import Texts

_MAX_LINE = 2_000


def technical(finding: Finding, texts: Texts, anchor: str, level: int) -> Iterator[Markup]:
    """Everything that somebody with a log needs. `level` is that of its headings."""
    yield _facts(finding.facts)
    yield el(f"h{level}", words(texts.words("head-all-evidence")))
    yield _evidence(finding.traces, texts)
    for sample in finding.samples:
        yield from _sample(sample, texts, level)
    yield el("p", words(texts.words("json-hint")), class_="dim")


def _facts(facts: Facts) -> Markup:
    return el("dl", [[el("dt", words(label)), el("dd", words(value))] for label, value in facts])


def _evidence(traces: tuple[Trace, ...], texts: Texts) -> Markup:
    """The expert's sentence, who wrote it, and where it stands; what does not count stands there too."""
    rows = []
    for trace in traces:
        source = el("bdi", visible(trace.source, 120), class_="mono")
        where = el("a", source, href=f"#{trace.place}") if trace.place else source
        rows.append(el("li", words(trace.expert), el("br"), _pill(trace.standing, texts), " ",
                       el("span", words(texts.words(f"side-{trace.side}")), class_="dim"), " · ", where,
                       class_="uncounted" if trace.side == "neutral" else None))  # fmt: skip
    return el("ul", rows, class_="plain evidence")


def _pill(standing: str, texts: Texts) -> Markup:
    return el("span", words(texts.words(f"standing-{standing}")), class_=f"pill {standing}")


def _sample(sample: Sample, texts: Texts, level: int) -> Iterator[Markup]:
    yield el(f"h{level}", words(sample.heading))
    yield _facts(sample.facts)
    if sample.way:
        yield el(f"h{level + 1}", words(texts.words("head-way")))
        yield el("ol", [_node(node, texts) for node in sample.way], class_="way")
    if sample.sources:
        yield el(f"h{level + 1}", words(texts.words("head-lines")))
        yield from map(_source, sample.sources)


def _node(node: Node, texts: Texts) -> Markup:
    pill = _pill(node.standing, texts) if node.standing else None
    where = el("a", words(texts.words("show-line")), href=f"#{node.place}") if node.place else None
    return el(
        "li",
        el("p", words(node.mark), class_="mark") if node.mark else None,
        el("p", words(node.title), " ", pill),
        [el("p", words(detail), class_="dim") for detail in node.details],
        el("p", where, class_="dim noprint") if where else None,
        class_=node.form,
    )


def _source(source: Source) -> Markup:
    return el("figure", el("figcaption", words(source.heading), class_="dim"),
              el("div", [_line(line) for line in source.lines], class_="source"))  # fmt: skip


def _line(line: SourceLine) -> Markup:
    """Number and text, each folded line on its own."""
    rows = [
        el("span", str(number), class_="no", aria_hidden="true") + el("code", el("bdi", visible(text, _MAX_LINE)))
        for number, text in enumerate(line.text.replace("\t", "  ").splitlines() or [""], line.number)
    ]
    return el("div", [el("div", Markup(row)) for row in rows], id=line.place, class_="marked" if line.marked else None)
