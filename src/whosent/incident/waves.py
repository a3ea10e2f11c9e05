"""Grouping of a run's cases into waves, in one pass and flat memory.

**What belongs together.** The cause, and what has to be repaired: the script (or directory, or uid of a host), the
mailbox, the address that forwards (`keys`). For forged mail there is nothing on our side to name, so it is the
victim's domain and the *time*: a botnet hands over from hundreds of addresses and a template engine shuffles texts,
so neither address nor content can be the key. They are features that are reported.

**Time.** Messages of one key up to 24 hours apart (`Span.link`) are one wave, whatever they say: two texts on one
day are two templates of one sender as a rule, and the owner has one problem. More than 72 hours of silence
(`Span.reach`) end a wave even if the text comes again. After a pause in between, the content decides: a text that
the wave knows, or a bounce that returns no text, continues it, and so does any text if the wave's hardly ever come
twice. Another text begins a new stretch, which stays a wave of its own if in the end both have recognisable texts
and share none (`Part.clearly_differs`): different campaigns in disjoint time. Otherwise it is merged into the other.
For holes in our own system (script, mailbox, forwarding) content says nothing, and the span is 30 days.
The clock is the hand-over in the returned message, else its entry, else the notice's own date.

**Ids** are given at first sight and never change. Input need not be in order of time: when a message fills the
pause between two waves they are one, the id that was given first stands for it, and the other becomes a signpost
(`Incident.merged_into`). Messages without any time are merged into the largest wave of their key.

**Flat.** A wave holds counters, capped samples and sketches (`part`, `sketch`); their number is capped as well
(`MAX_PARTS`): beyond it, new keys of one cause share one wave, and new stretches join the nearest. Only a flood of
invented dates or texts gets there.

**In pieces.** Pieces of a run may be examined elsewhere; put together they give the very ids (`partial`, `take`).
"""

from __future__ import annotations

from collections.abc import Iterable

from whosent.incident.clock import seconds
from whosent.incident.keys import Key, cause_of
from whosent.incident.names import Names
from whosent.incident.part import Part
from whosent.incident.partial import Mark, Partial, Stretch, mark_of
from whosent.incident.track import Track
from whosent.incident.view import incident_of, rank, signpost
from whosent.model.case import Case
from whosent.model.incident import Incident
from whosent.model.verdict import Cause

MAX_PARTS = 10_000


class Waves:
    """Cases in, incidents out: `add` gives each case's incident id, `incidents` how things stand at any time."""

    def __init__(self) -> None:
        self._tracks: dict[Key, Track] = {}
        self._names = Names()
        self._parts = 0
        self._seen = 0

    def add(self, case: Case) -> str | None:
        """The id of the incident that the case belongs to; None where it has no verdict."""
        mark = mark_of(case)
        part = self._place(mark)
        if part is None:
            return None
        assert case.verdict is not None
        part.tally.add(case, case.verdict, mark.when, self._seen)
        return self._count(part)

    def take(self, partial: Partial) -> list[str | None]:
        """As if the cases of `partial` had been added one by one: the same ids, the same incidents."""
        before = self._seen
        ids: list[str | None] = []
        tracks: dict[Key, Track] = {}
        for mark in partial.marks:
            part = self._place(mark)
            ids.append(None if part is None else self._count(part))
            if mark.key and mark.key not in tracks:
                tracks[mark.key] = self._track(mark.key)
        for stretch in partial.stretches:
            tracks[stretch.key].holding(stretch.when).tally.update(stretch.tally, shift=before)
        return ids

    def _place(self, mark: Mark) -> Part | None:
        """Where the message belongs by what is known so far."""
        self._seen += 1
        if mark.key is None:
            return None
        track, when = self._track(mark.key), mark.when
        if when is None:
            part = self._undated(track)
        else:
            part = track.at(when, self._names) or self._begin(track, when, mark.fingerprint)
        part.enter(mark.source, when, mark.fingerprint, self._seen)
        return part

    def _count(self, part: Part) -> str:
        name = self._names.root(part.name)
        self._names.count(name)
        return name

    def incidents(self, now: str | None = None) -> tuple[Incident, ...]:
        """Holes in our own system first, then by size; at the end the signposts of ids that were merged.

        `now` (RFC 3339) is when the input ends: the silence from the last message to there counts in the forecast.
        """
        end = seconds(now)
        names = self._names.copy()
        groups: dict[str, list[tuple[Cause, Part]]] = {}
        for track in self._tracks.values():
            track.tie_alike(names)
        for track in self._tracks.values():
            for part in track.all():
                groups.setdefault(names.root(part.name), []).append((track.cause, part))
        found = {name: incident_of(name, members, end) for name, members in groups.items()}
        posts = [signpost(name, found[root], count) for name, root, count in names.aliases()]
        return (*sorted(found.values(), key=rank), *posts)

    def resolve(self, incident_id: str) -> str:
        """The id that stands for this one by what is known so far (`incidents` may merge more)."""
        return self._names.root(incident_id)

    def _track(self, key: Key) -> Track:
        track = self._tracks.get(key)
        if track is None:
            if self._parts >= MAX_PARTS:
                key = (key[0], "more")
            track = self._tracks.setdefault(key, Track(key, cause_of(key)))
        return track

    def _begin(self, track: Track, when: int, fingerprint: str | None) -> Part:
        """The stretch that a message outside all others goes to; its id is a neighbour's if it continues that."""
        if self._parts >= MAX_PARTS and track.parts:
            return track.nearest(when)
        near = track.near(when)
        name = next((part.name for part in near if part.continued_by(fingerprint)), None)
        part = Part(name or self._names.give(track.key, when))
        track.begin(part, when)
        self._parts += 1
        return part

    def _undated(self, track: Track) -> Part:
        if track.undated is None:
            track.undated = Part(self._names.give(track.key, None))
            self._parts += 1
        return track.undated


def partial_of(cases: Iterable[Case]) -> Partial:
    """The cases of a piece of a run, for `Waves.take`."""
    waves, marks = Waves(), []
    for case in cases:
        waves.add(case)
        marks.append(mark_of(case))
    parts = ((key, part) for key, track in waves._tracks.items() for part in track.all())
    return Partial(marks, [Stretch(key, part.first, part.tally) for key, part in parts])
