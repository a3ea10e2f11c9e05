"""Work that pauses between its steps, so that several messages can go through each of them together."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from itertools import islice
from typing import TypeVar

Result = TypeVar("Result")

Steps = Generator[None, None, Result]
"""Yields where it pauses and returns what it made."""


def completed(steps: Steps[Result]) -> Result:
    """The result of `steps`, run without a pause."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            result: Result = end.value
            return result


def in_step(several: Iterable[Steps[None]], at_once: int) -> None:
    """Run all of `several`, `at_once` at a time: each of those takes a step before any of them takes the next."""
    rest = iter(several)
    while running := list(islice(rest, at_once)):
        while running:
            running = [steps for steps in running if next(steps, _DONE) is not _DONE]


_DONE = object()
