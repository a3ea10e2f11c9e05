"""How many different values? Counted in flat memory, the same for every order and partition.

A KMV sketch ("k minimum values", Bar-Yossef et al. 2002): each value is hashed to a number that is as good as
uniformly random, and only the k smallest are kept. Up to k values the count is exact; above, k smallest numbers
that reach up to the fraction x of all numbers mean (k - 1) / x values, with a standard error of 1 / sqrt(k - 2).
The k smallest of a union are the k smallest of the parts' k smallest, so `update` is associative and commutative.
"""

from __future__ import annotations

from hashlib import blake2b

from msgspec import Struct, field

K = 1024
"""exact up to here, 3 % standard error above; at most 2 K numbers are held (about 150 kB)"""
_SPACE = 1 << 64
_ALL = _SPACE - 1


class Distinct(Struct, gc=False):
    """Counts distinct strings, and how many of them are flagged. The flag must depend on the string alone; it is
    asked for only where the string is kept, since the kept ones are a fair sample of all."""

    marks: dict[int, bool] = field(default_factory=dict)
    """the hashes that are kept: are they flagged?"""
    bound: int = _ALL
    """larger ones are not"""

    def add(self, value: str) -> int | None:
        """The number to `flag` the value by, if it is new and kept."""
        digest = blake2b(value.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        mark = int.from_bytes(digest, "big")
        if mark > self.bound or mark in self.marks:
            return None
        self.marks[mark] = False
        if len(self.marks) >= 2 * K:  # in batches: sorting for each value would be slow
            self._trim()
        return mark

    def flag(self, mark: int) -> None:
        if mark in self.marks:
            self.marks[mark] = True

    def update(self, other: Distinct) -> None:
        self.marks |= other.marks
        self.bound = min(self.bound, other.bound)
        self._trim()

    def count(self) -> int:
        """Distinct values so far: exact up to `K`, else the estimate."""
        self._trim()
        return len(self.marks) if self.bound == _ALL else round((K - 1) * _SPACE / self.bound)

    def flagged(self) -> int:
        """How many of them are flagged; exact or estimated likewise."""
        count = self.count()
        return round(count * sum(self.marks.values()) / max(1, len(self.marks)))

    def _trim(self) -> None:
        if len(self.marks) > K:
            smallest = sorted(self.marks)[:K]
            self.marks = {mark: self.marks[mark] for mark in smallest}
            self.bound = smallest[-1]


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
