"""The SPF record of a domain as its owner wants to know it: is it valid, what does it cost, whom does it let in?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from whosent.auth.ask import Ask
from whosent.auth.spf import check
from whosent.auth.spf.record import LOOKUPS, Term, records, terms
from whosent.mail.domain import same_organisation
from whosent.model.question import Observed, Question, Topic
from whosent.posture.facts import Part, Spf

NOBODY = "240.0.0.1"
"""An address that no host has (RFC 1112 section 4): the record is evaluated to its end for it."""
MAX_HOSTS = 10
"""RFC 7208 section 4.6.4"""
MAX_NODES = 60
"""Included records that are looked through; no evaluation goes further than ten."""

_LENGTH = re.compile(r"/[0-9]{1,3}\Z")


def survey(domain: str, ask: Ask) -> Spf:
    """Read the record and all that it includes."""
    answer = ask(Question("TXT", domain))
    if not isinstance(answer, Observed):
        return Spf("unseen", result="temperror", why=answer.why if answer else "")
    found = tuple(records(answer.values))
    if len(found) != 1:
        return Spf("several" if found else "none", found, "permerror" if found else "none")
    outcome = check(NOBODY, f"postmaster@{domain}", domain, ask)
    words = terms(found[0])
    end = next((number for number, term in enumerate(words) if _is_all(term)), len(words))
    tree = _Tree(ask, domain)
    parts = tuple(tree.part(term, all_follows=end < len(words)) for term in words[: end + 1])
    ignored = tuple(term.text for term in words[end + 1 :] if not term.modifier or term.name == "redirect")
    return Spf(
        "found", found, outcome.result, outcome.why, outcome.mechanism if outcome.result == "pass" else None, parts,
        ignored, sum(part.lookups for part in parts),
    )  # fmt: skip


class _Cost(NamedTuple):
    """What a term comes to, with all that it includes."""

    lookups: int = 0
    services: tuple[str, ...] = ()
    dead: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()


class _Tree:
    """Follows included records."""

    def __init__(self, ask: Ask, domain: str) -> None:
        self._ask = ask
        self._domain = domain
        self._nodes = 0

    def part(self, term: Term, *, all_follows: bool) -> Part:
        """One term of the domain's own record."""
        if not _is_valid(term):
            return Part(term.text, invalid=True)
        if _is_wide(term):
            return Part(term.text, wide=True)
        cost = self._cost(term, self._domain, (self._domain,), all_follows=all_follows)
        services = cost.services if term.qualifier == "+" else ()
        return Part(term.text, cost.lookups, _once(services), _once(cost.dead), _once(cost.addresses))

    def _cost(self, term: Term, domain: str, path: tuple[str, ...], *, all_follows: bool) -> _Cost:
        if term.name not in LOOKUPS or (term.modifier and (term.name != "redirect" or all_follows)):
            return _Cost()
        target = (term.target or domain).lower().replace("%{d}", domain)
        if term.name == "ptr":
            return _Cost(1)
        if "%" in target:  # depends on the message
            return _Cost(1, self._foreign(target.rpartition("}")[2].strip(".")))
        if term.name in ("include", "redirect"):
            return self._record(target, path)
        hosts = self._hosts(target) if term.name == "mx" else (target,)
        addresses = tuple(address for host in hosts for address in self._values(host, "A", "AAAA")) if hosts else ()
        topics: tuple[Topic, ...] = ("MX",) if term.name == "mx" else ("A", "AAAA") if term.name == "a" else ()
        return _Cost(
            lookups=1,
            services=tuple(name for host in hosts for name in self._foreign(host)),
            dead=(target,) if topics and self._is_gone(target, topics) else (),
            addresses=addresses if _names_hosts(term) else (),
        )

    def _record(self, name: str, path: tuple[str, ...]) -> _Cost:
        """An included record; what another organisation includes in turn is its own affair."""
        self._nodes += 1
        services = self._foreign(name)
        if name in path or self._nodes > MAX_NODES:
            return _Cost(1, services)
        answer = self._ask(Question("TXT", name))
        if not isinstance(answer, Observed):
            return _Cost(1, services)
        found = records(answer.values)
        if len(found) != 1:
            return _Cost(1, services, () if found else (name,))
        words = terms(found[0])
        all_follows = any(map(_is_all, words))
        costs = [self._cost(term, name, (*path, name), all_follows=all_follows) for term in _read(words)]
        return _Cost(
            1 + sum(cost.lookups for cost in costs),
            services or tuple(service for cost in costs for service in cost.services),
            tuple(gone for cost in costs for gone in cost.dead),
        )

    def _foreign(self, name: str) -> tuple[str, ...]:
        return () if "." not in name or same_organisation(name, self._domain) else (name,)

    def _hosts(self, domain: str) -> tuple[str, ...]:
        return tuple(value.rpartition(" ")[2].lower().rstrip(".") for value in self._values(domain, "MX")[:MAX_HOSTS])

    def _values(self, name: str, *topics: Topic) -> tuple[str, ...]:
        answers = [self._ask(Question(topic, name)) for topic in topics]
        return tuple(value for answer in answers if isinstance(answer, Observed) for value in answer.values)

    def _is_gone(self, name: str, topics: tuple[Topic, ...]) -> bool:
        answers = [self._ask(Question(topic, name)) for topic in topics]
        return all(isinstance(answer, Observed) and not answer.values for answer in answers)


def _is_valid(term: Term) -> bool:
    """Does a receiver understand it? The evaluator is asked, with a world in which every name exists."""
    if not term.text.isprintable():
        return False
    return check(NOBODY, "a@own.test", "own.test", lambda question: _exists(question, term.text)).result != "permerror"


def _exists(question: Question, text: str) -> Observed:
    if question.topic == "TXT":
        return Observed((f"v=spf1 {text} -all" if question.name == "own.test" else "v=spf1 -all",))
    return Observed(("192.0.2.1" if question.topic == "A" else "10 mx.test" if question.topic == "MX" else "::1",))


def _is_wide(term: Term) -> bool:
    """RIPE, ARIN and the others never gave anybody more than an IPv4 /8 or an IPv6 /16."""
    length = _LENGTH.search(term.text)
    if term.qualifier != "+" or length is None:
        return False
    widest = {"ip4": 8, "a": 8, "mx": 8, "ip6": 16}.get(term.name, 0)
    return int(length[0][1:]) < (16 if "//" in term.text else widest)


def _names_hosts(term: Term) -> bool:
    """Hosts alone, not the networks around them."""
    return term.name in ("a", "mx") and not _LENGTH.search(term.text)


def _is_all(term: Term) -> bool:
    return term.name == "all" and not term.modifier


def _read(words: tuple[Term, ...]) -> Iterator[Term]:
    """The terms that are read: mechanisms up to `all`, modifiers wherever they stand."""
    over = False
    for term in words:
        if term.modifier or not over:
            yield term
        over = over or _is_all(term)


def _once(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
