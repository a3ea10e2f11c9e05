"""From evidence to a verdict: dated, ordered tables of rows. The first row that matches decides, and is named."""

from whosent.verdict.judge import judge
from whosent.verdict.rulesets import RULESETS, newest

__all__ = ["RULESETS", "judge", "newest"]
