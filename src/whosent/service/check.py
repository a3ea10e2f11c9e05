"""The main job: messages in, cases out.

The answer loop is few rounds: examine all messages of a batch, answer their open questions concurrently, examine those
messages again, until none is open. Answers are kept for the whole run.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import Struct

from whosent.examine import Message, Trail, conclude, follow, read
from whosent.mail import Part, parse
from whosent.mail.date import rfc3339
from whosent.mail.head import Head, read_head, squeeze
from whosent.model.case import Case
from whosent.model.item import Item, Unreadable
from whosent.model.ownside import OwnSide
from whosent.model.question import Answers, Question
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
AT_ONCE = 16
"""Messages that go through a stage together: while the code of a stage is in the processor's caches it runs a tenth
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
        messages = [_Message(entry, self._settings, View(self._book)) for entry in batch]
        deadline = time.monotonic() + SECONDS
        for start in range(0, len(messages), AT_ONCE):
            few = messages[start : start + AT_ONCE]
            for message in few:
                message.parse()
            for message in few:
                message.read()
            for message in few:
                message.follow()
            for message in few:
                message.conclude()
        for _ in range(MAX_ROUNDS):
            waiting = [message for message in messages if message.open]
            if not waiting:
                break
            unknown = self._book.unknown(question for message in waiting for question in message.permitted())
            if unknown:
                self._book.learn(self._answerer(unknown, max(0.0, deadline - time.monotonic())))
            for message in waiting:
                message.follow()
                message.conclude()
        return [result for message in messages for result in message.results]


class _Message:
    """One message between the rounds."""

    __slots__ = ("_entry", "_mail", "_messages", "_settings", "_trails", "_view", "open", "results")

    def __init__(self, entry: Entry, settings: Settings, view: View) -> None:
        self._entry = entry
        self._settings = settings
        self._view = view
        self._mail: Part | None = None
        self._messages: tuple[Message, ...] = ()
        self._trails: tuple[Trail, ...] = ()
        self.open: tuple[Question, ...] = ()
        self.results: tuple[Checked, ...] = ()

    def parse(self) -> None:
        """Take the bytes apart. A message that trips the program up at any stage must not stop the run."""
        entry = self._entry
        if isinstance(entry, Unreadable):
            self.results = (entry,)
            return
        try:
            self._mail = parse(entry.data)
        except Exception as bug:
            self._stop(bug)

    def read(self) -> None:
        """Read what was taken apart."""
        entry, mail = self._entry, self._mail
        if mail is None or isinstance(entry, Unreadable):
            return
        self._mail = None
        try:
            self._messages = read(entry, mail)
        except Exception as bug:
            self._stop(bug)
            return
        if _is_no_mail(entry, self._messages):
            self._messages = ()
            self.results = (Unreadable(entry.source, CUT_OFF if entry.truncated else NO_MAIL),)

    def follow(self) -> None:
        """Follow the ways of what was read with what is known now."""
        self.open = ()
        try:
            self._trails = tuple([follow(message, self._settings.own, self._view) for message in self._messages])
        except Exception as bug:
            self._stop(bug)

    def conclude(self) -> None:
        """The results, and the questions that are still open."""
        if not self._trails:
            return
        try:
            cases = [conclude(trail, show=self._settings.show) for trail in self._trails]
        except Exception as bug:
            self._stop(bug)
            return
        self._trails = ()
        self.results = tuple(cases)
        self.open = tuple([question for case in cases for question in case.open_questions])
        if self.open:
            self._view.belongs_to(*(case.addressee for case in cases if delivered_to_us(case)))
        else:
            self._messages = ()

    def _stop(self, bug: Exception) -> None:
        what = squeeze(f"{type(bug).__name__}: {bug}")[:200]
        why = f"not examined because of a bug in whosent ({what}): report it"
        self._messages, self._trails, self.results = (), (), (Unreadable(self._entry.source, why),)

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
