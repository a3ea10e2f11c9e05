"""Live DNS answers: all questions of a round at once, with limits on everything that a hostile server could abuse.

dnspython does the protocol: it takes only answers that fit the query, repeats over TCP what was cut, and follows
aliases a few steps. Here: which names are asked at all, how long, how many at a time, and what an answer may look like.
"""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import Callable, Sequence
from typing import Any

import dns.asyncresolver
import dns.exception
import dns.name
import dns.rdatatype
import dns.resolver
import dns.reversename

from whosent.model.question import Answer, Answers, NotObserved, Observed, Question

IN_FLIGHT = 50
SECONDS_PER_QUERY = 3.0
TRIES = 3
"""A datagram that got no answer in its share of the time is sent again."""

MAX_VALUES = 100
"""Records of one answer. More MX hosts, addresses or TXT records than these belong to nobody who is in earnest."""
MAX_LENGTH = 8_192
"""Characters of one record: SPF fits in 512 bytes (RFC 7208 section 3.4), an RSA-4096 key in 800."""

NOTHING = Observed(())
NO_TIME = NotObserved("no answer: the time for lookups ran out")
TOO_LARGE = NotObserved("the DNS answer is larger than any honest one")


class Resolver:
    """Answers from name servers, by default those that the system uses.

    `patience` is how many seconds one question may take, repetitions included.
    """

    def __init__(self, nameservers: Sequence[str] = (), port: int = 53, *, patience: float = SECONDS_PER_QUERY) -> None:
        self._trouble: str | None = None
        try:
            self._resolver = dns.asyncresolver.Resolver(configure=not nameservers)
        except dns.resolver.NoResolverConfiguration:
            self._trouble = "no name server is configured on this computer"
            return
        if nameservers:
            self._resolver.nameservers = list(nameservers)
            self._resolver.port = port
        self._resolver.timeout = patience / TRIES
        self._resolver.lifetime = patience

    def __call__(self, questions: Sequence[Question], seconds: float) -> Answers:
        """All questions answered within `seconds`, what is late with `NO_TIME`."""
        if self._trouble is not None:
            return dict.fromkeys(questions, NotObserved(self._trouble))
        return asyncio.run(self._all(questions, seconds))

    async def _all(self, questions: Sequence[Question], seconds: float) -> Answers:
        gate = asyncio.Semaphore(IN_FLIGHT)

        async def one(question: Question) -> Answer:
            async with gate:
                return await self._ask(question)

        tasks = {question: asyncio.create_task(one(question)) for question in questions}
        _, late = await asyncio.wait(tasks.values(), timeout=seconds)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        return {question: NO_TIME if task in late else task.result() for question, task in tasks.items()}

    async def _ask(self, question: Question) -> Answer:
        name = query_name(question)
        if name is None:
            return NOTHING  # no such name can exist
        try:
            answer = await self._resolver.resolve(name, question.topic, search=False)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return NOTHING
        except dns.resolver.NoNameservers as trouble:
            return NotObserved(f"the name server could not answer ({_code(trouble)})")
        except dns.exception.Timeout:
            return NotObserved(f"no answer from the name server within {self._resolver.lifetime:g} seconds")
        except (dns.exception.DNSException, OSError, ValueError) as trouble:
            return NotObserved(f"the name server's answer could not be used ({type(trouble).__name__})")
        return _values(question, answer)


def query_name(question: Question) -> dns.name.Name | None:
    """The name to ask, absolute; None where the text is no possible DNS name.

    Labels are taken as they are: in dnspython's own reading, a backslash in a name from a hostile mail could hide a dot
    and so lead to another zone than the one that was permitted.
    """
    if question.topic == "PTR":
        try:
            return dns.reversename.from_address(str(ipaddress.ip_address(question.name)))
        except ValueError:
            return None
    try:
        labels = [_label(label) for label in question.name.rstrip(".").split(".")]
        return dns.name.Name([*labels, b""])
    except (dns.exception.DNSException, UnicodeError, ValueError):  # empty or over-long labels and names
        return None


def _label(text: str) -> bytes:
    if text.isascii():
        if not text or not all(33 <= ord(char) < 127 for char in text):
            raise ValueError("not a label")
        return text.lower().encode("ascii")
    return text.encode("idna")


def _code(trouble: dns.resolver.NoNameservers) -> str:
    """The server's last word, such as SERVFAIL."""
    errors = trouble.kwargs.get("errors") or []
    return str(errors[-1][3])[:60] if errors else "no reason given"


def _values(question: Question, answer: Any) -> Answer:
    if len(answer) > MAX_VALUES:
        return TOO_LARGE
    values = tuple(_TEXTS[question.topic](record) for record in answer)
    if any(len(value) > MAX_LENGTH for value in values):
        return TOO_LARGE
    return Observed(tuple(sorted(map(_printable, values))))


def _txt(record: Any) -> str:
    """The strings of one record are one text (RFC 7208 section 3.3, RFC 6376 section 3.6.2.2)."""
    data: bytes = b"".join(record.strings)
    return data.decode("utf-8", "replace")


def _host(name: dns.name.Name) -> str:
    return name.to_text(omit_final_dot=True).lower()


def _mx(record: Any) -> str:
    return f"{record.preference} {_host(record.exchange)}"


def _printable(text: str) -> str:
    """Control characters of a hostile record must not reach a terminal."""
    return "".join(char if char.isprintable() else "\ufffd" for char in text)


_TEXTS: dict[str, Callable[[Any], str]] = {
    "TXT": _txt,
    "MX": _mx,
    "A": lambda record: str(record.address),
    "AAAA": lambda record: str(record.address),
    "PTR": lambda record: _host(record.target),
}
