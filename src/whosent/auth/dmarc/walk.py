"""The DNS Tree Walk (RFC 9989 section 4.10) and what it tells: the organizational domain."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from whosent.auth.ask import Ask
from whosent.auth.dmarc.record import Record, published
from whosent.mail.domain import a_labels, organisational_domain
from whosent.model.question import NotObserved, Question

MAX_QUERIES = 8
"""RFC 9989 section 4.10: a longer name is asked itself, then from its last seven labels on."""
MAX_NAME = 245
"""With `_dmarc.` in front it has to be a DNS name."""

State = Literal["complete", "open", "error"]


class Walk(Struct, frozen=True):
    """The records at a domain and above it, by name, the longest first.

    state  complete: all was seen that matters; open: questions have no answer yet; error: a name below the public
           suffix, or one on which the result rests, could not be observed, `why`
    """

    domain: str
    records: Mapping[str, Record]
    state: State = "complete"
    why: str = ""

    @property
    def own(self) -> Record | None:
        """The record of the domain itself."""
        return self.records.get(self.domain)

    @property
    def organizational_domain(self) -> str:
        """Section 4.10.2, as far as was seen; the domain itself where no record tells."""
        for name, record in self.records.items():
            if record.psd == "n":
                return name
            if record.psd == "y" and name != self.domain:
                return _below(name, self.domain)
        return min(self.records, key=_labels, default=self.domain)

    @property
    def public_suffix(self) -> str | None:
        """The name above with a record that says to be a public suffix domain."""
        above = ((name, record) for name, record in self.records.items() if name != self.domain)
        return next((name for name, record in above if record.psd == "y"), None)


def walk(domain: str, ask: Ask) -> Walk:
    """Ask for the records of `domain` (in its normal form) and above. All names are asked at once: a record that stops
    the walk is rare."""
    answers = {name: ask(Question("TXT", f"_dmarc.{name}")) for name in names(domain)}
    registered = a_labels(organisational_domain(domain))
    records: dict[str, Record] = {}
    state: State = "complete"
    why = ""
    for name, answer in answers.items():
        if answer is None:
            return Walk(domain, records, "open")
        if isinstance(answer, NotObserved):
            if records and _labels(name) < _labels(registered):
                continue  # a registry that publishes a policy does not change whose name this is
            state, why = "error", why or answer.why
            continue
        record = published(answer.values)
        if record is not None:
            records[name] = record
            if record.psd != "u":
                break
    return Walk(domain, records, state, why)


def names(domain: str) -> list[str]:
    """The names that a walk from `domain` queries (without `_dmarc.`), in order."""
    labels = domain.split(".")
    rest = labels[-(MAX_QUERIES - 1) :] if len(labels) >= MAX_QUERIES else labels[1:]
    return [domain, *(".".join(rest[start:]) for start in range(len(rest)))]


def normal(domain: str) -> str:
    """The form in which domains are compared and asked: A-labels, lower case, no last dot."""
    return a_labels(domain.strip().lower().rstrip("."))


def is_name(domain: str) -> bool:
    """Can there be mail from such a domain? An address literal and a single label have no policy."""
    labels = domain.split(".")
    return len(labels) > 1 and len(domain) <= MAX_NAME and all(0 < len(label) < 64 for label in labels)


def _labels(name: str) -> int:
    return name.count(".") + 1


def _below(suffix: str, domain: str) -> str:
    """The name one label below `suffix` on the way to `domain`."""
    return ".".join(domain.split(".")[-(_labels(suffix) + 1) :])
