"""All rulesets ever released, oldest first."""

from whosent.verdict.rule import Ruleset
from whosent.verdict.rulesets import r2026_12_01

RULESETS: tuple[Ruleset, ...] = (r2026_12_01.RULESET,)


def newest() -> Ruleset:
    """The ruleset in force."""
    return RULESETS[-1]
