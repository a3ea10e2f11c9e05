"""What our own logs say about the very message of a notice (walk, step 5): did it pass through our servers?

A true queue id or Message-ID proves nothing by itself: whoever got one mail of ours knows both. What binds a log to a
message is what happened to it: it was tried for the failed recipient, or handed to the reporter, who answered with the
very id that stands in its own Received line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from msgspec import Struct

from whosent.logs.calls import call_of, directory_of, request_of
from whosent.logs.journey import Ask, Journey, Passage, Search
from whosent.mail.domain import same_organisation
from whosent.model.hop import Hop
from whosent.model.log import LogEvent
from whosent.model.notice import Notice
from whosent.walk.coverage import Window, hole, window
from whosent.walk.lines import Line
from whosent.walk.walk import Walk

Binding = Literal["passed", "handed-on", "elsewhere", "none"]
"""passed: this message, on its way to the failed recipient, left through us. handed-on: we gave it to the host that
handed it over to the reporter later. elsewhere: this Message-ID went through us, but to others. none: not found."""

MAX_IDS = 12
NOTHING_TO_SEEK = "the notice returns no identifier to look for"


class Logged(Struct, frozen=True):
    """What our logs say. `journey` is the way of the message through our servers, its first entry first. `waiting`:
    questions are open. `trouble`: why the logs could not be asked, None if they were.

    call     the call of mail() that handed it in
    ran      where the program that did so ran
    request  of the web server, that made the script run
    window   the time in which the logs would have to know it, and `hole` why they might not
    """

    binding: Binding = "none"
    journey: Journey | None = None
    waiting: bool = False
    trouble: str | None = None
    call: LogEvent | None = None
    ran: LogEvent | None = None
    request: LogEvent | None = None
    window: Window | None = None
    hole: str | None = None


def find_logged(walk: Walk, notice: Notice, ask: Ask) -> Logged:
    """Look the message up by every identifier that it carries."""
    search = Search(ask, walk.side.is_own_address)
    returned, over = walk.returned or walk.lines, walk.hand_over.line
    case = _Case(notice, returned, over, walk.handed == "no")
    best: tuple[int, Binding, Passage] | None = None
    for passage in _candidates(search, case):
        rank, binding = _bind(passage, case)
        if best is None or rank > best[0]:
            best = rank, binding, passage
    if best is None or best[1] == "none":
        if not case.ids and not notice.original.message_id:
            return Logged(waiting=search.waiting, trouble=search.trouble, hole=NOTHING_TO_SEEK)
        want = window(notice, walk.lines, returned, over, walk.side, ask)
        gap = hole(want, walk.side, ask) if want is not None and want.why is None else None
        return Logged(waiting=search.waiting, trouble=search.trouble, window=want, hole=gap)
    journey = search.journey(best[2])
    first, original = journey.first, notice.original
    call = call_of(search, first, original.from_addr, original.subject)
    request = request_of(ask, call) if call is not None else None
    return Logged(best[1], journey, search.waiting, search.trouble, call, directory_of(search, first), request)


class _Case(Struct, frozen=True):
    notice: Notice
    returned: tuple[Line, ...]
    over: Line | None
    foreign: bool

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of all writers of Received lines, the topmost first, and the one the notice names."""
        found = [line.hop.id for line in self.returned[:MAX_IDS]]
        return tuple(dict.fromkeys(one for one in (self.notice.queue_id, *found) if one))

    @property
    def failed(self) -> frozenset[str]:
        """The addresses that the notice is about."""
        notice = self.notice
        names = {name for one in notice.recipients for name in (one.address, one.original_address) if name}
        names |= {line.hop.for_addr for line in self.believed if line.hop.for_addr}
        return frozenset(name.lower() for name in names)

    @property
    def believed(self) -> tuple[Line, ...]:
        """The reporter's own lines, down to the hand-over."""
        return self.returned[: self.over.index + 1] if self.over is not None else ()


def _candidates(search: Search, case: _Case) -> Iterator[Passage]:
    """Passages that one of the identifiers leads to, each once."""
    seen: set[tuple[str | None, str, str]] = set()
    message_id = _bare(case.notice.original.message_id)
    for passage in _found(search, case.ids, message_id):
        key = (passage.host, passage.queue_id, passage.events[0].source)
        if key not in seen:
            seen.add(key)
            if not message_id or passage.message_id in (None, message_id):
                yield passage


def _found(search: Search, ids: Iterable[str], message_id: str | None) -> Iterator[Passage]:
    if message_id:
        yield from search.by_message_id(message_id)
    for one in ids:
        yield from search.by_queue_id(one)
        for event in search.lines(one):
            if event.next_id == one and event.queue_id is not None and event.act == "delivered":
                yield from search.by_queue_id(event.queue_id)


def _bind(passage: Passage, case: _Case) -> tuple[int, Binding]:
    """How this passage is bound to the message: the higher the number the better."""
    believed_ids = {line.hop.id for line in case.believed}
    ids = set(case.ids)
    known = bool(passage.message_id and passage.message_id == _bare(case.notice.original.message_id))
    for event in passage.outcomes:
        names = {name.lower() for name in (event.recipient, event.original_recipient) if name}
        meant = bool(names & case.failed)
        if event.next_id is not None and event.next_id in believed_ids and not _inside(event):
            return (5, "passed") if meant or known else (1, "elsewhere")
        if not case.foreign and meant and (known or passage.queue_id in ids):
            return 4, "passed"
        if case.foreign and known and case.over is not None and _is_relay(event, case.over.hop):
            return 3, "handed-on"
    if not case.foreign and passage.queue_id in ids and known:
        return 2, "passed"
    return (1, "elsewhere") if known else (0, "none")


def _inside(event: LogEvent) -> bool:
    return event.act == "requeued" or (event.relay_ip or "").startswith("127.") or event.relay_ip == "::1"


def _is_relay(event: LogEvent, client: Hop) -> bool:
    """Did we hand it to the very host, or house, that handed it over to the reporter?"""
    if event.act != "delivered" or event.relay is None:
        return False
    if event.relay_ip is not None and event.relay_ip == client.from_ip:
        return True
    return bool(client.rdns_confirmed) and same_organisation(event.relay, client.from_rdns)


def _bare(message_id: str | None) -> str | None:
    return message_id.strip().strip("<>") or None if message_id else None
