"""The timeline as inline SVG; title and description say the same in words."""

from __future__ import annotations

from whosent.report.markup import Markup, el
from whosent.report.parts import Timeline
from whosent.report.template import plain

_WIDTH, _HEIGHT = 720, 120
_TOP, _GROUND = 18, 96
_LEFT = 4
_GAP = 0.18
"""Part of a column's place that stays empty."""


def chart(timeline: Timeline, anchor: str) -> Markup:
    """Columns over a line, some with the hour or day below, the highest with its number above."""
    peak = max(bar.count for bar in timeline.bars)
    place = (_WIDTH - 2 * _LEFT) / max(len(timeline.bars), 8)
    drawn: list[Markup] = []
    highest = next(index for index, bar in enumerate(timeline.bars) if bar.count == peak)
    for index, bar in enumerate(timeline.bars):
        left = _LEFT + index * place
        if bar.count:
            height = max(2.0, (_GROUND - _TOP) * bar.count / peak)
            drawn.append(el("rect", x=_number(left + place * _GAP / 2), y=_number(_GROUND - height),
                            width=_number(place * (1 - _GAP)), height=_number(height), rx=2))  # fmt: skip
        if bar.label:
            drawn.append(el("line", x1=_number(left), x2=_number(left), y1=_GROUND, y2=_GROUND + 5))
            drawn.append(el("text", bar.label, x=_number(left), y=_GROUND + 18))
        if index == highest:
            middle = min(max(left + place / 2, 20), _WIDTH - 20)
            drawn.append(el("text", str(bar.count), x=_number(middle), y=_TOP - 5, text_anchor="middle", class_="peak"))
    return el(
        "figure",
        el("svg",
           el("title", plain(timeline.title), id=f"{anchor}-tt"),
           el("desc", plain(timeline.description), id=f"{anchor}-td"),
           el("line", x1=0, x2=_WIDTH, y1=_GROUND, y2=_GROUND), *drawn,
           viewBox=f"0 0 {_WIDTH} {_HEIGHT}", role="img", aria_labelledby=f"{anchor}-tt {anchor}-td"),
        el("figcaption", plain(timeline.title), class_="dim"),
        class_="timeline",
    )  # fmt: skip


def _number(value: float) -> str:
    return f"{value:.1f}"
