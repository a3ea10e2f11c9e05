"""What whosent says in a world, by how much it is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from msgspec import json
from msgspec.structs import replace
from tests.worlds.paper import Paper
from tests.worlds.world import World

from whosent.model.case import Case
from whosent.model.item import Item
from whosent.model.question import DNS_TOPICS, Answer, Answers, Observed, Question
from whosent.service.check import Checker, Settings
from whosent.service.ownside import own_side
from whosent.service.permission import Asking


class Level(NamedTuple):
    """`own`: how many of our hosts are named (None: all, and that there are no others)."""

    asking: Asking = "nothing"
    logs: bool = False
    own: int | None = None
    named: bool = True


LEVELS = {
    "nothing": Level(named=False),
    "own": Level(),
    "dns": Level("own"),
    "partial": Level("own", logs=True, own=2),
    "proof": Level("everything", logs=True),
}
"""nothing: only the bounce. own: our hosts by name and address, all of them. dns: and our names may be looked up.
partial: only two of our hosts are named, nobody says that there are no others; all logs. proof: everything."""


class Told:
    """Answers from papers and recorded DNS, as an index and a file of answers give them."""

    def __init__(self, world: World) -> None:
        self._papers, self._dns, self._sent = tuple(world.papers.values()), world.dns, world.sent
        self._ways: dict[str, Callable[[str], Iterator[str]]] = {
            "log": self._log, "logins": self._logins, "requests": self._requests, "coverage": self._coverage,
        }  # fmt: skip

    def __call__(self, questions: Sequence[Question], seconds: float) -> Answers:
        return {question: self._answer(question) for question in questions}

    def _answer(self, question: Question) -> Answer:
        if question.topic in DNS_TOPICS:
            return Observed(tuple(self._dns.get(f"{question.topic} {question.name.lower().rstrip('.')}", ())))
        if question.topic == "sent":
            return Observed((question.name,) if question.name in self._sent else ())
        return Observed(tuple(self._ways[question.topic](question.name)))

    def _log(self, token: str) -> Iterator[str]:
        for paper in self._papers:
            found = set(paper.holding(token))
            for number in tuple(found):
                if " <= " in paper.lines[number]:
                    event = paper.event(number)
                    found.update(paper.programs(number) if event is not None and event.act == "submitted" else ())
            yield from (paper.value(number) for number in sorted(found))

    def _logins(self, login: str) -> Iterator[str]:
        for paper, number in self._about(login):
            yield paper.value(number)

    def _about(self, login: str) -> Iterator[tuple[Paper, int]]:
        mine: list[tuple[Paper, int]] = []
        ids: set[str] = set()
        for paper in self._papers:
            for number in paper.holding(login):
                event = paper.event(number)
                if event is not None and (event.login or "").lower() == login.strip().lower():
                    mine.append((paper, number))
                    ids |= {event.queue_id} if event.queue_id else set()
        for paper in self._papers:
            numbers = {number for one, number in mine if one is paper}
            numbers.update(number for id_ in ids for number in paper.holding(id_))
            yield from ((paper, number) for number in sorted(numbers))

    def _requests(self, path: str) -> Iterator[str]:
        wanted = path.strip().partition("?")[0]
        for paper in self._papers:
            for number in paper.holding(wanted.rpartition("/")[2]):
                event = paper.event(number)
                asked = (event.path or "") if event is not None and event.act == "requested" else ""
                if asked.strip("/") and wanted.endswith(asked.partition("?")[0]):
                    yield paper.value(number)

    def _coverage(self, _: str) -> Iterator[str]:
        for paper in self._papers:
            yield from (json.encode(span).decode() for span in paper.spans)


def judge(message: bytes, world: World, level: Level, told: Told | None = None, **options: Any) -> Case:
    """The one case that a message gives. `options` are more of `own_side`."""
    checker = Checker(Settings(_side(world, level, options), level.asking), told or Told(world))
    (case,) = checker.check([Item("notice.eml", message)])
    assert isinstance(case, Case), case
    return case


def _side(world: World, level: Level, options: dict[str, Any]) -> Any:
    if not level.named:
        return own_side()
    own = world.own if level.own is None else world.own[: 2 * level.own]
    told = {"names": world.names, "own": own, "own_complete": level.own is None, **options}
    return replace(own_side(**told), logs=level.logs, sent=bool(world.sent))
