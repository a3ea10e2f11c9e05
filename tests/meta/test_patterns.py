"""No regular expression has two long repetitions in a row that share a character: on text that fits neither in the end,
both try every way to divide it between them, and a made-up line of a few thousand characters costs seconds.

What may follow each other is read from the parsed pattern. Possessive repetitions give nothing back, so they are safe.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from re import _compiler as compiler  # type: ignore[attr-defined]
from re import _constants as c  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest

LONG = 100
"""Times that a repetition may repeat, from which on it counts: two of a hundred are ten thousand ways."""

COLLECT = """
import importlib, json, pkgutil, re, sys
from types import SimpleNamespace
compile_, found = re.compile, []
def note(pattern, flags=0):
    made, frame = compile_(pattern, flags), sys._getframe(1)
    while frame.f_code.co_name == "compiled":
        frame = frame.f_back
    if frame.f_globals["__name__"].startswith("whosent."):
        text = made.pattern if isinstance(made.pattern, str) else made.pattern.decode("latin-1")
        found.append((f"{frame.f_globals['__name__']}:{frame.f_lineno}", text, made.flags & ~re.UNICODE))
    return made
re.compile = note
sys.modules["whosent.mail.pattern"] = SimpleNamespace(pattern=note)  # there they would be compiled when asked
import whosent
for module in pkgutil.walk_packages(whosent.__path__, "whosent."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
print(json.dumps(found))
"""

CHARACTERS = "".join(map(chr, range(128))) + "\xa0\xe4\u4e00"
REPEATS = (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT)
SINGLE = (c.LITERAL, c.NOT_LITERAL, c.ANY, c.IN)
Item = tuple[Any, Any]


def test_no_two_repetitions_share_characters():
    collected = subprocess.run([sys.executable, "-c", COLLECT], capture_output=True, check=True)  # noqa: S603
    found = json.loads(collected.stdout)
    assert len(found) > 300
    assert [name for name, pattern, flags in found if ambiguous(pattern, flags)] == []


CLASHING = (r"a*a*b", r"([^ ]+)[^(]*\(", r"\s*(?:x\s*)?\s*y", r"(?:a|b{0,200})\w+!", r"(?i)a*A*b")
HARMLESS = (r"a*b*c", r"([^ ]++)[^(]*\(", r"\s*(?:x\s*)?y", r"a{0,9}a*b", r"a*,a*b", r"(?:a|b)*")


@pytest.mark.parametrize("pattern", CLASHING)
def test_finds(pattern):
    assert ambiguous(pattern, 0)


@pytest.mark.parametrize("pattern", HARMLESS)
def test_finds_nothing(pattern):
    assert not ambiguous(pattern, 0)


def ambiguous(pattern: str, flags: int) -> bool:
    parsed = parser.parse(pattern, flags)
    return any(clashes(parsed, parsed.state.flags))


def clashes(items: Any, flags: int) -> Iterator[bool]:
    """For every long repetition that may end somewhere: whether one that may begin there shares a character."""
    parts = [part for item in items for part in opened(item)]
    for number, part in enumerate(parts):
        for inner in branches(part):
            yield from clashes(inner, flags)
        ends = repeated(part, flags, last=True)
        for follower in parts[number + 1 :]:
            yield bool(ends & repeated(follower, flags, last=False))
            if not optional(follower):
                break


def opened(item: Item) -> list[Item]:
    """A group is what it holds; look-arounds and anchors match nothing."""
    kind, value = item
    if kind is c.SUBPATTERN:
        return [part for inner in value[3] for part in opened(inner)]
    return [] if kind in (c.AT, c.ASSERT, c.ASSERT_NOT) else [item]


def branches(item: Item) -> list[Any]:
    kind, value = item
    if kind in REPEATS:
        return [value[2]]
    return list(value[1]) if kind is c.BRANCH else [value] if kind is c.ATOMIC_GROUP else []


def optional(item: Item) -> bool:
    kind, value = item
    if kind in REPEATS and not value[0]:
        return True
    inner = branches(item)
    return bool(inner) and any(all(map(optional, [p for i in b for p in opened(i)])) for b in inner)


def repeated(item: Item, flags: int, *, last: bool) -> set[str]:
    """The characters of long repetitions with which `item` may end (that give some back), or begin."""
    kind, value = item
    if last and kind is c.POSSESSIVE_REPEAT:
        return set()
    if kind in REPEATS and value[1] >= LONG and len(value[2]) == 1 and value[2][0][0] in SINGLE:
        return characters(value[2][0], flags)
    found: set[str] = set()
    for inner in branches(item):
        parts = [part for each in inner for part in opened(each)]
        for part in reversed(parts) if last else parts:
            found |= repeated(part, flags, last=last)
            if not optional(part):
                break
    return found


def characters(item: Item, flags: int) -> set[str]:
    """What a pattern of this one character matches."""
    state = parser.State()
    state.flags = flags
    return set(compiler.compile(parser.SubPattern(state, [item]), flags).findall(CHARACTERS))
