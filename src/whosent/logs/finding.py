"""Who sent this, by the logs alone: messages by an identifier or an address, each with its way through our servers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from msgspec import Struct, json

from whosent.logs.calls import call_of, directories_of, request_of
from whosent.logs.journey import Ask, Journey, Passage, Search, named_after, read_value
from whosent.logs.sessions import whole
from whosent.model.log import LogEvent, LogSpan
from whosent.model.question import Answer, NotObserved, Observed, Question, seen

By = Literal["message-id", "queue-id", "recipient", "from", "login"]

MAX_MESSAGES = 100
"""Messages that are told in full, the newest."""
MAX_LINES = 2_000
"""Lines that are read about one identifier or recipient of a message."""
_OF_MAIL = frozenset({"syslog", "exim", "journal"})
"""Formats of mail servers: the silence of others says nothing."""
_decode = json.Decoder(LogSpan).decode


class Sent(Struct, frozen=True):
    """A message on its way through our servers. `call`: where mail() was called for it; `request`: of the web server,
    that made the script run; `ran`: where the program was started that handed it in."""

    journey: Journey
    call: LogEvent | None = None
    ran: LogEvent | None = None
    request: LogEvent | None = None


class Finding(Struct, frozen=True):
    """What the logs know of `value`. `messages`: in the order of the logs, with `more` before them; `loose`: lines that
    belong to none (a call of mail(), a refusal, a login); `spans`: what the mail servers' logs cover; `trouble`: why
    something could not be looked up."""

    by: By
    value: str
    messages: tuple[Sent, ...] = ()
    more: int = 0
    loose: tuple[LogEvent, ...] = ()
    spans: tuple[LogSpan, ...] = ()
    trouble: str | None = None

    @property
    def found(self) -> bool:
        """Is there anything about it?"""
        return bool(self.messages or self.loose)

    def covers(self, first: str | None = None, last: str | None = None) -> bool:
        """Would it stand in the logs? Only where they cover the time from the clock `first` to `last` (if given; else
        all the time from their beginning to their end, so have no hole), and nothing kept us from looking."""
        if self.trouble is not None or not self.spans:
            return False
        logs: dict[tuple[str, str | None], list[LogSpan]] = {}
        for span in self.spans:
            logs.setdefault((span.file, span.host), []).append(span)
        if first is None or last is None:
            return all(len(spans) == 1 for spans in logs.values())
        return all(any(span.first <= first and last <= span.last for span in spans) for spans in logs.values())


def find(ask: Ask, by: By, value: str) -> Finding:
    """Look it up. `ask` answers at once."""
    value = value.strip()
    wanted = value.strip("<>") if by == "message-id" else value
    events, trouble = _events(ask, by, wanted)
    ids = list(dict.fromkeys(event.queue_id for event in events if event.queue_id is not None))
    sources = {event.source for event in events}
    told = [one for queue_id in ids[-MAX_MESSAGES:] for one in _messages(_sparing(ask), queue_id, sources)]
    calls = {one.call.source for one in told if one.call is not None}
    loose = tuple(event for event in events if event.queue_id is None and event.source not in calls)[-MAX_MESSAGES:]
    spans = tuple(span for span in spans_of(ask) if span.format in _OF_MAIL)
    return Finding(by, value, tuple(_without_parts(told)), max(0, len(ids) - MAX_MESSAGES), loose, spans, trouble)


def _events(ask: Ask, by: By, value: str) -> tuple[list[LogEvent], str | None]:
    """The lines that are about it, and why there are none."""
    answer = ask(Question("logins" if by == "login" else "log", value))
    if not isinstance(answer, Observed):
        return [], answer.why if isinstance(answer, NotObserved) else None
    events = whole(event for line in answer.values if (event := read_value(line)) is not None)
    return [event for event in events if _is_about(event, by, value.lower())], None


def _is_about(event: LogEvent, by: By, value: str) -> bool:
    names: tuple[str | None, ...]
    if by == "message-id":
        names = (event.message_id,)
    elif by == "queue-id":
        names = (event.queue_id, event.next_id)
    elif by == "recipient":
        names = (event.recipient, event.original_recipient, *event.recipients)
    elif by == "from":
        names = (event.sender, event.header_from)
    else:
        names = (event.login,)
    return any(name is not None and name.lower() == value for name in names)


def _messages(ask: Ask, queue_id: str, sources: set[str]) -> Iterator[Sent]:
    """The messages that had this id when one of these lines was written."""
    search = Search(ask, lambda event, host: named_after(event.client, host))
    for passage in search.by_queue_id(queue_id):
        if any(event.source in sources for event in passage.events):
            journey = search.journey(passage)
            entry = journey.first.entry
            by_script = entry is not None and entry.login is None
            call = call_of(search, journey.first, None, None) if by_script else None
            request = request_of(ask, call) if call is not None else None
            ran = directories_of(search, journey.first)
            yield Sent(journey, call, ran[-1] if ran else None, request)


def _sparing(ask: Ask) -> Ask:
    """Asks, but does not read what is in very many lines: for what belongs to one message."""

    def few(question: Question) -> Answer | None:
        answer = ask(question)
        if isinstance(answer, Observed) and len(answer.values) > MAX_LINES:
            return NotObserved("in too many lines")
        return answer

    return few


def _without_parts(messages: Iterable[Sent]) -> Iterator[Sent]:
    """Without those that are the beginning of another one's way, and each once."""
    ways = {tuple(map(_key, one.journey.passages)): one for one in messages}
    beginnings = {way[:length] for way in ways for length in range(1, len(way))}
    return (one for way, one in ways.items() if way not in beginnings)


def _key(passage: Passage) -> str:
    return passage.events[0].source


def spans_of(ask: Ask) -> tuple[LogSpan, ...]:
    """What the logs cover."""
    return tuple(_decode(value) for value in seen(ask(Question("coverage", ""))))
