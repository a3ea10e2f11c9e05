"""What a forger can do with a domain: looks it up, round by round, until nothing is open.

Asked are names at and below the domain and those to which its records point (an SPF include, an MX host), and the
policy records above it, up to the top-level domain: whose name it is stands there (RFC 9989 section 4.10).
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from whosent.mail.address import domain_of
from whosent.mail.domain import a_labels
from whosent.model.item import Item
from whosent.model.ownside import OwnSide
from whosent.model.question import Answer, Answers, NotObserved, Question
from whosent.posture import Posture, Step, is_selector, look, see, steps
from whosent.posture.seen import Seen
from whosent.service.ownside import own_side
from whosent.service.permission import Asking, Book, View

if TYPE_CHECKING:
    from whosent.service.check import Answerer

MAX_ROUNDS = 15
"""SPF may follow ten names one after the other, and looks up hosts in between."""
SECONDS = 20.0
"""For all lookups of one domain."""
TOO_MANY_ROUNDS = NotObserved("not asked: the records lead on and on")


class Survey:
    """One domain. `posture` and `steps` are there after `run`; `answers` is all that became known."""

    def __init__(self, domain: str, asking: Asking, answerer: Answerer, selectors: Sequence[str] = ()) -> None:
        self.domain = domain_name(domain)
        self._selectors = _checked(selectors)
        self._answerer = answerer
        above = list(_above(self.domain))
        own = OwnSide(domains=(self.domain,), own_hosts=tuple(f"_dmarc.{name}" for name in above))
        self._book = Book(asking, own)
        self._view = View(self._book)
        self._asked: dict[Question, None] = {}

    def run(self, messages: Iterable[Item] = ()) -> tuple[Posture, tuple[Step, ...]]:
        """Look at mail, if there is any, and then at the DNS."""
        seen = see(self.domain, (message.data for message in messages))
        deadline = time.monotonic() + SECONDS
        for _ in range(MAX_ROUNDS):
            posture, open_questions = self._look(seen)
            if not open_questions:
                return posture, steps(posture)
            self._book.learn(self._answerer(open_questions, max(0.0, deadline - time.monotonic())))
        self._book.learn(dict.fromkeys(self._look(seen)[1], TOO_MANY_ROUNDS))
        posture, _ = self._look(seen)
        return posture, steps(posture)

    @property
    def answers(self) -> Answers:
        """For `--record-dns`."""
        return self._book.answers

    def _look(self, seen: Seen) -> tuple[Posture, tuple[Question, ...]]:
        """The posture by what is known, and what is not."""
        self._asked = {}
        posture = look(self.domain, self._ask, self._selectors, seen)
        return posture, self._book.unknown(filter(self._view.permits, self._asked))

    def _ask(self, question: Question) -> Answer | None:
        self._asked[question] = None
        return self._view.get(question)


def domain_name(text: str) -> str:
    """The domain that the user means, in the form in which it is asked. An address stands for its domain. `ValueError`
    with one line for the user."""
    name = domain_of(text.strip()) or text.strip()
    found = own_side(names=[name]).domains
    domain = a_labels(found[0]) if found else ""
    if "." not in domain:
        raise ValueError(f"'{text}' is no domain: write it like example.org")
    return domain


def _checked(selectors: Sequence[str]) -> tuple[str, ...]:
    for selector in selectors:
        if not is_selector(selector):
            raise ValueError(f"'{selector}' is no DKIM selector: it is what stands behind s= in a DKIM-Signature")
    return tuple(selectors)


def _above(domain: str) -> Iterator[str]:
    """The domains above."""
    while "." in domain:
        domain = domain.partition(".")[2]
        yield domain
