"""The way of one mail through our servers, put together from log lines by identifiers alone: queue id, `queued as`,
Message-ID. Never by time.

Two things in a log line are not our server's word: what a remote host answered (`queued as …` may name any id) and what
the sender wrote (Message-ID). A link made of them counts only if the other end says the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from whosent.logs import FORMATS, read_line
from whosent.logs.sessions import whole
from whosent.mail.ip import is_loopback
from whosent.model.log import LogEvent
from whosent.model.question import Answer, NotObserved, Observed, Question

Ask = Callable[[Question], Answer | None]

NAMES = frozenset(format_.name for format_ in FORMATS)
MAX_TOKENS = 60
"""Identifiers looked up for one mail."""
_STARTS = frozenset({"accepted", "submitted"})
_OUT = frozenset({"delivered", "failed", "deferred", "requeued"})


@lru_cache(maxsize=50_000)
def read_value(value: str) -> LogEvent | None:
    """The event in one value of a log answer: `FILE:LINE`, the format's name and the line, separated by tabs."""
    source, _, rest = value.partition("\t")
    name, _, text = rest.partition("\t")
    return read_line(name, text, source) if name in NAMES else None


class Passage(Struct, frozen=True):
    """One message in the queue of one host, from its entry to its removal; `events` in the order of the log."""

    queue_id: str
    host: str | None
    events: tuple[LogEvent, ...]

    @property
    def entry(self) -> LogEvent | None:
        """The line that says how it came in; None for what the server itself put in (alias, notice)."""
        return next((event for event in self.events if event.act in _STARTS), None)

    @property
    def message_id(self) -> str | None:
        """Its Message-ID."""
        return next((event.message_id for event in self.events if event.message_id), None)

    @property
    def sender(self) -> str | None:
        """Its envelope sender, `` for the null sender; None where no line says it."""
        return next((event.sender for event in self.events if event.sender is not None), None)

    @property
    def outcomes(self) -> tuple[LogEvent, ...]:
        """What became of each recipient."""
        return tuple(event for event in self.events if event.act in _OUT)

    @property
    def recipients(self) -> frozenset[str]:
        """All its recipients in lower case, before and after aliases."""
        found = {name for event in self.events for name in (event.recipient, event.original_recipient) if name}
        found |= {name for event in self.events for name in event.recipients}
        return frozenset(name.lower() for name in found)


class Journey(Struct, frozen=True):
    """A passage and those before it, the first entry first. `loose`: redirects and calls of mail() that name it."""

    passages: tuple[Passage, ...]
    loose: tuple[LogEvent, ...] = ()

    @property
    def first(self) -> Passage:
        return self.passages[0]

    @property
    def last(self) -> Passage:
        return self.passages[-1]


class Search(Struct):
    """Looks identifiers up and remembers. `ours`: is the client of this event a host that we operate? (Its second
    argument is the name of the host which says that it handed over.) `trouble`: why something could not be looked
    up."""

    ask: Ask
    ours: Callable[[LogEvent, str | None], bool] = lambda event, host: False
    events: dict[str, tuple[LogEvent, ...]] = {}
    trouble: str | None = None
    waiting: bool = False

    def lines(self, token: str) -> tuple[LogEvent, ...]:
        """All events of the lines that hold `token` as a word."""
        key = token.lower()
        if key not in self.events and len(self.events) < MAX_TOKENS:
            answer = self.ask(Question("log", token))
            if isinstance(answer, Observed):
                self.events[key] = tuple(event for value in answer.values if (event := read_value(value)) is not None)
            else:
                self.trouble = answer.why if isinstance(answer, NotObserved) else self.trouble
                self.waiting = self.waiting or answer is None
                return ()
        return self.events.get(key, ())

    def by_queue_id(self, queue_id: str) -> tuple[Passage, ...]:
        """The passages under this id: more than one where several hosts, or one host at several times, used it."""
        found = passages(event for event in self.lines(queue_id) if event.queue_id == queue_id)
        return tuple(map(self._completed, found))

    def _completed(self, passage: Passage) -> Passage:
        """With client and login of its connection, where these stand in lines of their own. (A process is `[4711]` in
        syslog, in the journal a field.)"""
        entry = passage.entry
        if entry is None or entry.session is None or entry.act != "accepted" or (entry.login and entry.client_ip):
            return passage
        lines = self.lines(entry.session) or self.lines(entry.session.strip("[]"))
        found = next((event for event in whole(lines) if event.source == entry.source), entry)
        return replace(passage, events=tuple(found if event is entry else event for event in passage.events))

    def by_message_id(self, message_id: str) -> tuple[Passage, ...]:
        """The passages with this Message-ID."""
        ids = {event.queue_id: None for event in self.lines(message_id) if event.message_id == message_id}
        found = [passage for queue_id in ids if queue_id for passage in self.by_queue_id(queue_id)]
        return tuple(passage for passage in found if passage.message_id == message_id)

    def journey(self, passage: Passage) -> Journey:
        """The passage with what came before it at our servers."""
        way = [passage]
        seen = {(passage.host, passage.queue_id)}
        while len(way) < MAX_TOKENS and (before := self._before(way[0], seen)) is not None:
            seen.add((before.host, before.queue_id))
            way.insert(0, before)
        name = passage.message_id
        loose = [event for event in self.lines(name) if event.act == "redirected"] if name else []
        return Journey(tuple(way), tuple(loose))

    def _before(self, child: Passage, seen: set[tuple[str | None, str]]) -> Passage | None:
        """The passage that went on as `child`."""
        for event in self.lines(child.queue_id):
            if event.next_id != child.queue_id or event.queue_id is None or event.act == "bounced":
                continue
            for parent in self.by_queue_id(event.queue_id):
                if (
                    (parent.host, parent.queue_id) not in seen
                    and event in parent.events
                    and self._linked(parent, event, child)
                ):
                    return parent
        return None

    def _linked(self, parent: Passage, event: LogEvent, child: Passage) -> bool:
        """Did `parent` really go on as `child`? Within one host its own word counts. Handed over by SMTP, the id is
        what the other end answered: then both must know the same Message-ID, and the child must have come from a host
        of ours, without a login of its own."""
        if event.act == "requeued":
            return parent.host == child.host
        entry = child.entry
        if entry is None or entry.act != "accepted" or entry.login is not None:
            return False
        if parent.message_id is None or parent.message_id != child.message_id:
            return False
        if parent.host == child.host:
            return is_loopback(entry.client_ip) and (event.relay_ip is None or is_loopback(event.relay_ip))
        return self.ours(entry, parent.host)


def named_after(name: str | None, host: str | None) -> bool:
    """Is `name` that of `host`? syslog prints the first label only, most often."""
    if not name or not host:
        return False
    one, other = name.lower(), host.lower()
    return one == other or ("." not in other and one.partition(".")[0] == other)


def passages(events: Iterable[LogEvent]) -> tuple[Passage, ...]:
    """Events of one queue id in the order of the log, cut where the id was used again (Postfix reuses short ids:
    `enable_long_queue_ids`), and by host."""
    open_: dict[str | None, list[LogEvent]] = {}
    done: list[list[LogEvent]] = []
    for event in events:
        lines = open_.setdefault(event.host, [])
        ended = any(one.act == "removed" for one in lines) and event.act in ("accepted", "submitted", "named", "queued")
        starts = [one for one in lines if one.act in _STARTS]
        again = event.act in _STARTS and bool(starts) and (event.session is None or event.session != starts[0].session)
        if ended or again:
            done.append(lines)
            lines = open_[event.host] = []
        lines.append(event)
    done += open_.values()
    return tuple(Passage(lines[0].queue_id or "", lines[0].host, tuple(lines)) for lines in done if lines)
