"""All rulesets ever released, oldest first."""

from whosent.verdict.rule import Ruleset
from whosent.verdict.rulesets.r2026_12_01 import RULESET as _2026_12_01

RULESETS: tuple[Ruleset, ...] = (_2026_12_01,)


def newest() -> Ruleset:
    """The ruleset in force."""
    return RULESETS[-1]
