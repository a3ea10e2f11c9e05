"""Answers from logs: the lines about a message, a login, a web page, and what time the logs cover at all."""

from __future__ import annotations

import sqlite3
import time
import zlib
from collections.abc import Callable, Mapping, Sequence
from datetime import tzinfo

import msgspec

from whosent.adapters.logs.coverage import log_spans
from whosent.adapters.logs.index import Index
from whosent.adapters.logs.search import Hit, NotFoundOutError, Search
from whosent.model.log import LogEvent
from whosent.model.question import Answer, Answers, NotObserved, Observed, Question, Topic

LOG_TOPICS: tuple[Topic, ...] = ("log", "logins", "requests", "coverage")
"""What logs answer."""
MAX_LINES = 2_000
"""Lines about one identifier: what more lines have identifies nothing."""
MAX_LOGIN_LINES = 60_000
ARRIVED = " <= "
"""Exim's mark of a line about a message that came in."""

NO_LOGS = NotObserved("no log was given: --log FILE")
DAMAGED = NotObserved("the index of the logs is damaged: delete it and index the logs again")

_encode = msgspec.json.Encoder().encode


class LogAnswers:
    """Answers the questions about logs from indexes. `zone`: that of the clocks in lines that name none. `most`: lines
    that an answer may have."""

    def __init__(self, indexes: Sequence[Index], zone: tzinfo | None = None, most: int = MAX_LINES) -> None:
        self._indexes = indexes
        self._zone = zone
        self._most = most
        self._search = Search(indexes)
        self._ways: Mapping[Topic, Callable[[str], Answer]] = {
            "log": self._log, "logins": self._logins, "requests": self._requests, "coverage": self._coverage,
        }  # fmt: skip

    def __call__(self, questions: Sequence[Question], seconds: float) -> Answers:
        """All questions answered."""
        self._search.deadline = time.monotonic() + seconds
        return {question: self._answer(question) for question in questions}

    def _answer(self, question: Question) -> Answer:
        if not self._indexes:
            return NO_LOGS
        try:
            return self._ways[question.topic](question.name)
        except NotFoundOutError as reason:
            return reason.answer
        except (sqlite3.Error, zlib.error, msgspec.DecodeError, LookupError, TypeError, ValueError):
            return DAMAGED

    def _log(self, token: str) -> Answer:
        found: dict[Hit, str] = {}
        for hit, text in self._search.lines(token):
            if len(found) >= self._most:
                return NotObserved(f"more than {self._most} lines hold it")
            found[hit] = text
            if ARRIVED in text:  # only Exim's may have been handed in by a program of which another line tells
                event = self._search.event(hit, text)
                if event is not None and event.act == "submitted":
                    found.update(self._search.programs(hit))
        return Observed(self._search.values(found))

    def _logins(self, login: str) -> Answer:
        """The lines in which it logs in, or somebody tries to, and all lines about the messages that came so: of these
        the newest, where there are too many."""
        found: dict[Hit, str] = {}
        events: list[LogEvent] = []
        for hit, text in self._search.lines(login):
            event = self._search.event(hit, text)
            if event is not None and (event.login or "").lower() == login.strip().lower():
                found[hit] = text
                events.append(event)
        found = dict(list(found.items())[-MAX_LOGIN_LINES:])
        ids = {event.queue_id: None for event in events if event.queue_id is not None}
        for hit, text, event in self._search.sessions(events):
            if len(found) >= MAX_LOGIN_LINES:
                break
            found[hit] = text
            if event.queue_id is not None:
                ids[event.queue_id] = None
        for hit, text in self._search.about(list(ids)):
            if len(found) >= MAX_LOGIN_LINES:
                break
            found[hit] = text
        return Observed(self._search.values(found))

    def _requests(self, path: str) -> Answer:
        """The requests for a page or script; `path` may begin with folders of which its visitors know nothing."""
        found: dict[Hit, str] = {}
        wanted = path.strip().partition("?")[0]
        for hit, text in self._search.lines(wanted.rpartition("/")[2]):
            event = self._search.event(hit, text)
            asked = (event.path or "").partition("?")[0] if event is not None and event.act == "requested" else ""
            if asked.strip("/") and wanted.endswith(asked):
                if len(found) >= self._most:
                    return NotObserved(f"more than {self._most} lines hold it")
                found[hit] = text
        return Observed(self._search.values(found))

    def _coverage(self, _: str) -> Answer:
        pairs = zip(self._indexes, self._search.names, strict=True)
        spans = (span for index, names in pairs for span in log_spans(index, names, self._zone))
        return Observed(tuple(_encode(span).decode() for span in spans))
