"""The form of a rule: a row with named conditions over evidence."""

from __future__ import annotations

from msgspec import Struct

from whosent.model.verdict import Cause, Certainty


class Rule(Struct, frozen=True):
    """One row. A condition is an evidence kind, optionally with its standing: `entry-local:observed`.

    needs    all of these are there
    any_of   at least one of these is there (empty: no condition)
    without  none of these is there
    missing  what would settle it: text keys, the question's topic before the colon
    """

    name: str
    cause: Cause
    certainty: Certainty
    needs: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    def matches(self, facts: set[str]) -> bool:
        """Do the facts (kinds, and kinds with standing) satisfy this row?"""
        for need in self.needs:  # most rows fail here, at their first condition
            if need not in facts:
                return False
        return not (self.any_of and facts.isdisjoint(self.any_of)) and facts.isdisjoint(self.without)


class Ruleset(Struct, frozen=True):
    """`date` names it for ever; a released ruleset is never edited. The last row matches everything.

    `speaks_for`, `speaks_against`: which kinds of evidence stand on which side in the report of a cause; all others are
    neutral.
    """

    date: str
    rules: tuple[Rule, ...]
    speaks_for: dict[Cause, tuple[str, ...]] = {}
    speaks_against: dict[Cause, tuple[str, ...]] = {}

    def first_match(self, facts: set[str]) -> Rule:
        """The row that decides."""
        for rule in self.rules[:-1]:
            if rule.matches(facts):
                return rule
        return self.rules[-1]
