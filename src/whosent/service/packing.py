"""What travels between whoever reads messages and whoever examines them, as values that MessagePack can carry."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from whosent.model.case import Case
from whosent.model.item import Item, Unreadable
from whosent.model.question import Answers, NotObserved, Observed, Question
from whosent.service.check import Checked, Entry


class Work(Struct, array_like=True, gc=False):
    """One entry of a batch or one result: whichever is set."""

    item: Item | None = None
    case: Case | None = None
    unreadable: Unreadable | None = None


class Ask(Struct, tag="ask"):
    """A worker wants these answered."""

    questions: list[Question]


class Done(Struct, tag="done"):
    """A worker has finished its batch."""

    results: list[Work]


class Answered(Struct, array_like=True):
    """A question with its answer."""

    question: Question
    answer: Observed | NotObserved


def work_of(one: Entry | Case) -> Work:
    """To be sent."""
    if isinstance(one, Item):
        return Work(item=one)
    return Work(case=one) if isinstance(one, Case) else Work(unreadable=one)


def entry_in(work: Work) -> Entry:
    """As it was before it was sent."""
    entry = work.item or work.unreadable
    assert entry is not None
    return entry


def result_in(work: Work) -> Checked:
    """As it was before it was sent."""
    result = work.case or work.unreadable
    assert result is not None
    return result


def answered(answers: Answers) -> list[Answered]:
    """To be sent."""
    return [Answered(*pair) for pair in answers.items()]


def answers_in(received: Iterable[Answered]) -> Answers:
    """As they were before they were sent."""
    return {each.question: each.answer for each in received}


def given_up(batch: Sequence[Entry], cause: str) -> list[Checked]:
    """What becomes of a batch whose worker died."""
    why = f"not examined: {cause}; run it again with --jobs 1"
    return [Unreadable(entry.source, why) if isinstance(entry, Item) else entry for entry in batch]
