"""Incident ids: given once, never changed; two that turn out to be one wave are tied together."""

from __future__ import annotations

from collections.abc import Container
from hashlib import blake2b

from whosent.incident.clock import day
from whosent.incident.keys import Key

_SHORTEST = 4


class Names:
    """Which ids were given, in order, and which of them are the same wave (union-find; the first
    given stands for all)."""

    __slots__ = ("_count", "_order", "_parent")

    def __init__(self) -> None:
        self._order: dict[str, int] = {}
        self._parent: dict[str, str] = {}
        self._count: dict[str, int] = {}

    def give(self, key: Key, when: int | None) -> str:
        """A new id: the day of the first message, and as much of the key's hash as makes it unique (4 hex digits,
        more only on collision)."""
        date = "undated" if when is None else day(when)
        name = _unused(date, key, self._order)
        self._order[name] = len(self._order)
        self._parent[name] = name
        self._count[name] = 0
        return name

    def root(self, name: str) -> str:
        parent = self._parent[name]
        while parent != self._parent[parent]:
            parent = self._parent[name] = self._parent[parent]
        return parent

    def tie(self, one: str, other: str) -> None:
        first, second = sorted((self.root(one), self.root(other)), key=self._order.__getitem__)
        self._parent[second] = first

    def count(self, name: str) -> None:
        self._count[name] += 1

    def copy(self) -> Names:
        new = Names()
        new._order = self._order.copy()
        new._parent = self._parent.copy()
        new._count = self._count.copy()
        return new

    def aliases(self) -> list[tuple[str, str, int]]:
        """(id, the id it is part of, messages that were given it), in the order of their giving."""
        return [(name, self.root(name), self._count[name]) for name in self._order if self.root(name) != name]


def _unused(date: str, key: Key, taken: Container[str]) -> str:
    digest = blake2b("\x1f".join(key).encode("utf-8", "surrogatepass"), digest_size=32).hexdigest()
    names = (f"{date}-{digest[:length]}" for length in range(_SHORTEST, len(digest)))
    return next(name for name in names if name not in taken)
