"""The timeline of an incident: columns of even width, few enough to be read. Behind them stands what other mail systems
counted meanwhile, where they report it."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from whosent.model.feedback import World
from whosent.model.incident import Incident
from whosent.report.dates import Clock
from whosent.report.parts import Band, Bar, Timeline
from whosent.report.template import Said
from whosent.report.texts import Texts

MAX_BARS = 48
_LABELS = 8
"""Columns that carry a label, about."""
_STEPS = (1, 2, 3, 6, 12, 24, 48, 72, 168, 336, 672, 1344, 2688, 5376, 8736)
"""Hours per column; from a day on, columns begin at the first day's midnight."""
_AROUND = timedelta(days=7)
"""What others saw so long before and after an incident is shown with it."""
_DAY = timedelta(hours=24)

Counted = tuple[datetime, int]


def timeline(incident: Incident, texts: Texts, clock: Clock, world: World | None = None) -> Timeline | None:
    """None where everything happened in one hour and nobody else reports anything. `world`: what others saw of the
    same domain."""
    hours = [(when, count) for hour, count in incident.hourly if (when := clock.read(hour)) is not None]
    days = _around(_days(world, clock), hours) if world is not None else []
    if not hours or (len(hours) < 2 and not days):
        return None
    first, last = hours[0][0], hours[-1][0]
    if days:
        first, last = min(first, days[0][0]), max(last, days[-1][0] + _DAY - timedelta(hours=1))
    scale = _scale(first, last)
    counts = _columns(hours, scale)
    found = _drawn("timeline-title", incident.messages, counts, scale, texts, clock)
    return _with_world(found, days, scale, texts, clock) if days else found


def world_timeline(world: World, texts: Texts, clock: Clock) -> Timeline | None:
    """The days of a domain alone; None where there is one day, or none."""
    days = _days(world, clock)
    if len(days) < 2:
        return None
    scale = _scale(days[0][0], days[-1][0] + _DAY - timedelta(hours=1), least=24)
    total = sum(count for _, count in days)
    found = _drawn("world-timeline-title", total, _columns(days, scale), scale, texts, clock)
    return replace(found, captions=(found.title,))


class _Scale(Struct, frozen=True):
    """`number` columns of `step` hours from `start` on."""

    start: datetime
    step: int
    number: int

    def place(self, when: datetime) -> float:
        """Where a moment lies, in columns."""
        return (when - self.start).total_seconds() / 3600 / self.step

    @property
    def starts(self) -> list[datetime]:
        return [self.start + timedelta(hours=index * self.step) for index in range(self.number)]


def _scale(first: datetime, last: datetime, least: int = 1) -> _Scale:
    span = int((last - first).total_seconds()) // 3600 + 1
    wide = (step for step in _STEPS if step >= least and span / step <= MAX_BARS - 1)
    step = next(wide, span // (MAX_BARS - 1) + 1)
    start = first.replace(hour=0) if step >= 24 else first.replace(hour=first.hour - first.hour % step)
    return _Scale(start, step, int((last - start).total_seconds()) // 3600 // step + 1)


def _days(world: World, clock: Clock) -> list[Counted]:
    return [(when, count) for day, count in world.days if (when := clock.date(day)) is not None]


def _around(days: list[Counted], hours: list[Counted]) -> list[Counted]:
    if not hours:
        return []
    first, last = hours[0][0] - _AROUND, hours[-1][0] + _AROUND
    return [(when, count) for when, count in days if first <= when + _DAY and when <= last]


def _columns(points: list[Counted], scale: _Scale) -> list[int]:
    counts = [0] * scale.number
    for when, count in points:
        counts[int(scale.place(when))] += count
    return counts


def _drawn(title: str, total: int, counts: list[int], scale: _Scale, texts: Texts, clock: Clock) -> Timeline:
    starts = scale.starts
    peak, when = _peak(counts, scale, texts, clock)
    points = [Said(_point(moment, scale.step, clock)) for moment in starts]
    bars = Said(_listed(counts, points, texts))
    unit = Said(texts.say(*_unit(scale.step)))
    return Timeline(
        title=texts.words(title, {"unit": unit, "n": str(total), "peak": Said(peak), "when": when}),
        description=texts.words("timeline-desc", {"first": points[0], "last": points[-1], "bars": bars}),
        bars=tuple(map(Bar, counts, _labels(starts, scale.step, clock))),
        captions=(texts.words("spark-here", {"peak": Said(peak)}),),
    )


def _with_world(found: Timeline, days: list[Counted], scale: _Scale, texts: Texts, clock: Clock) -> Timeline:
    """The same with what others saw: day by day, or column by column where one holds several days."""
    if scale.step >= 24:
        summed = _columns(days, scale)
        bands = [Band(index, index + 1, count) for index, count in enumerate(summed) if count]
        unit = Said(texts.say(*_unit(scale.step)))
        starts = scale.starts
        days = [(starts[index], count) for index, count in enumerate(summed) if count]
    else:
        bands = [Band(scale.place(when), min(scale.place(when + _DAY), scale.number), count) for when, count in days]
        unit = Said(texts.say(*_unit(24)))
    top, peak = max(days, key=lambda day: day[1])
    told = {"unit": unit, "peak": Said(peak), "when": Said(clock.day_of(top))}
    points = [Said(clock.day_of(when)) for when, _ in days]
    elsewhere = Said(_listed([count for _, count in days], points, texts))
    description = (*found.description, *texts.words("timeline-desc-world", {"bars": elsewhere}))
    return replace(
        found, description=description, bands=tuple(bands),
        legend=(texts.words("timeline-legend-here"), texts.words("timeline-legend-world", told)),
        captions=(*found.captions, texts.words("spark-world", told)),
    )  # fmt: skip


def _peak(counts: list[int], scale: _Scale, texts: Texts, clock: Clock) -> tuple[int, Said]:
    peak = max(range(len(counts)), key=counts.__getitem__)
    point = Said(_point(scale.starts[peak], scale.step, clock))
    return counts[peak], Said(texts.say("timeline-when", {"when": point}))


def _listed(counts: list[int], points: list[Said], texts: Texts) -> str:
    return "; ".join(
        texts.say("timeline-bar", {"label": point, "n": str(count)})
        for point, count in zip(points, counts, strict=True) if count
    )  # fmt: skip


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
