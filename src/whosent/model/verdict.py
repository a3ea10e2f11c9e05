"""The answer about one message: who sent it, how sure, why, and what would settle it."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from whosent.model.evidence import Evidence

Cause = Literal["forged", "script", "mailbox", "own", "forwarded", "fake", "undetermined"]
Certainty = Literal["certain", "likely", "unclear"]
Entry = Literal["login", "local", "loopback", "relayed", "foreign"]
"""How the message entered our server; `foreign`: it did not."""
Relation = Literal["addressee", "same-domain", "other-tenant", "unknown"]


class Origin(Struct, frozen=True, gc=False):
    """Where it came from. `script` only where a full path was read, else `dir` or `uid`."""

    entry: Entry | None = None
    ip: str | None = None
    script: str | None = None
    dir: str | None = None
    uid: int | None = None
    mailbox: str | None = None
    queue_id: str | None = None
    country: str | None = None


class Subject(Struct, frozen=True, gc=False):
    """Whose account or site it was. The addressee is never told another tenant's name."""

    address: str | None = None
    relation: Relation = "unknown"


class Missing(Struct, frozen=True, gc=False):
    """What could not be looked at, and what looking would settle (`would_settle` is a text key)."""

    question: str
    would_settle: str


class Verdict(Struct, frozen=True, gc=False):
    """`rule` names the row of the dated ruleset that decided; `evidence_for` and `evidence_against` as that row saw
    it."""

    cause: Cause
    certainty: Certainty
    ruleset: str
    rule: str
    evidence_for: tuple[Evidence, ...] = ()
    evidence_against: tuple[Evidence, ...] = ()
    missing: tuple[Missing, ...] = ()
    origin: Origin = Origin()
    subject: Subject = Subject()
    evidence_neutral: tuple[Evidence, ...] = ()
    """seen, but this row does not count it: shown to the technician all the same"""
