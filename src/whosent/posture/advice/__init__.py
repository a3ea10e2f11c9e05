"""What helps, the most helpful first: one table of rules, each with the very record to publish.

A step is there because of a fact; nothing is recommended that is already so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from whosent.posture.advice import dmarc, other, spf
from whosent.posture.advice.step import Step, Weight
from whosent.posture.facts import Posture

__all__ = ["RULES", "Step", "Weight", "steps"]

RULES: tuple[Callable[[Posture], Iterator[Step]], ...] = (
    other.parked,
    spf.everybody,
    spf.invalid,
    spf.missing,
    dmarc.missing,
    dmarc.weak,
    dmarc.below,
    other.catch_all,
    other.keys,
    spf.open_end,
    spf.remarks,
    dmarc.remarks,
    spf.services,
    other.bounce_tags,
    other.hosts,
)
"""In the order of what helps most, within one weight."""

_ORDER: tuple[Weight, ...] = ("important", "useful", "note")


def steps(posture: Posture) -> tuple[Step, ...]:
    """All that helps, in order."""
    found = [step for rule in RULES for step in rule(posture)]
    return tuple(sorted(found, key=lambda step: _ORDER.index(step.weight)))
