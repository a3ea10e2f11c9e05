"""A report for the terminal: a calm page, not a dump. Works without colour, and at any width from 40 columns on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.text import Text

from whosent.report import facts
from whosent.report.clean import visible
from whosent.report.parts import (
    ICONS,
    MARKS,
    SIGNS,
    Answer,
    Finding,
    Form,
    Listed,
    Node,
    Outside,
    Report,
    Sample,
    Side,
    Timeline,
    Tone,
    alike,
    cut,
)
from whosent.report.template import Said, Words, plain
from whosent.report.texts import Texts

MAX_WIDTH = 84
"""Longer lines are hard to read."""
FULL = 3
"""Incidents told in full unless everything is asked for."""
_MAX_UNREAD = 5
_MAX_SENDERS = 5
_COLUMNS = "▁▂▃▄▅▆▇█"

STYLES: dict[Tone, str] = {"good": "green", "bad": "red", "warn": "yellow", "open": "default"}
_SIDES: dict[Side, str] = {"for": "green", "against": "red", "neutral": "dim", "seen": "dim"}
_NODES: dict[Form, str] = {"seen": "green", "claimed": "dim", "border": "red", "event": "bold"}
_PLAIN_SIGNS = str.maketrans({
    "✓": "+", "✗": "x", "•": "*", "●": "*", "○": "o", "■": "#", "↩": "<", "┃": "|", "┇": ":", "│": "|", "┆": ":",
    "–": "-", "▁": "_", "▂": ".", "▃": ":", "▄": "=", "▅": "+", "▆": "*", "▇": "%", "█": "@",
    "…": "...",
    "„": '"', "“": '"', "”": '"', "·": "-",
})  # fmt: skip
"""For terminals that are not UTF-8."""
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
"""For those that have none: German without them can still be read, with question marks it cannot."""


def render(report: Report, console: Console, *, verbose: bool = False) -> None:
    """Print the report. `verbose`: every incident, and the way of each sample."""
    page = Page(report.texts, console)
    page.report(report, verbose=verbose)


class Page:
    """Prints paragraphs of one width. Other reports build on it."""

    def __init__(self, texts: Texts, console: Console) -> None:
        self._texts, self._console = texts, console
        self._width = max(30, min(console.width, MAX_WIDTH))
        self._signs: dict[int, str] = {}
        if not console.encoding.lower().startswith("utf"):
            self._signs = _PLAIN_SIGNS | ({} if _has_umlauts(console.encoding) else _UMLAUTS)

    def report(self, report: Report, *, verbose: bool) -> None:
        """All of it."""
        several = len(report.contents)
        shown = _told(report, several if verbose else FULL)
        listed = several > FULL
        self._print(report.checked, style="dim")
        if several > 1:
            self._print(self._texts.words("terminal-list-below" if listed else "page-contents", {"n": str(several)}))
        self._gap()
        findings = {finding.id: finding for finding in report.findings}
        for item in shown:
            self._finding(findings[item.finding or ""], item if several > 1 else None, verbose=verbose)
        if report.empty:
            self._empty(report.empty)
        if report.outside or report.unopened:
            self._outside(report)
        if listed:
            self._contents(report.contents, verbose=verbose)
        if more := several - len(shown):
            key = "page-more-incidents" if verbose else "terminal-more"
            self._print(self._texts.words(key, {"n": str(more)}), style="dim")
            self._gap()
        self._foot(report, verbose=verbose)

    def _contents(self, listed: tuple[Listed, ...], *, verbose: bool) -> None:
        """By kind: of many that are alike the largest, and how many more there are."""
        self._print(self._texts.words("page-list", {"n": Said(str(len(listed)))}), style="bold")
        self._gap()
        for group in alike(listed):
            first = group[0]
            count = f" ({len(group)})" if len(group) > 1 else ""
            self._item(f"{ICONS[first.tone]} ", Text.assemble(as_text(first.label, "bold"), count), STYLES[first.tone])
            shown, rest = (group, []) if verbose else cut(group)
            for item in shown:
                self._item(f"{item.number:>5}  ", as_text(facts.joined([item.about, item.certainty, item.numbers])))
            if rest:
                counts = {"n": str(len(rest)), "m": str(sum(item.messages for item in rest))}
                self._item("    …  ", as_text(self._texts.words("page-list-more", counts), "dim"))
        self._gap()

    def _finding(self, finding: Finding, entry: Listed | None, *, verbose: bool) -> None:
        """One incident; `entry` is its line of the list where there are several."""
        style = STYLES[finding.tone]
        icon = f"{entry.number}. {ICONS[finding.tone]} " if entry else f"{ICONS[finding.tone]} "
        card = [Text.assemble((icon, f"bold {style}"), as_text(finding.answer, f"bold {style}")),
                as_text(finding.heading, "bold"), Text()]  # fmt: skip
        for paragraph in (*finding.why, finding.sure):
            card += [as_text(paragraph), Text()]
        about = entry.about if entry and plain(entry.about) not in plain(finding.numbers) else ()
        card.append(as_text(facts.joined([about, finding.numbers]), "dim"))
        if finding.forecast:
            card += [Text(), as_text(finding.forecast)]
        self._barred(card, "┃" if finding.certainty == "certain" else "┇", style)
        self._gap()
        if finding.steps:
            self._head("head-steps")
            self._steps(finding, verbose=verbose)
        if finding.attach and (finding.attach_first or verbose):
            self._head("head-attach")
            for line in finding.attach:
                self._item("  • ", as_text(line))
            self._gap()
        if finding.reasons:
            self._head("head-reasons")
            for reason, advice in finding.reasons:
                self._item("  • ", Text.assemble(as_text(reason, "bold"), ". ", as_text(advice)))
            self._gap()
        if finding.timeline and finding.timeline.bands:
            self._head("head-timeline")
            self._timeline(finding.timeline)
        self._head("head-evidence-open" if finding.settles else "head-evidence")
        self._traces(finding, verbose=verbose)
        if finding.overturn or finding.missing:
            self._head("head-settle" if finding.settles else "head-missing")
        if finding.overturn:
            self._print(finding.overturn, indent=2)
        for item in finding.missing:
            self._item("  • ", as_text(item))
        if finding.overturn or finding.missing:
            self._gap()
        if verbose:
            if finding.letter:
                self._head("head-letter")
                self._print(finding.letter, indent=2)
                self._gap()
            self._head("head-technical")
            self._facts(finding.facts)
            for sample in finding.samples:
                self._sample(sample)

    def _steps(self, finding: Finding, *, verbose: bool) -> None:
        steps = [*finding.steps, *finding.more_steps] if verbose else finding.steps
        for number, step in enumerate(steps, 1):
            self._item(f"{number:>3}. ", as_text(step))
        if len(finding.more_steps) and not verbose:
            more = self._texts.words("terminal-more-steps", {"n": str(len(finding.more_steps))})
            self._item("     ", as_text(more, "dim"))
        self._gap()

    def _traces(self, finding: Finding, *, verbose: bool) -> None:
        for trace in finding.traces:
            mark, style = MARKS[trace.side], _SIDES[trace.side]
            line = as_text(trace.title)
            if trace.side in ("against", "neutral"):
                line = Text.assemble(line, " (", self._texts.say(f"side-{trace.side}"), ")")
            if verbose:
                standing = self._texts.say(f"standing-{trace.standing}")
                line = Text.assemble(line, "\n", as_text(trace.expert),
                                     (f"\n{standing} · {visible(trace.source, 120)}", "dim"))  # fmt: skip
            self._item(f"  {mark} ", line, style)
        if not finding.traces:
            self._print(self._texts.words("head-evidence-none"), indent=2)
        self._gap()

    def _sample(self, sample: Sample) -> None:
        self._print(sample.heading, style="bold")
        self._gap()
        self._facts(sample.facts)
        for number, node in enumerate(sample.way):
            self._node(node, last=number == len(sample.way) - 1)
        self._gap()

    def _node(self, node: Node, *, last: bool) -> None:
        sign, style = SIGNS[node.form], _NODES[node.form]
        line = Text.assemble(as_text(node.mark, "bold"), "\n") if node.mark else Text()
        line.append_text(as_text(node.title))
        if node.standing:
            line.append(f"  [{self._texts.say(f'standing-{node.standing}')}]", style="dim")
        for detail in node.details:
            line = Text.assemble(line, "\n", as_text(detail, "dim"))
        rail = " " if last else "┆" if node.form == "claimed" else "│"
        self._item(f"  {sign} ", line, style, rail=f"  {rail} ")
        if not last:
            self._print((), f"  {rail}", style="dim")

    def _facts(self, facts: Iterable[tuple[Words, Words]]) -> None:
        rows = [(as_text(label).plain, as_text(value)) for label, value in facts]
        width = max((len(label) for label, _ in rows), default=0)
        narrow = 2 * width > self._width
        for label, value in rows:
            if narrow:
                self._item("  ", Text(label), "dim")
            self._item("    " if narrow else f"  {label:<{width}}  ", value, "dim")
        self._gap()

    def _outside(self, report: Report) -> None:
        """What other mail systems saw of each domain."""
        self._head("head-world")
        for domain in report.outside:
            self._domain(domain)
        for line in report.unopened:
            self._item("  • ", as_text(line))
        if report.unopened:
            self._gap()

    def _domain(self, domain: Outside) -> None:
        for line in domain.lines:
            self._item("  ", as_text(line))
        self._gap()
        if domain.timeline is not None:
            self._timeline(domain.timeline)
        if domain.senders:
            self._print(self._texts.words("head-world-senders"), style="dim", indent=2)
            self._facts(domain.senders[:_MAX_SENDERS])

    def _timeline(self, timeline: Timeline) -> None:
        """A line of small columns for each series, where there is room for it; what it shows stands beside it."""
        lines = [[bar.count for bar in timeline.bars]]
        if timeline.bands:
            lines.append([_band_at(timeline, column + 0.5) for column in range(len(timeline.bars))])
        room = self._width - 4 >= len(timeline.bars)
        for counts, caption in zip(lines, timeline.captions, strict=True):
            if room:
                self._item("    ", Text(_small(counts)))
            self._item("    ", as_text(caption, "dim"))
        labels = [bar.label for bar in timeline.bars if bar.label]
        self._print((), f"{labels[0]} … {labels[-1]}", style="dim", indent=4)
        self._gap()

    def _empty(self, empty: Answer) -> None:
        style = STYLES[empty.tone]
        card = [as_text(empty.heading, "bold")]
        if empty.answer:
            icon = f"{ICONS[empty.tone]} "
            card.insert(0, Text.assemble((icon, f"bold {style}"), as_text(empty.answer, f"bold {style}")))
        for paragraph in empty.why:
            card += [Text(), as_text(paragraph)]
        self._barred(card, "┃", style)
        self._gap()

    def _foot(self, report: Report, *, verbose: bool) -> None:
        summary = report.summary
        for line in report.kinds:
            self._print(line, style="dim")
        if summary.unreadable:
            if report.kinds:
                self._gap()
            if summary.messages:
                self._print(self._texts.words("unread-count", {"n": str(summary.unreadable)}))
            shown = report.unread if verbose else report.unread[:_MAX_UNREAD]
            for line in shown:
                self._item("  • ", as_text(line))
            if summary.unreadable > len(shown):
                more = self._texts.words("unread-more", {"n": str(summary.unreadable - len(shown))})
                self._item("  • ", as_text(more))
        for remark in report.remarks:
            self._print(remark, style="dim")
        if report.findings and not verbose:
            self._print(self._texts.words("terminal-hint"), style="dim")

    def _head(self, key: str) -> None:
        self._print(self._texts.words(key), style="bold")

    def _print(self, text: Words, plain: str = "", *, style: str = "", indent: int = 0) -> None:
        self._item(" " * indent, as_text(text, style) if text else Text(plain, style))

    def _gap(self) -> None:
        self._console.print()

    def _item(self, lead: str, text: Text, style: str = "", rail: str | None = None) -> None:
        """Text with something before its first line; `rail` (or blanks) stands before the others."""
        lines = list(self._wrapped(text, self._width - len(lead)))
        for number, line in enumerate(lines):
            before = lead if number == 0 else rail if rail is not None else " " * len(lead)
            self._line(Text.assemble((before, style if number == 0 else "dim"), line))

    def _barred(self, paragraphs: list[Text], bar: str, style: str) -> None:
        for paragraph in paragraphs:
            for line in self._wrapped(paragraph, self._width - 2):
                self._line(Text.assemble((f"{bar} ", style), line))

    def _wrapped(self, text: Text, width: int) -> Iterator[Text]:
        lines = text.wrap(self._console, max(width, 16), tab_size=4)
        yield from lines or [Text()]

    def _line(self, line: Text) -> None:
        line.rstrip()
        if self._signs:
            line = Text.assemble(*((piece.plain.translate(self._signs), piece.style) for piece in [line]))
        self._console.print(line, soft_wrap=True, highlight=False)


def _told(report: Report, limit: int) -> list[Listed]:
    """Which incidents are told in full: the first of each kind, so that each kind's advice stands there, then the most
    urgent of the others."""
    firsts = [group[0].number for group in alike(report.contents)]
    able = [item for item in report.contents if item.finding is not None]
    chosen = sorted(able, key=lambda item: item.number not in firsts)[:limit]
    return sorted(chosen, key=lambda item: item.number)


def _small(counts: list[int]) -> str:
    """Columns of one character's height; a point where there is nothing."""
    peak = max(counts)
    return "".join(_COLUMNS[-(-count * len(_COLUMNS) // peak) - 1] if count else "·" for count in counts)


def _band_at(timeline: Timeline, place: float) -> int:
    return next((band.count for band in timeline.bands if band.start <= place < band.end), 0)


def _has_umlauts(encoding: str) -> bool:
    try:
        "ä".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def as_text(words: Words, style: str = "") -> Text:
    """Words as text; the mail's data with its control characters made visible. Never parsed as console markup."""
    text = Text(style=style)
    for span in words:
        shown = visible(span.text) if span.kind == "value" else span.text
        text.append(shown, style="bold" if span.kind == "strong" else "")
    return text
