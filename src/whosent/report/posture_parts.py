"""What is told of a domain, in words, before anybody decides how it looks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct

from whosent.posture.advice import Step, Weight
from whosent.posture.facts import Handling, Posture
from whosent.posture.publish import Publish, When
from whosent.report.parts import Tone
from whosent.report.posture_facts import facts
from whosent.report.template import Said, Span, Words
from whosent.report.texts import Texts
from whosent.report.trouble import trouble

Outcome = Literal["open", "partly", "below", "closed", "unknown"]
"""In one word: what forged mail from the domain meets."""

_OUTCOMES: dict[Handling, Outcome] = {
    "accept": "open", "suspect": "partly", "refuse": "closed", "unknown": "unknown",
}  # fmt: skip
_TONES: dict[Outcome, Tone] = {"open": "bad", "partly": "warn", "below": "warn", "closed": "good", "unknown": "open"}
_SIGNS: dict[Handling, Tone] = {"accept": "bad", "suspect": "warn", "refuse": "good", "unknown": "open"}
_WEIGHTS: dict[Weight, Tone] = {"important": "bad", "useful": "warn", "note": "open"}

MAX_VALUE = 4_096
"""Characters of a record that are shown."""


class Way(Struct, frozen=True):
    """One way to forge, and what becomes of it."""

    tone: Tone
    who: Words
    what: Words


class Entry(Struct, frozen=True):
    """A record to be entered; `same_as`: the step that shows it already, None where it is shown here."""

    when: When
    name: str
    type: str
    value: str
    same_as: int | None = None


class Advice(Struct, frozen=True):
    """A step as it is told."""

    number: int
    tone: Tone
    weight: Words
    title: Words
    lay: Words
    expert: Words
    entries: tuple[Entry, ...]


class PosturePage(Struct, frozen=True):
    """All that is told."""

    texts: Texts
    title: Words
    checked: Words
    tone: Tone
    answer: Words
    heading: Words
    why: Words
    ways: tuple[Way, ...]
    advice: tuple[Advice, ...]
    facts: tuple[tuple[Words, Words], ...]
    unseen: tuple[tuple[Words, Words], ...]


def compose(posture: Posture, steps: Sequence[Step], texts: Texts) -> PosturePage:
    """The page of a domain."""
    found = outcome(posture)
    important = any(step.weight == "important" for step in steps)
    told = "closed-but" if found == "closed" and important else found
    domain = {"domain": posture.domain}
    messages = str(posture.seen.messages) if posture.seen.messages else ""
    return PosturePage(
        texts=texts,
        title=texts.words("posture-title", domain),
        checked=texts.words("posture-checked", {**domain, "n": Said(messages)}),
        tone=_TONES[found],
        answer=texts.words(f"posture-answer-{found}", domain),
        heading=texts.words(f"posture-heading-{told}", domain),
        why=texts.words(f"posture-why-{told}", domain),
        ways=tuple(_ways(posture, texts)),
        advice=tuple(_advice(steps, texts)),
        facts=tuple(facts(posture, texts)),
        unseen=tuple(((Span(name, "value"),), trouble(why, texts)) for name, why in posture.unseen),
    )


def outcome(posture: Posture) -> Outcome:
    """The answer in one word."""
    reach = posture.reach
    found = _OUTCOMES[reach.sender]
    below = {reach.subdomain, reach.new_subdomain}
    return "below" if found == "closed" and below & {"accept", "suspect"} else found


def _ways(posture: Posture, texts: Texts) -> Iterator[Way]:
    reach, domain = posture.reach, {"domain": posture.domain}
    for who, handling in (("sender", reach.sender), ("subdomain", reach.subdomain),
                          ("new-subdomain", reach.new_subdomain)):  # fmt: skip
        yield Way(_SIGNS[handling], texts.words(f"posture-who-{who}", domain),
                  texts.words(f"posture-handling-{handling}"))  # fmt: skip
    yield Way(_SIGNS[reach.envelope], texts.words("posture-who-envelope", domain),
              texts.words(f"posture-envelope-{reach.envelope}"))  # fmt: skip


def _advice(steps: Sequence[Step], texts: Texts) -> Iterator[Advice]:
    """The steps; a record that several of them need is shown once."""
    shown: dict[Publish, int] = {}
    for number, step in enumerate(steps, 1):
        entries = []
        for record in step.records:
            first = shown.setdefault(record, number)
            entries.append(Entry(record.when, record.name, record.type, record.value[:MAX_VALUE],
                                 first if first != number else None))  # fmt: skip
        yield Advice(
            number, _WEIGHTS[step.weight], texts.words(f"posture-weight-{step.weight}"),
            texts.words(step.key, step.params, "title"), texts.words(step.key, step.params, "lay"),
            texts.words(step.key, step.params, "expert"), tuple(entries),
        )  # fmt: skip
