"""The owner's Sent folder: what lies there, somebody sent who could write into it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from whosent.mail.head import read_head
from whosent.model.item import Item, Unreadable
from whosent.model.question import Answers, NotObserved, Observed, Question

MAX_MESSAGES = 500_000


class SentFolder:
    """The Message-IDs of a folder, read when the first question comes."""

    def __init__(self, messages: Iterable[Item | Unreadable]) -> None:
        self._messages = messages
        self._known: frozenset[str] | None = None
        self._trouble: str | None = None

    def __call__(self, questions: Sequence[Question], seconds: float) -> Answers:
        """Is it there? One value: the Message-ID. None: it is not."""
        known = self._read()
        if not known and self._trouble:
            return dict.fromkeys(questions, NotObserved(self._trouble))
        return {one: Observed((one.name,) if one.name in known else ()) for one in questions}

    def _read(self) -> frozenset[str]:
        if self._known is None:
            found: set[str] = set()
            for message in self._messages:
                if isinstance(message, Unreadable):
                    self._trouble = self._trouble or f"{message.source}: {message.error}"
                elif len(found) < MAX_MESSAGES:
                    found.add((read_head(message.data).get(b"message-id") or "").strip().strip("<>"))
            self._known = frozenset(found - {""})
        return self._known
