"""The timeline of an incident: columns of even width, few enough to be read."""

from __future__ import annotations

from datetime import datetime, timedelta

from whosent.model.incident import Incident
from whosent.report.dates import Clock
from whosent.report.parts import Bar, Timeline
from whosent.report.template import Said
from whosent.report.texts import Texts

MAX_BARS = 48
_LABELS = 8
"""Columns that carry a label, about."""
_STEPS = (1, 2, 3, 6, 12, 24, 48, 72, 168, 336, 672, 1344, 2688, 5376, 8736)
"""Hours per column; from a day on, columns begin at the first day's midnight."""


def timeline(incident: Incident, texts: Texts, clock: Clock) -> Timeline | None:
    """None where everything happened in one hour."""
    hours = [(when, count) for hour, count in incident.hourly if (when := clock.read(hour)) is not None]
    if len(hours) < 2:
        return None
    first, last = hours[0][0], hours[-1][0]
    span = int((last - first).total_seconds()) // 3600 + 1
    step = next((step for step in _STEPS if span / step <= MAX_BARS - 1), span // (MAX_BARS - 1) + 1)
    start = first.replace(hour=0) if step >= 24 else first.replace(hour=first.hour - first.hour % step)
    counts = [0] * (int((last - start).total_seconds()) // 3600 // step + 1)
    for when, count in hours:
        counts[int((when - start).total_seconds()) // 3600 // step] += count
    starts = [start + timedelta(hours=index * step) for index in range(len(counts))]
    peak = max(range(len(counts)), key=counts.__getitem__)
    points = [Said(_point(moment, step, clock)) for moment in starts]
    told = "; ".join(
        texts.say("timeline-bar", {"label": point, "n": str(count)})
        for point, count in zip(points, counts, strict=True) if count
    )  # fmt: skip
    unit = Said(texts.say(*_unit(step)))
    at_peak = Said(texts.say("timeline-when", {"when": points[peak]}))
    return Timeline(
        title=texts.words(
            "timeline-title", {"unit": unit, "n": str(incident.messages), "peak": str(counts[peak]), "when": at_peak}
        ),
        description=texts.words("timeline-desc", {"first": points[0], "last": points[-1], "bars": Said(told)}),
        bars=tuple(map(Bar, counts, _labels(starts, step, clock))),
    )


def _unit(step: int) -> tuple[str, dict[str, str]]:
    if step < 24:
        return "timeline-unit-hours", {"n": str(step)}
    return "timeline-unit-days", {"n": str(step // 24)}


def _point(when: datetime, step: int, clock: Clock) -> str:
    return clock.day_of(when) if step >= 24 else f"{clock.day_of(when)}, {clock.hour_of(when)}"


def _labels(starts: list[datetime], step: int, clock: Clock) -> list[str]:
    """About `_LABELS` of them: the hour, with the day where a new one begins."""
    every = max(1, -(-len(starts) // _LABELS))
    labels, day = [], None
    for index, when in enumerate(starts):
        if index % every:
            labels.append("")
        elif step >= 24:
            labels.append(clock.short_day(when))
        else:
            labels.append(f"{when:%H}h" if day == when.date() else f"{clock.short_day(when)} {when:%H}h")
            day = when.date()
    return labels
