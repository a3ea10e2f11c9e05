"""Whose permission is a `pass`? The domain's own word, or a service's that others use as well (docs/ARCHITECTURE.md:
shared-out)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from whosent.auth.spf.outcome import Outcome
from whosent.auth.spf.record import terms
from whosent.mail.domain import same_organisation

WIDEST = {4: 8, 6: 16}
"""Prefix lengths up to which a network is no longer somebody's own: half the world passes."""


class Permission(NamedTuple):
    """`own`: an address or host of the domain's own organisation is named in its own records. Otherwise others may have
    the same permission: `through` is the organisation's name that leads there, None where everybody passes."""

    own: bool
    through: str | None = None


def permission(outcome: Outcome) -> Permission | None:
    """By whose word the client passed; None where it did not."""
    if outcome.result != "pass":
        return None
    foreign = next((name for name in _names(outcome) if not same_organisation(name, outcome.domain)), None)
    if foreign is not None:
        return Permission(own=False, through=foreign)
    return Permission(own=outcome.prefix is not None and outcome.prefix > _widest(outcome))


def _names(outcome: Outcome) -> Iterator[str]:
    """Names that the client owes its permission to, the fixed end of a name with macros included."""
    yield from outcome.path
    if outcome.host:
        yield outcome.host
    for term in terms(f"v=spf1 {outcome.mechanism}" if outcome.mechanism else ""):
        fixed = term.target.rpartition("}")[2].strip(".")
        if term.name in ("exists", "ptr", "include") and "." in fixed:
            yield fixed


def _widest(outcome: Outcome) -> int:
    mechanism = (outcome.mechanism or "").lower().lstrip("+")
    return WIDEST[6] if mechanism.startswith("ip6") or (outcome.prefix or 0) > 32 else WIDEST[4]
