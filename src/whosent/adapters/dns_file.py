"""Recorded DNS answers: `{"TXT victim.example": ["v=spf1 -all"], "MX …": ["10 mx.…"], "PTR 192.0.2.1": […]}`.

What is not in the file does not exist. A record that could not be looked up when the file was written has
`{"not_observed": "why"}` in place of the list.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from whosent.adapters.stream import why
from whosent.model.question import Answer, Answers, NotObserved, Observed, Question, Topic

TOPICS: tuple[Topic, ...] = ("TXT", "MX", "A", "AAAA", "PTR")
NOTHING = Observed(())


class Missed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands in the file for an answer that nobody got."""

    not_observed: str


class Recorded:
    """Answers from a file, the same every time."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers

    def __call__(self, questions: Sequence[Question], seconds: float) -> Answers:
        """All questions answered."""
        return {question: self._answers.get(normalised(question), NOTHING) for question in questions}


def load(path: str) -> Recorded:
    """Read a file of recorded answers. `ValueError` with one line for the user if it is none."""
    try:
        raw = msgspec.json.decode(Path(path).read_bytes(), type=dict[str, list[str] | Missed])
    except OSError as trouble:
        raise ValueError(f"{path}: {why(trouble)}") from None
    except msgspec.DecodeError as trouble:
        raise ValueError(f'{path}: not recorded DNS answers like {{"TXT example.org": ["…"]}}: {trouble}') from None
    return Recorded(dict(_entry(path, key, value) for key, value in raw.items()))


def _entry(path: str, key: str, value: list[str] | Missed) -> tuple[Question, Answer]:
    kind, _, name = key.strip().partition(" ")
    topic = next((topic for topic in TOPICS if topic == kind.upper()), None)
    if topic is None or not name.strip():
        raise ValueError(f"{path}: the key '{key}' is not of the form 'TXT example.org' ({', '.join(TOPICS)})")
    answer = NotObserved(value.not_observed) if isinstance(value, Missed) else Observed(tuple(value))
    return normalised(Question(topic, name.strip())), answer


def normalised(question: Question) -> Question:
    """The question with its name in lower case without the last dot, an address in its shortest form."""
    name = question.name.lower().rstrip(".")
    if question.topic == "PTR":
        try:
            name = str(ipaddress.ip_address(name))
        except ValueError:
            pass
    return question if name == question.name else Question(question.topic, name)


def recorded(answers: Mapping[Question, Answer]) -> bytes:
    """The answers as a file that `load` reads, sorted."""
    raw: dict[str, Any] = {}
    for question, answer in answers.items():
        key = f"{question.topic} {normalised(question).name}"
        raw[key] = {"not_observed": answer.why} if isinstance(answer, NotObserved) else list(answer.values)
    return msgspec.json.format(msgspec.json.encode(raw, order="sorted"), indent=1) + b"\n"
