from __future__ import annotations

import re

from tests.unit.incident.cases import START

from whosent.incident.names import Names

KEY = ("forged", "domain", "victim.example")
ID = re.compile(r"2026-11-24-[0-9a-f]{4}")


def colliding_keys() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Two keys with the same first four digits: there are 65,536, so two of a few hundred have them."""
    seen: dict[str, tuple[str, ...]] = {}
    for number in range(5000):
        key = ("forged", "domain", f"d{number}.example")
        name = Names().give(key, START)
        if name in seen:
            return seen[name], key
        seen[name] = key
    raise AssertionError("no collision")


def test_an_id_is_the_day_and_a_hash_of_the_key() -> None:
    name = Names().give(KEY, START)
    assert ID.fullmatch(name)
    assert Names().give(KEY, START) == name
    assert Names().give((*KEY, "x"), START) != name
    assert Names().give(KEY, None).startswith("undated-")


def test_collision_gives_more_digits() -> None:
    one, other = colliding_keys()
    names = Names()
    first, second = names.give(one, START), names.give(other, START)
    assert first != second
    assert second.startswith(first)


def test_the_first_given_stands_for_all() -> None:
    names = Names()
    a, b, c = (names.give((*KEY, x), START) for x in "abc")
    names.tie(c, b)
    assert names.root(c) == b
    names.tie(c, a)
    assert [names.root(name) for name in (a, b, c)] == [a, a, a]
    assert [(name, root) for name, root, _ in names.aliases()] == [(b, a), (c, a)]


def test_a_copy_is_independent() -> None:
    names = Names()
    a, b = names.give((*KEY, "a"), START), names.give((*KEY, "b"), START)
    copy = names.copy()
    copy.tie(a, b)
    assert names.root(b) == b
    assert copy.root(b) == a
