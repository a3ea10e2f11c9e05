"""The timeline as inline SVG; title and description say the same in words."""

from __future__ import annotations

from collections.abc import Iterator

from whosent.report.markup import Markup, el, words
from whosent.report.parts import Timeline
from whosent.report.template import plain

_WIDTH, _HEIGHT = 720, 120
_TOP, _GROUND = 18, 96
_LEFT = 4
_GAP = 0.18
"""Part of a column's place that stays empty."""
_LEAST = 2.0
"""Height of whatever was counted at all."""


def chart(timeline: Timeline, anchor: str) -> Markup:
    """Columns over a line, some with the hour or day below, the highest with its number above."""
    place = (_WIDTH - 2 * _LEFT) / max(len(timeline.bars), 8)
    legend = [el("br"), *(item for line in timeline.legend for item in (words(line), el("br")))][:-1]
    return el(
        "figure",
        el("svg",
           el("title", plain(timeline.title), id=f"{anchor}-tt"),
           el("desc", plain(timeline.description), id=f"{anchor}-td"),
           *_bands(timeline, place), el("line", x1=0, x2=_WIDTH, y1=_GROUND, y2=_GROUND), *_bars(timeline, place),
           viewBox=f"0 0 {_WIDTH} {_HEIGHT}", role="img", aria_labelledby=f"{anchor}-tt {anchor}-td"),
        el("figcaption", plain(timeline.title), legend if timeline.legend else None, class_="dim"),
        class_="timeline",
    )  # fmt: skip


def _bars(timeline: Timeline, place: float) -> Iterator[Markup]:
    peak = max(bar.count for bar in timeline.bars)
    highest = next(index for index, bar in enumerate(timeline.bars) if bar.count == peak)
    for index, bar in enumerate(timeline.bars):
        left = _LEFT + index * place
        if bar.count:
            height = max(_LEAST, (_GROUND - _TOP) * bar.count / peak)
            yield el("rect", x=_number(left + place * _GAP / 2), y=_number(_GROUND - height),
                     width=_number(place * (1 - _GAP)), height=_number(height), rx=2)  # fmt: skip
        if bar.label:
            yield el("line", x1=_number(left), x2=_number(left), y1=_GROUND, y2=_GROUND + 5)
            yield el("text", bar.label, x=_number(left), y=_GROUND + 18)
        if index == highest:
            middle = min(max(left + place / 2, 20), _WIDTH - 20)
            yield el("text", str(bar.count), x=_number(middle), y=_TOP - 5, text_anchor="middle", class_="peak")


def _bands(timeline: Timeline, place: float) -> Iterator[Markup]:
    """What others saw: an area behind the columns that reaches to the same height, on its own scale."""
    peak = max((band.count for band in timeline.bands), default=0)
    for band in timeline.bands:
        height = max(_LEAST, (_GROUND - _TOP) * band.count / peak)
        yield el("rect", x=_number(_LEFT + band.start * place), y=_number(_GROUND - height),
                 width=_number((band.end - band.start) * place), height=_number(height), class_="others")  # fmt: skip


def _number(value: float) -> str:
    return f"{value:.1f}"
