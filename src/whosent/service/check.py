"""The main job: messages in, cases out.

The answer loop is few rounds: examine all messages of a batch, answer their open questions concurrently, examine those
messages again, until none is open. Answers are kept for the whole run.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence

from msgspec import Struct

from whosent.examine import Message, conclude, follow, read
from whosent.mail.date import rfc3339
from whosent.mail.head import Head, read_head, squeeze
from whosent.model.case import Case
from whosent.model.item import Item, Unreadable
from whosent.model.ownside import OwnSide
from whosent.model.question import Answers, Question
from whosent.model.steps import Steps, in_step
from whosent.service.permission import Asking, Book, View

Answerer = Callable[[Sequence[Question], float], Answers]
"""Answers all of the questions within so many seconds; every question gets an answer, NotObserved included."""

Entry = Item | Unreadable
Checked = Case | Unreadable

MAX_ROUNDS = 12
"""SPF may follow ten names one after the other (RFC 7208 section 4.6.4), then looks up the addresses of a host."""
SECONDS = 10.0
"""Time for all lookups of one batch."""
BATCH = 200
"""Messages whose questions are answered together."""
AT_ONCE = 24
"""Messages that go through a stage together: while the code of a stage is in the processor's caches it runs a sixth
faster than where each message goes through all stages alone (`benchmarks/speed.py`)."""
BATCH_BYTES = 4 * 1024 * 1024
"""A batch ends with the message that crosses this."""
NO_MAIL = "not a mail: there is no header in it; save the message itself (.eml or .msg), not its text"
CUT_OFF = "not a mail, or cut off within its header: give a larger --limit, or make a new copy of the file"


class Settings(Struct, frozen=True):
    """What is the same for all messages of a run. `show`: keep the raw header lines that a human report prints."""

    own: OwnSide
    asking: Asking = "nothing"
    show: bool = False


class Checker:
    """Examines batches of messages; what one batch learned of the world serves the next."""

    def __init__(self, settings: Settings, answerer: Answerer) -> None:
        self._settings = settings
        self._answerer = answerer
        self._book = Book(settings.asking, settings.own)

    def check(self, batch: Sequence[Entry]) -> list[Checked]:
        """The cases of a batch in its order. One item gives several cases where notices are forwarded in it."""
        deadline = time.monotonic() + SECONDS
        rounds = in_rounds(batch, self._settings, self._book)
        try:
            unknown = next(rounds)
            while True:
                unknown = rounds.send(self._answerer(unknown, max(0.0, deadline - time.monotonic())))
        except StopIteration as end:
            results: list[Checked] = end.value
            return results


Rounds = Generator[tuple[Question, ...], Answers, list[Checked]]
"""Gives the questions that are open, is sent their answers, and in the end gives the cases of the batch."""


def in_rounds(batch: Sequence[Entry], settings: Settings, book: Book) -> Rounds:
    """Examine a batch as far as is possible without answers, then with them, and so on. `book` learns them."""
    messages = [_Message(entry, settings, View(book)) for entry in batch]
    in_step((message.examine() for message in messages), AT_ONCE)
    for _ in range(MAX_ROUNDS):
        waiting = [message for message in messages if message.open]
        if not waiting:
            break
        unknown = book.unknown(question for message in waiting for question in message.permitted())
        if unknown:
            book.learn((yield unknown))
        in_step((message.examine_again() for message in waiting), AT_ONCE)
    return [result for message in messages for result in message.results]


class _Message:
    """One message between the rounds."""

    __slots__ = ("_entry", "_messages", "_settings", "_view", "open", "results")

    def __init__(self, entry: Entry, settings: Settings, view: View) -> None:
        self._entry = entry
        self._settings = settings
        self._view = view
        self._messages: tuple[Message, ...] = ()
        self.open: tuple[Question, ...] = ()
        self.results: tuple[Checked, ...] = ()

    def examine(self) -> Steps[None]:
        """From the bytes to the results. A message that trips the program up must not stop the run."""
        entry = self._entry
        if isinstance(entry, Unreadable):
            self.results = (entry,)
            return
        try:
            messages = yield from read(entry)
            if _is_no_mail(entry, messages):
                self.results = (Unreadable(entry.source, CUT_OFF if entry.truncated else NO_MAIL),)
                return
            self._messages = messages
            yield
            yield from self._walk()
        except Exception as bug:
            self._stop(bug)

    def examine_again(self) -> Steps[None]:
        """The results with what is known now."""
        try:
            yield from self._walk()
        except Exception as bug:
            self._stop(bug)

    def _walk(self) -> Steps[None]:
        """What was read, followed and judged with what is known now: results, and the questions that are still open."""
        self.open = ()
        trails = [follow(message, self._settings.own, self._view) for message in self._messages]
        yield
        cases = [conclude(trail, show=self._settings.show) for trail in trails]
        self.results = tuple(cases)
        self.open = tuple([question for case in cases for question in case.open_questions])
        if self.open:
            self._view.belongs_to(*(case.addressee for case in cases if delivered_to_us(case)))
        else:
            self._messages = ()

    def _stop(self, bug: Exception) -> None:
        what = squeeze(f"{type(bug).__name__}: {bug}")[:200]
        why = f"not examined because of a bug in whosent ({what}): report it"
        self._messages, self.open, self.results = (), (), (Unreadable(self._entry.source, why),)

    def permitted(self) -> Iterator[Question]:
        """The open questions that may be asked; the others are answered with a refusal in the next round."""
        return filter(self._view.permits, self.open)


def _is_no_mail(item: Item, messages: Sequence[Message]) -> bool:
    """A text or picture that somebody took for a mail: to say of it that it accuses nobody would be false comfort."""
    if not all(one.notice.kind == "message" and not _has_telling_fields(one.mail.head) for one in messages):
        return False
    return not read_head(item.data).fields


def _has_telling_fields(head: Head) -> bool:
    """Fields that a mail has and a text with colons in it has not."""
    return bool(head.get(b"subject") or head.get(b"message-id") or rfc3339(head.get(b"date") or ""))


def delivered_to_us(case: Case) -> bool:
    """Did our own server write down to whom it was delivered? In what somebody attached or uploaded, anybody did."""
    return any(traced.of == "notice" and traced.standing == "observed" for traced in case.hops)


def batches(entries: Iterable[Entry], count: int = BATCH) -> Iterator[list[Entry]]:
    """Entries in groups of at most `count`."""
    batch: list[Entry] = []
    size = 0
    for entry in entries:
        batch.append(entry)
        size += len(entry.data) if isinstance(entry, Item) else 0
        if len(batch) >= count or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
