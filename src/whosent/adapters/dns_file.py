"""Recorded DNS answers: `{"TXT victim.example": ["v=spf1 -all"], "MX …": ["10 mx.…"], "PTR 192.0.2.1": […]}`.

What is not in the file does not exist. A record that could not be looked up when the file was written has
`{"not_observed": "why"}` in place of the list; under the key `*`, this is said of all that is not in the file.
"""

from __future__ import annotations

import contextlib
import ipaddress
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from whosent.adapters.stream import why
from whosent.model.question import DNS_TOPICS, Answer, Answers, NotObserved, Observed, Question

NOTHING = Observed(())
OTHERWISE = "*"


class Missed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands in the file for an answer that nobody got."""

    not_observed: str


class Recorded:
    """Answers from a file, the same every time."""

    def __init__(self, answers: Answers, otherwise: Answer = NOTHING) -> None:
        self._answers = answers
        self._otherwise = otherwise

    def __call__(self, questions: Sequence[Question], seconds: float) -> Answers:
        """All questions answered."""
        return {question: self._answers.get(normalised(question), self._otherwise) for question in questions}


def load(path: str) -> Recorded:
    """Read a file of recorded answers. `ValueError` with one line for the user if it is none."""
    try:
        raw = msgspec.json.decode(Path(path).read_bytes(), type=dict[str, list[str] | Missed])
    except OSError as trouble:
        raise ValueError(f"{path}: {why(trouble)}") from None
    except msgspec.DecodeError as trouble:
        raise ValueError(f'{path}: not recorded DNS answers like {{"TXT example.org": ["…"]}}: {trouble}') from None
    otherwise = _answer(raw.pop(OTHERWISE, []))
    return Recorded(dict(_entry(path, key, value) for key, value in raw.items()), otherwise)


def _entry(path: str, key: str, value: list[str] | Missed) -> tuple[Question, Answer]:
    kind, _, name = key.strip().partition(" ")
    topic = next((topic for topic in DNS_TOPICS if topic == kind.upper()), None)
    if topic is None or not name.strip():
        raise ValueError(f"{path}: the key '{key}' is not of the form 'TXT example.org' ({', '.join(DNS_TOPICS)})")
    return normalised(Question(topic, name.strip())), _answer(value)


def _answer(value: list[str] | Missed) -> Answer:
    return NotObserved(value.not_observed) if isinstance(value, Missed) else Observed(tuple(value))


def normalised(question: Question) -> Question:
    """The question with its name in lower case without the last dot, an address in its shortest form."""
    name = question.name.lower().rstrip(".")
    if question.topic == "PTR":
        with contextlib.suppress(ValueError):
            name = str(ipaddress.ip_address(name))
    return question if name == question.name else Question(question.topic, name)


def _written(answer: Answer) -> Missed | tuple[str, ...]:
    return Missed(answer.why) if isinstance(answer, NotObserved) else answer.values


def recorded(answers: Mapping[Question, Answer], otherwise: NotObserved | None = None) -> bytes:
    """The answers as a file that `load` reads, sorted; `otherwise` is the answer to all other questions."""
    raw = {f"{question.topic} {normalised(question).name}": _written(answer) for question, answer in answers.items()}
    if otherwise is not None:
        raw[OTHERWISE] = _written(otherwise)
    return msgspec.json.format(msgspec.json.encode(raw, order="sorted"), indent=1) + b"\n"
