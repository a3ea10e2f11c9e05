"""Recognisers are pure and ask. Where they need the world they return a `Question`; the service answers it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

Topic = Literal["TXT", "MX", "A", "AAAA", "PTR", "log", "logins", "requests", "coverage", "sent", "geo",
                "tag", "named"]  # fmt: skip

DNS_TOPICS: tuple[Topic, ...] = ("TXT", "MX", "A", "AAAA", "PTR")
"""What name servers answer."""


class Question(Struct, frozen=True, gc=False):
    """`topic` says what kind of thing is asked, `name` about what: a DNS name, a queue id, a mailbox."""

    topic: Topic
    name: str


class NotObserved(Struct, frozen=True, gc=False, tag="not-observed"):
    """Nothing could be seen, and why; one line for the user."""

    why: str


class Observed(Struct, frozen=True, gc=False, tag="observed"):
    """What was seen. An empty tuple means: looked, and there is nothing."""

    values: tuple[str, ...]


Answer = Observed | NotObserved


def seen(answer: Answer | None) -> tuple[str, ...]:
    """What was seen; nothing where nobody looked, or could."""
    return answer.values if isinstance(answer, Observed) else ()


Answers = Mapping[Question, Answer]
"""What is known of the world. A question that is not in it is open."""
