"""The form of a rule: a row with named conditions over evidence."""

from __future__ import annotations

from functools import cached_property

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


class Ruleset(Struct, frozen=True, dict=True):
    """`date` names it for ever; a released ruleset is never edited. The last row matches everything.

    `speaks_for`, `speaks_against`: which kinds of evidence stand on which side in the report of a cause; all others are
    neutral.
    """

    date: str
    rules: tuple[Rule, ...]
    speaks_for: dict[Cause, tuple[str, ...]] = {}
    speaks_against: dict[Cause, tuple[str, ...]] = {}

    @cached_property
    def rows(self) -> dict[str, list[int]]:
        """fact -> numbers of the rows that may match if it is there: the first of `needs`, or any of `any_of`."""
        found: dict[str, list[int]] = {}
        for number, rule in enumerate(self.rules):
            for fact in rule.needs[:1] or rule.any_of:
                found.setdefault(fact, []).append(number)
        return found

    def first_match(self, facts: set[str]) -> Rule:
        """The row that decides. Only rows are tried of which a first condition is there."""
        rows = self.rows
        for number in sorted({number for fact in facts if fact in rows for number in rows[fact]}):
            if self.rules[number].matches(facts):
                return self.rules[number]
        return self.rules[-1]
