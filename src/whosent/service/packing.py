"""What travels between whoever reads messages and whoever examines them, as values that MessagePack can carry."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from whosent.incident import Partial, partial_of
from whosent.model.case import Case
from whosent.model.item import Item, Unreadable
from whosent.model.question import Answers, NotObserved, Observed, Question
from whosent.model.verdict import Cause
from whosent.report.machine import Line, line
from whosent.report.texts import Texts
from whosent.service.check import Checked, Entry
from whosent.service.run import Rendered


class Work(Struct, array_like=True, gc=False):
    """One entry of a batch or one result: whichever is set."""

    item: Item | None = None
    case: Case | None = None
    unreadable: Unreadable | None = None


class Ask(Struct, tag="ask"):
    """A worker wants these answered."""

    questions: list[Question]


class Done(Struct, tag="done"):
    """A worker has finished its batch of `count` messages."""

    results: list[Work]
    count: int = 0


class Said(Struct, array_like=True, gc=False):
    """The line of one message, or why there is none: whichever is set."""

    line: Line | None = None
    unreadable: Unreadable | None = None


class Lines(Struct, tag="lines"):
    """A worker has finished its batch and made the lines of the report as well: what only all messages together tell
    (their incidents), the partial ones will."""

    results: list[Said]
    partial: Partial
    causes: list[Cause]
    count: int = 0


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


def lines_of(results: Sequence[Checked], count: int, texts: Texts) -> Lines:
    """To be sent."""
    cases = [result for result in results if isinstance(result, Case)]
    said = [Said(line=line(one, texts)) if isinstance(one, Case) else Said(unreadable=one) for one in results]
    causes = {case.verdict.cause for case in cases if case.verdict is not None}
    return Lines(said, partial_of(cases), sorted(causes), count)


def rendered_in(lines: Lines) -> Rendered:
    """As `Run` takes it."""
    results = [result for said in lines.results if (result := said.line or said.unreadable) is not None]
    return Rendered(results, lines.partial, frozenset(lines.causes))


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
