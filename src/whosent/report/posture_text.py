"""A domain's report for the terminal."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from whosent.report.clean import visible
from whosent.report.parts import ICONS
from whosent.report.posture_parts import MAX_VALUE, Advice, Entry, PosturePage
from whosent.report.template import Said, plain
from whosent.report.terminal import STYLES, Page, as_text


def render(page: PosturePage, console: Console, *, verbose: bool = False) -> None:
    """Print it. `verbose`: with the reasons for the technician, and what stands in the DNS."""
    _Posture(page.texts, console).posture(page, verbose=verbose)


class _Posture(Page):
    def posture(self, page: PosturePage, *, verbose: bool) -> None:
        """All of it."""
        style = STYLES[page.tone]
        self._print(page.checked, style="dim")
        self._gap()
        card = [Text.assemble((f"{ICONS[page.tone]} ", f"bold {style}"), as_text(page.answer, f"bold {style}")),
                as_text(page.heading, "bold"), Text(), as_text(page.why)]  # fmt: skip
        self._barred(card, "┃", style)
        self._gap()
        self._head("posture-head-reach")
        for way in page.ways:
            line = Text.assemble(as_text(way.who), ": ", as_text(way.what, "bold"))
            self._item(f"  {ICONS[way.tone]} ", line, STYLES[way.tone])
        self._gap()
        self._head("posture-head-steps" if page.advice else "posture-head-no-steps")
        for advice in page.advice:
            self._advice(advice, verbose=verbose)
        if any(advice.entries for advice in page.advice):
            self._print(self._texts.words("posture-replace"), style="dim")
        self._gap()
        if verbose:
            self._head("posture-head-facts")
            self._facts(page.facts)
        if page.unseen:
            self._head("posture-head-unseen")
            self._facts(page.unseen)
        if not verbose:
            self._print(self._texts.words("posture-hint"), style="dim")

    def _advice(self, advice: Advice, *, verbose: bool) -> None:
        title = Text.assemble(as_text(advice.title, "bold"), " (", as_text(advice.weight, STYLES[advice.tone]), ")")
        self._item(f"{advice.number:>3}. ", title)
        self._item("     ", as_text(advice.lay))
        if verbose:
            self._item("     ", as_text(advice.expert, "dim"))
        for entry in advice.entries:
            self._entry(entry)
        self._gap()

    def _entry(self, entry: Entry) -> None:
        """A record on lines of their own, however long, so that it can be copied."""
        if entry.same_as is not None:
            self._item(
                "     ", as_text(self._texts.words("posture-record-same", {"n": Said(str(entry.same_as))}), "dim")
            )
            return
        self._item("     ", as_text(self._texts.words(f"posture-record-{entry.when}")))
        rows = (("name", entry.name), ("type", entry.type), ("value", entry.value))
        labels = {key: plain(self._texts.words(f"posture-record-{key}")) for key, _ in rows}
        width = max(map(len, labels.values()))
        for key, value in rows:
            shown = visible(value, MAX_VALUE)
            self._line(Text.assemble((f"       {labels[key]:<{width}}  ", "dim"), shown))
