"""How many different values? Counted in flat memory, the same for every order and partition.

A KMV sketch ("k minimum values", Bar-Yossef et al. 2002): each value is hashed to a number that is as good as
uniformly random, and only the k smallest are kept. Up to k values the count is exact; above, k smallest numbers
that reach up to the fraction x of all numbers mean (k - 1) / x values, with a standard error of 1 / sqrt(k - 2).
The k smallest of a union are the k smallest of the parts' k smallest, so `update` is associative and commutative.
"""

from __future__ import annotations

from hashlib import blake2b

K = 1024
"""exact up to here, 3 % standard error above; at most 2 K numbers are held (about 150 kB)"""
_SPACE = 1 << 64


class Distinct:
    """Counts distinct strings, and how many of them are flagged. The flag must depend on the string alone; it is
    asked for only where the string is kept, since the kept ones are a fair sample of all."""

    __slots__ = ("_bound", "_flagged", "_marks")

    def __init__(self) -> None:
        self._marks: set[int] = set()
        self._flagged: set[int] = set()
        self._bound = _SPACE

    def add(self, value: str) -> int | None:
        """The number to `flag` the value by, if it is new and kept."""
        digest = blake2b(value.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        mark = int.from_bytes(digest, "big")
        if mark >= self._bound or mark in self._marks:
            return None
        self._marks.add(mark)
        if len(self._marks) >= 2 * K:  # in batches: sorting for each value would be slow
            self._trim()
        return mark

    def flag(self, mark: int) -> None:
        if mark <= self._bound:
            self._flagged.add(mark)

    def update(self, other: Distinct) -> None:
        self._marks |= other._marks
        self._flagged |= other._flagged
        self._bound = min(self._bound, other._bound)
        self._trim()

    def count(self) -> int:
        """Distinct values so far: exact up to `K`, else the estimate."""
        self._trim()
        return len(self._marks) if self._bound == _SPACE else round((K - 1) * _SPACE / self._bound)

    def flagged(self) -> int:
        """How many of them are flagged; exact or estimated likewise."""
        count = self.count()
        return round(count * len(self._flagged) / max(1, len(self._marks)))

    def _trim(self) -> None:
        if len(self._marks) > K:
            smallest = sorted(self._marks)[:K]
            self._marks = set(smallest)
            self._flagged &= self._marks
            self._bound = smallest[-1]


Sample = dict[str, int]
"""The first distinct values and the running number of the message in which each was first seen, ascending."""


def note(sample: Sample, value: str, number: int, limit: int) -> None:
    if len(sample) < limit and value not in sample:
        sample[value] = number


def united(one: Sample, other: Sample, limit: int, shift: int = 0) -> Sample:
    """The first `limit` values of both; `shift` is added to `other`'s numbers. Associative and commutative."""
    both = dict(one)
    for value, number in other.items():
        number += shift
        if number < both.get(value, number + 1):
            both[value] = number
    return dict(sorted(both.items(), key=lambda item: item[1])[:limit])
