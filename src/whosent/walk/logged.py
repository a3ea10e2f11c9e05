"""What our own logs say about the very message of a notice (walk, step 5): did it pass through our servers?

A true queue id or Message-ID proves nothing by itself: whoever got one mail of ours knows both. What binds a log to a
message is what happened to it: it was tried for the failed recipient, or handed to the reporter, who answered with the
very id that stands in its own Received line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from msgspec import Struct

from whosent.logs.calls import call_of, directories_of, request_of
from whosent.logs.journey import Ask, Journey, Passage, Search
from whosent.logs.line import bare
from whosent.mail.domain import same_organisation
from whosent.model.hop import Hop
from whosent.model.log import LogEvent
from whosent.model.notice import Notice
from whosent.model.question import NotObserved
from whosent.walk.coverage import Window, hole, window
from whosent.walk.gave import gave, named_by_us
from whosent.walk.lines import Line
from whosent.walk.side import Side
from whosent.walk.walk import Walk

Binding = Literal["passed", "handed-on", "elsewhere", "ambiguous", "known-id", "none"]
"""passed: this message, on its way to the failed recipient, left through us. handed-on: we gave it to the host that
handed it over to the reporter later. elsewhere: this Message-ID went through us, but to others. ambiguous: several
messages fit equally well. known-id: a queue id that its lines name is one of ours, of a message with another Message-ID
(forwarders give new ones; forgers copy old ones). none: not found."""

MAX_IDS = 12
MAX_WAYS = 4
NOTHING_TO_SEEK = "the notice returns no identifier to look for"


class Logged(Struct, frozen=True):
    """What our logs say. `journey` is the way of the message through our servers, its first entry first. `waiting`:
    questions are open. `trouble`: why the logs could not be asked, None if they were.

    call     the call of mail() that handed it in
    ran      where the program that did so may have run, the likeliest last
    request  of the web server, that made the script run
    delivered_to  mailboxes of ours to which a message with this Message-ID was delivered, lower case
    handed_in  how often a local account handed in a message with this Message-ID
    window   the time in which the logs would have to know it, and `hole` why they might not
    gave     the line by which we gave mail to whoever handed the message over, or why this is not known
    """

    binding: Binding = "none"
    journey: Journey | None = None
    waiting: bool = False
    trouble: str | None = None
    call: LogEvent | None = None
    ran: tuple[LogEvent, ...] = ()
    request: LogEvent | None = None
    delivered_to: frozenset[str] = frozenset()
    handed_in: int = 0
    window: Window | None = None
    hole: str | None = None
    gave: LogEvent | NotObserved | None = None


def find_logged(walk: Walk, notice: Notice, ask: Ask) -> Logged:
    """Look the message up by every identifier that it carries."""
    search = Search(ask, lambda event, host: _is_ours(walk.side, event))
    returned, over = walk.returned or walk.lines, walk.hand_over.line
    case = _Case(notice, returned, over, walk.handed == "no", not walk.genuine.startswith(("ours", "agrees")))
    bound = sorted(((*_bind(one, case), one) for one in _candidates(search, case)), key=lambda b: -b[0])
    if not bound or bound[0][1] == "none":
        return _not_found(search, walk, case, ask)
    rank, binding, _ = bound[0]
    ways = [search.journey(passage) for level, _, passage in bound[:MAX_WAYS] if level == rank]
    if binding != "elsewhere" and len({way.first.events[0].source for way in ways}) > 1:
        return Logged("ambiguous", None, search.waiting, search.trouble)
    journey = max(ways, key=lambda way: len(way.passages))
    first, original = journey.first, notice.original
    call = call_of(search, first, original.from_addr, original.subject)
    request = request_of(ask, call) if call is not None else None
    name = journey.last.message_id if journey.loose else None
    twins = search.by_message_id(name) if name is not None else ()
    return Logged(binding, journey, search.waiting, search.trouble, call, directories_of(search, first), request,
                  _delivered_to(twins), sum(_act(one) == "submitted" for one in twins))  # fmt: skip


def _delivered_to(twins: tuple[Passage, ...]) -> frozenset[str]:
    """Recipients inside our house of messages with the same Message-ID that came in from elsewhere."""
    return frozenset(
        (event.recipient or "").lower()
        for passage in twins
        if _act(passage) == "accepted"
        for event in passage.outcomes
        if event.act == "delivered"
    )


def _act(passage: Passage) -> str | None:
    return passage.entry.act if passage.entry is not None else None


def _is_ours(side: Side, event: LogEvent) -> bool:
    return side.is_own_address(event.client_ip) or side.names_us(event.client)


def _not_found(search: Search, walk: Walk, case: _Case, ask: Ask) -> Logged:
    """No message of ours is bound to it. Do the logs know that, or only not know better?"""
    notice = case.notice
    if not case.ids and not notice.original.message_id:
        return Logged(waiting=search.waiting, trouble=search.trouble, hole=NOTHING_TO_SEEK)
    named = [line.hop.id for line in case.returned[:MAX_IDS] if line.hop.id and _names_us(walk, line)]
    if any(search.by_queue_id(one) for one in named):
        return Logged("known-id", None, search.waiting, search.trouble)
    want = window(notice, walk.lines, case.returned, case.over, walk.side, ask)
    gap = hole(want, walk.side, ask) if want is not None and want.why is None else None
    given = None
    if want is not None and case.over is not None and not named_by_us(notice.original.message_id, walk.victim):
        given = gave(ask, case.over.hop, walk.victim, want.last)
    return Logged(waiting=search.waiting, trouble=search.trouble, window=want, hole=gap, gave=given)


def _names_us(walk: Walk, line: Line) -> bool:
    return walk.side.of_our_organisation(line.hop.by)


class _Case(Struct, frozen=True):
    notice: Notice
    returned: tuple[Line, ...]
    over: Line | None
    foreign: bool
    doubtful: bool

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
    ids, below = set(case.ids), {line.hop.id for line in case.returned}
    known = bool(passage.message_id and passage.message_id == _bare(case.notice.original.message_id))
    found: list[tuple[int, Binding]] = [(1, "elsewhere") if known else (0, "none")]
    for event in passage.outcomes:
        names = {name.lower() for name in (event.recipient, event.original_recipient) if name}
        meant = bool(names & case.failed)
        if case.foreign:
            if known and case.over is not None and _is_relay(event, case.over.hop, below):
                found.append((3, "handed-on"))
        elif meant and (known or passage.queue_id in ids) and _fits(event, case):
            found.append((4 + (known and passage.queue_id in ids), "passed"))
        elif (meant or known) and _fits(event, case) and event.next_id in _ids_of(case.believed):
            found.append((4, "passed"))
    if not case.foreign and not case.doubtful and passage.queue_id in ids and known and not case.notice.recipients:
        found.append((2, "passed"))
    return max(found)


def _ids_of(lines: tuple[Line, ...]) -> set[str | None]:
    return {line.hop.id for line in lines} - {None}


def _fits(event: LogEvent, case: _Case) -> bool:
    """Does what became of it fit the notice? We gave it up ourselves; or we handed it to the reporter's house, and the
    reporter is who it says. That a stranger took it proves nothing: its answer names whatever it likes."""
    if event.act in ("failed", "deferred", "requeued") or _inside(event):
        return True
    if case.doubtful:
        return False
    by = [case.over.hop.by if case.over is not None else None, case.notice.reporting_mta]
    by += [case.returned[0].hop.by] if case.returned else []
    return any(name and (name.lower() == (event.relay or "").lower() or same_organisation(name, event.relay))
               for name in by)  # fmt: skip


def _inside(event: LogEvent) -> bool:
    return event.act == "requeued" or (event.relay_ip or "").startswith("127.") or event.relay_ip == "::1"


def _is_relay(event: LogEvent, client: Hop, ids: set[str | None]) -> bool:
    """Did we hand it to the very host that handed it over to the reporter; or to a host of its house, whose id of it
    stands in a line below? A spammer may have his mailbox at the same provider."""
    if event.act != "delivered" or event.relay is None:
        return False
    if event.relay_ip is not None and event.relay_ip == client.from_ip:
        return True
    same = bool(client.rdns_confirmed) and same_organisation(event.relay, client.from_rdns)
    return same and event.next_id is not None and event.next_id in ids


def _bare(message_id: str | None) -> str | None:
    return bare(message_id) if message_id else None
