"""`check_host()` (RFC 7208 section 4) with pyspf's evaluator, whose every lookup is a question.

A question without an answer interrupts the evaluation; before it gives up, the questions that the rest of the record
will need are asked as well, so that few rounds suffice. What could not be observed is a temporary error: whatever came
behind it would rest on a guess.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import spf  # type: ignore[import-untyped]

from whosent.auth.ask import Ask
from whosent.auth.spf.outcome import Result
from whosent.auth.spf.record import MAX_RECORD, MAX_TERMS, terms
from whosent.model.question import NotObserved, Question, Topic

MAX_TERM = 512
"""Octets of one term: a domain name has at most 255, macros are shorter than what they stand for."""
MAX_MACROS = 200
"""Expansions in one evaluation. An honest record has a handful; each costs time in proportion to the sender."""
MAX_HOSTS = 10
"""RFC 7208 section 4.6.4, for `mx` and `ptr`."""


class Open(Exception):  # noqa: N818 (no error: it interrupts)
    """A question has no answer yet."""


class _Address(str):
    """An address, and the name that has it."""

    __slots__ = ("host",)
    host: str


class _Explanation(str):
    """Where the explanation of a `fail` is published, and for whose record: it is looked up only if it is needed."""

    __slots__ = ("domain",)
    domain: str


class Evaluation(spf.query):  # type: ignore[misc]
    """One check. What it saw stays readable: `path`, `host` and `prefix` of `Outcome`."""

    def __init__(self, ip: str, sender: str, helo: str, ask: Ask) -> None:
        super().__init__(i=ip, s=sender, h=helo, strict=True)
        self.l, _, self.o = sender.rpartition("@")
        self.d = self.o
        self.t = "0"  # the one macro that would read the clock, and for explanations alone (section 7.2)
        self.path: list[str] = []
        self.host: str | None = None
        self.prefix: int | None = None
        self._ask = ask
        self._macros = 0
        self._depths: list[int] = []

    def run(self, record: str) -> tuple[Result, str]:
        """Result, and what is to be said of it: what is wrong with it, or the explanation of a `fail`. `Open` where a
        question has no answer yet."""
        if not record.isascii():
            return "permerror", "Non-ascii characters found"
        result, _, said = self.check(record)
        if result in ("permerror", "temperror"):
            return result, said.partition(" Error: ")[2]
        return result, self._explained(said) if isinstance(said, _Explanation) else ""

    # --- the record ---------------------------------------------------------------------------------------------------

    def check1(self, spf: str | None, domain: str, recursion: int) -> tuple[Any, ...]:
        """Evaluate a record; remember by whose records the match came about."""
        nested = bool(self._depths)
        redirected = nested and self._depths[-1] == recursion
        self._depths.append(recursion)
        try:
            found: tuple[Any, ...] = super().check1(spf, domain, recursion)
        finally:
            self._depths.pop()
        if redirected or (nested and found[0] == "pass"):
            self.path.insert(0, domain)
        elif nested:
            self.path, self.host, self.prefix = [], None, None
        return found

    def check0(self, spf: str | None, recursion: int) -> tuple[Any, ...]:
        """The terms of one record."""
        _limit(spf or "")
        try:
            found: tuple[Any, ...] = super().check0(spf, recursion)
        except Open:
            self._ask_ahead(spf or "")
            raise
        return found

    def get_explanation(self, spec: str) -> _Explanation:
        """Called for every `exp=`. (What it raises would be swallowed.)"""
        found = _Explanation(spec)
        found.domain = self.d
        return found

    def _explained(self, spec: _Explanation) -> str:
        self.d = spec.domain
        try:
            found = self.dns_txt(spec, ignore_void=True)
            return str(self.expand(found[0].decode("ascii"), stripdot=False)) if len(found) == 1 else ""
        except (spf.PermError, spf.TempError, UnicodeError):
            return ""

    def expand(self, s: str, stripdot: bool = True) -> str:
        """Macros (section 7)."""
        self._macros += s.count("%{")
        if len(s) > MAX_TERM or self._macros > MAX_MACROS:
            raise spf.PermError("too many or too long macros")
        return str(super().expand(s, stripdot))

    # --- lookups ------------------------------------------------------------------------------------------------------

    def dns(self, name: str, qtype: Topic, cnames: object = None, ignore_void: bool = False) -> list[Any]:
        """All of pyspf's lookups."""
        name = str(name).rstrip(".").lower()
        if not _possible(name):
            return []
        return self._looked_up(Question(qtype, name), ignore_void=ignore_void)

    def dns_txt(self, domainname: str, rr: str = "TXT", ignore_void: bool = False) -> list[bytes]:
        """Texts as octets: what is not ASCII is for the caller to refuse."""
        return [text.encode("utf-8", "replace") for text in self.dns(domainname, "TXT", ignore_void=ignore_void)]

    def dns_mx(self, domainname: str) -> list[Any]:
        """Addresses of the hosts, in the order of their preference."""
        hosts = sorted(map(_exchange, self.dns(domainname, "MX")))
        if len(hosts) > MAX_HOSTS:
            raise spf.PermError(f"More than {MAX_HOSTS} MX records returned")
        return [address for _, host in hosts for address in self.dns_a(host, self.A)]

    def dns_a(self, domainname: str, A: Topic = "A") -> list[Any]:  # noqa: N803 (pyspf's name)
        """Addresses that know whose they are."""
        found = []
        for text in self.dns(domainname, A) if domainname else ():
            address = _Address(text)
            address.host = domainname
            found.append(address)
        return found

    def validated_ptrs(self) -> list[str]:
        """Names of the client that resolve back to it (section 5.5)."""
        names = self._looked_up(Question("PTR", self.c))[:MAX_HOSTS]
        return [name for name in names if self._is_address_of(name)]

    def cidrmatch(self, ipaddrs: Sequence[str], n: int) -> bool:
        """Is the client in one of these networks?"""
        for address in ipaddrs:
            if super().cidrmatch([address], n):
                self.host, self.prefix = getattr(address, "host", None), n
                return True
        return False

    def _is_address_of(self, name: str) -> bool:
        return any(super(Evaluation, self).cidrmatch([address], self.cidrmax) for address in self.dns_a(name, self.A))

    def _looked_up(self, question: Question, *, ignore_void: bool = False) -> list[Any]:
        answer = self._ask(question)
        if answer is None:
            raise Open
        if isinstance(answer, NotObserved):
            raise spf.TempError(answer.why)
        if not answer.values and not ignore_void:
            self.void_lookups += 1
            if self.void_lookups > spf.MAX_VOID_LOOKUPS:
                raise spf.PermError(f"Void lookup limit of {spf.MAX_VOID_LOOKUPS} exceeded")
        return list(answer.values)

    # --- asking ahead -------------------------------------------------------------------------------------------------

    def _ask_ahead(self, record: str) -> None:
        """Ask what the terms of this record need. One that cannot be expanded yet comes in a later round."""
        for term in terms(record):
            if "%{p" in term.target.lower():
                continue
            try:
                target = self.expand(term.target) if term.target else self.d
            except (spf.PermError, Open):
                continue
            for question in self._needed(term.name, target):
                self._ask(question)

    def _needed(self, name: str, target: str) -> list[Question]:
        if name == "ptr":
            return self._hosts(Question("PTR", self.c))
        if not _possible(target) or "." not in target:
            return []
        if name in ("include", "redirect"):
            return [Question("TXT", target.lower())]
        if name in ("a", "exists"):
            return [Question("A" if name == "exists" else self.A, target.lower())]
        return self._hosts(Question("MX", target.lower())) if name == "mx" else []

    def _hosts(self, question: Question) -> list[Question]:
        """The addresses of the hosts that the answer names, once it is there."""
        known = self._ask(question)
        if known is None or isinstance(known, NotObserved):
            return []
        hosts = [_exchange(value)[1].lower() for value in known.values[:MAX_HOSTS]]
        return [Question(self.A, host) for host in hosts if _possible(host)]


def _limit(record: str) -> None:
    words = record.split(" ", MAX_TERMS + 2)
    if len(record) > MAX_RECORD or len(words) > MAX_TERMS + 1 or any(len(word) > MAX_TERM for word in words):
        raise spf.PermError("The record or one of its terms is longer than any honest one")


def _exchange(value: str) -> tuple[int, str]:
    """`10 mx.example` as preference and host; the host of a null MX (RFC 7505) is empty."""
    preference, _, host = value.strip().rpartition(" ")
    return (int(preference) if preference.isdecimal() and len(preference) < 6 else 0), host.rstrip(".")


def _possible(name: str) -> bool:
    """Can there be such a DNS name?"""
    return 0 < len(name) <= 253 and all(0 < len(label) < 64 for label in name.split("."))
