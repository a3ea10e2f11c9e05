"""Lines of several indexes by the words in them."""

from __future__ import annotations

import time
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from whosent.adapters.logs.index import File, Index, readable
from whosent.adapters.logs.names import short_names
from whosent.logs import read_line
from whosent.logs.clock import seconds
from whosent.logs.sessions import SESSION
from whosent.logs.words import lines_with, normalised, pieces
from whosent.model.log import LogEvent
from whosent.model.question import NotObserved

NEAR = 20
"""Lines before a local submission among which is the one that says in which folder the program ran."""
UNINDEXED = 2_000
"""Blocks that are read through for a word that is too short to be kept."""

LATE = NotObserved("the logs were not looked through in time")
TOO_SHORT = NotObserved("too short to be looked up in so many logs")


class NotFoundOutError(Exception):
    """Why there is no answer."""

    def __init__(self, answer: NotObserved) -> None:
        super().__init__(answer.why)
        self.answer = answer


class Hit(NamedTuple):
    """A line. Hits sort in the order of logs and lines: the index it is `of`, the rank of its file in that, the number
    of the line (from 1); then comes the block in which it is."""

    of: int
    rank: int
    number: int
    block: int


Found = tuple[Hit, str]
"""A line and its text."""


class Search:
    """Looks words up until a moment (`time.monotonic`) is reached."""

    def __init__(self, indexes: Sequence[Index]) -> None:
        self._indexes = indexes
        names = iter(short_names([file.path for index in indexes for file in index.files]))
        self.names = [{file.id: next(names) for file in index.files} for index in indexes]
        self.deadline = 0.0

    def lines(self, token: str) -> Iterator[Found]:
        """The lines in which the token is a word, in their order."""
        for number, index in enumerate(self._indexes if token.strip() else ()):
            (blocks,) = index.where([token]).values()
            if len(blocks) > UNINDEXED and not pieces(token):
                raise NotFoundOutError(TOO_SHORT)
            for block in blocks:
                yield from self._in(number, block, [normalised(token)])

    def about(self, tokens: Sequence[str]) -> Iterator[Found]:
        """The lines in which any of many tokens is a word, the newest blocks first."""
        for number, index in reversed(list(enumerate(self._indexes))):
            blocks: dict[int, list[bytes]] = {}
            for token, found in index.where(tokens).items():
                for block in found:
                    blocks.setdefault(block, []).append(normalised(token))
            for block in reversed(index.sorted(blocks)):
                yield from self._in(number, block, blocks[block])

    def sessions(self, logins: Iterable[LogEvent]) -> Iterator[tuple[Hit, str, LogEvent]]:
        """The lines of the connections in which these logins were, where client and message stand in lines of their own
        (`logs.sessions`): not of others that had the same number at another time or host."""
        when: dict[tuple[str | None, str], list[int]] = {}
        for login in logins:
            if login.session is not None and login.queue_id is None and (login.act == "login" or not login.client_ip):
                when.setdefault((login.host, login.session), []).append(seconds(login.clock or "") or 0)
        for times in when.values():
            times.sort()
        tokens = {session.strip("[]") for _, session in when}
        for hit, text in self.about([token for token in tokens if pieces(token)]):
            event = self.event(hit, text)
            times = when.get((event.host, event.session or ""), []) if event is not None else []
            if event is not None and _is_near(seconds(event.clock or "") or 0, times):
                yield hit, text, event

    def _in(self, number: int, block: int, tokens: Iterable[bytes]) -> Iterator[Found]:
        if time.monotonic() > self.deadline:
            raise NotFoundOutError(LATE)
        page = self._indexes[number].page(block)
        found = {at for token in tokens for at in lines_with(page.data, token)}
        lines = page.data.split(b"\n") if found else []
        for at in sorted(found):
            yield Hit(number, page.rank, page.first + at, block), readable(lines[at])

    def event(self, hit: Hit, text: str) -> LogEvent | None:
        """What the line says."""
        return read_line(self._file(hit).format, text, "")

    def programs(self, hit: Hit) -> Iterator[Found]:
        """The lines shortly before a local submission that say where a program ran (Exim, `log_selector` with
        `arguments`)."""
        page = self._indexes[hit.of].page(hit.block)
        texts, at = page.texts(), hit.number - page.first
        for before in islice((number for number in range(at - 1, -1, -1) if texts[number]), NEAR):
            found = hit._replace(number=page.first + before)
            event = self.event(found, texts[before])
            if event is not None and event.act == "ran":
                yield found, texts[before]

    def values(self, found: Mapping[Hit, str]) -> tuple[str, ...]:
        """What an answer says of each line, in their order: `FILE:LINE`, the format and the text, separated by tabs."""
        return tuple(self._value(hit, found[hit]) for hit in sorted(found))

    def _value(self, hit: Hit, text: str) -> str:
        file = self._file(hit)
        return f"{self.names[hit.of][file.id]}:{hit.number}\t{file.format}\t{text}"

    def _file(self, hit: Hit) -> File:
        return self._indexes[hit.of].files[hit.rank]


def _is_near(moment: int, times: Sequence[int]) -> bool:
    """Is one of the sorted times within the length of a session?"""
    at = bisect_left(times, moment - SESSION)
    return at < len(times) and times[at] <= moment + SESSION
