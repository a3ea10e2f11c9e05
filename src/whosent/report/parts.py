"""The parts of a report as values: everything that a page says, in words, before anybody decides how it looks."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from whosent.model.evidence import Standing
from whosent.model.verdict import Cause, Certainty
from whosent.report.summary import Summary
from whosent.report.template import Words, plain
from whosent.report.texts import Texts

Side = Literal["for", "against", "neutral", "seen"]
Form = Literal["seen", "claimed", "border", "event"]
Tone = Literal["good", "bad", "warn", "open"]

ICONS: dict[Tone, str] = {"good": "✓", "bad": "!", "warn": "!", "open": "?"}
MARKS: dict[Side, str] = {"for": "✓", "against": "✗", "neutral": "–", "seen": "•"}
SIGNS: dict[Form, str] = {"seen": "●", "claimed": "○", "border": "■", "event": "↩"}
"""Filled: somebody saw it whom we believe. Hollow: only claimed. Square: our border."""


MAX_ALIKE = 5
SHOWN_ALIKE = 3
"""Incidents of one kind that are listed where there are more than `MAX_ALIKE`."""


class Trace(Struct, frozen=True):
    """One piece of evidence. `place` is the anchor of the very line in the first sample, None where there is none."""

    side: Side
    title: Words
    lay: Words
    expert: Words
    kind: str
    standing: Standing
    source: str
    place: str | None = None


class Node(Struct, frozen=True):
    """A station on the way of a message, the earliest first. `form`: filled, hollow, our border, or the bounce."""

    form: Form
    title: Words
    details: tuple[Words, ...] = ()
    standing: Standing | None = None
    mark: Words = ()
    place: str | None = None


class SourceLine(Struct, frozen=True):
    """A header line as it stood there; folded lines keep their line ends."""

    number: int
    text: str
    place: str
    marked: bool = False


class Source(Struct, frozen=True):
    """Lines of one message."""

    heading: Words
    lines: tuple[SourceLine, ...]


class Sample(Struct, frozen=True):
    """One message of an incident, in full."""

    heading: Words
    facts: tuple[tuple[Words, Words], ...]
    way: tuple[Node, ...]
    sources: tuple[Source, ...]


class Bar(Struct, frozen=True, gc=False):
    """A column of the timeline. `label` is empty where there is no room for one."""

    count: int
    label: str


class Band(Struct, frozen=True, gc=False):
    """A stretch of the timeline in which others counted something. `start` and `end` in columns."""

    start: float
    end: float
    count: int


class Timeline(Struct, frozen=True):
    """When the messages were sent; `title` and `description` say the same in words. `bands`: what other mail systems
    saw meanwhile, on a scale of its own; `legend` then tells the two apart, `captions` the same in short."""

    title: Words
    description: Words
    bars: tuple[Bar, ...]
    bands: tuple[Band, ...] = ()
    legend: tuple[Words, ...] = ()
    captions: tuple[Words, ...] = ()


class Finding(Struct, frozen=True):
    """One incident as it is told. `sure`: certainty in words; `overturn`: what would change our mind; `missing`: what
    would settle it, things that one can do; `settles`: nothing is decided yet; `attach_first`: without the bounce as an
    attachment nothing more can be said."""

    id: str
    cause: Cause
    certainty: Certainty
    tone: Tone
    label: Words
    answer: Words
    heading: Words
    why: tuple[Words, ...]
    sure: Words
    numbers: Words
    forecast: Words
    steps: tuple[Words, ...]
    more_steps: tuple[Words, ...]
    glance: tuple[Node, ...]
    traces: tuple[Trace, ...]
    overturn: Words
    missing: tuple[Words, ...]
    settles: bool
    reasons: tuple[tuple[Words, Words], ...]
    letter: Words
    attach: tuple[Words, ...]
    attach_first: bool
    timeline: Timeline | None
    facts: tuple[tuple[Words, Words], ...]
    samples: tuple[Sample, ...]


class Listed(Struct, frozen=True):
    """An incident in the list: the `number`-th, so many `messages`. `finding` is None where it is not told in full."""

    number: int
    label: Words
    about: Words
    certainty: Words
    numbers: Words
    messages: int
    tone: Tone
    finding: str | None


def alike(listed: tuple[Listed, ...]) -> list[list[Listed]]:
    """The incidents by what they are, in the order in which the first of each stands."""
    groups: dict[str, list[Listed]] = {}
    for item in listed:
        groups.setdefault(plain(item.label), []).append(item)
    return list(groups.values())


def cut(group: list[Listed]) -> tuple[list[Listed], list[Listed]]:
    """What of a group is listed, and the rest, which is only counted: the largest are told first."""
    shown = len(group) if len(group) <= MAX_ALIKE else SHOWN_ALIKE
    return group[:shown], group[shown:]


class Answer(Struct, frozen=True):
    """What is said where there is nothing to accuse anybody of."""

    tone: Tone
    answer: Words
    heading: Words
    why: tuple[Words, ...] = ()


class Outside(Struct, frozen=True):
    """What other mail systems saw of mail with one domain as its sender. `senders`: the largest sources, and what is
    known of each; `timeline` where no finding shows it."""

    lines: tuple[Words, ...]
    senders: tuple[tuple[Words, Words], ...]
    timeline: Timeline | None


class Report(Struct, frozen=True):
    """What was found, the most serious first. `empty` is the answer where nothing was found, else None; `unread` what
    could not be read, in words; `unopened` reports of other mail systems that were not."""

    texts: Texts
    title: Words
    checked: Words
    contents: tuple[Listed, ...]
    findings: tuple[Finding, ...]
    empty: Answer | None
    unread: tuple[Words, ...]
    summary: Summary
    kinds: tuple[Words, ...]
    remarks: tuple[Words, ...]
    outside: tuple[Outside, ...] = ()
    unopened: tuple[Words, ...] = ()
