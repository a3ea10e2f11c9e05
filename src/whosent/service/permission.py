"""Which names may be looked up? Looking up a spammer's names tells him that somebody is investigating.

With `own`, only names of the victim's side are asked: those at or below the user's domains and hosts (without any, the
domain that the message was delivered to), and names to which the records of these point (an SPF include, an MX host):
their owner chose them. Whether a message may see an answer depends on this message alone, never on what else is in the
run, so that order and number of processes change nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from whosent.mail.address import domain_of
from whosent.model.ownside import OwnSide
from whosent.model.question import DNS_TOPICS, Answer, Answers, NotObserved, Observed, Question
from whosent.walk.side import in_networks

Asking = Literal["nothing", "own", "everything"]

OFF = NotObserved("not asked: DNS lookups are off (--dns own or --dns full allows them)")
FOREIGN = NotObserved("not asked: --dns own asks only for your own names (--as and --own say which those are)")

MAX_SEEN = 200
"""Records looked through on the way back from a name to one of ours."""

_MENTION = re.compile(r"(?:^|[\s+?~-])(?:(?:include|exists|a|mx|ptr):|redirect=)([^\s/]{1,253})", re.IGNORECASE)


class Book:
    """What is known of the world in this run, and which name pointed to which."""

    def __init__(self, asking: Asking, own: OwnSide) -> None:
        self.asking = asking
        self.answers: dict[Question, Answer] = {}
        self._pointed_from: dict[str, set[str]] = {}
        names = (*own.domains, *(domain_of(address) for address in own.addresses), *own.own_hosts, *own.mx_hosts)
        self.names = frozenset(name for name in names if name)
        self._own = own

    def unknown(self, questions: Iterable[Question]) -> tuple[Question, ...]:
        """Those that nobody answered yet, each once."""
        return tuple(question for question in dict.fromkeys(questions) if question not in self.answers)

    def learn(self, answers: Answers) -> None:
        """Keep answers, "not observed: why" included."""
        self.answers.update(answers)
        for question, answer in answers.items():
            if isinstance(answer, Observed):
                for name in _mentions(question, answer):
                    self._pointed_from.setdefault(name, set()).add(question.name.lower())

    def ours(self, question: Question, names: frozenset[str]) -> bool:
        """Is it about the victim's side, whose domains are `names`?"""
        if question.topic == "PTR":
            return question.name in self._own.own_addresses or in_networks(question.name, self._own.own_networks)
        return self._reaches(question.name.lower().rstrip("."), names)

    def _reaches(self, name: str, names: frozenset[str]) -> bool:
        """Is `name` one of ours, or do records of ours lead to it?"""
        seen: set[str] = set()
        look = [name]
        while look and len(seen) < MAX_SEEN:
            suffixes = list(_suffixes(look.pop()))
            if not names.isdisjoint(suffixes):
                return True
            for suffix in suffixes:
                sources = self._pointed_from.get(suffix, set()) - seen
                seen |= sources
                look.extend(sorted(sources))
        return False


class View(Mapping[Question, Answer]):
    """The answers as one message may see them. While nobody knows yet to whom it was delivered, a question that is not
    about a configured name stays open."""

    __slots__ = ("_book", "_names", "_settled")

    def __init__(self, book: Book) -> None:
        self._book = book
        self._names = book.names
        self._settled = bool(book.names)

    def belongs_to(self, *addressees: str | None) -> None:
        """The message was delivered to these addresses; they count where the user named nothing of his own."""
        if not self._settled:
            self._names |= {domain for domain in map(domain_of, addressees) if domain}
            self._settled = True

    def permits(self, question: Question) -> bool:
        """May it be asked?"""
        return self._refusal(question) is None

    def _refusal(self, question: Question) -> NotObserved | None:
        book = self._book
        if book.asking == "everything" or question.topic not in DNS_TOPICS:
            return None
        if book.asking == "nothing":
            return OFF
        return None if book.ours(question, self._names) else FOREIGN

    def __getitem__(self, question: Question) -> Answer:
        refusal = self._refusal(question)
        if refusal is None:
            return self._book.answers[question]
        if refusal is FOREIGN and not self._settled:
            raise KeyError(question)
        return refusal

    def __iter__(self) -> Iterator[Question]:
        return iter(self._book.answers)

    def __len__(self) -> int:
        return len(self._book.answers)


def _suffixes(name: str) -> Iterator[str]:
    """The name and the domains above it, the top-level domain excluded unless it is the name."""
    yield name
    while "." in (name := name.partition(".")[2]):
        yield name


def _mentions(question: Question, answer: Observed) -> Iterator[str]:
    """Names that a record points to. Of an SPF name with macros (RFC 7208 section 7) the fixed end."""
    for value in answer.values:
        if question.topic == "MX":
            yield value.rpartition(" ")[2].lower().rstrip(".")
        elif question.topic == "TXT" and value[:7].lower() == "v=spf1 ":
            for found in _MENTION.findall(value):
                fixed = found.lower().rpartition("}")[2].strip(".")
                if "." in fixed:
                    yield fixed
