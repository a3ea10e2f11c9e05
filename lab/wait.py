"""Waiting for what other processes do: poll until a deadline, never sleep a fixed time."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

PAUSE = 0.03
"""Seconds between two looks."""


def wait_until(look: Callable[[], T], what: str, seconds: float = 30) -> T:
    """The first true value that `look` gives. `TimeoutError` names `what` did not come."""
    deadline = time.monotonic() + seconds
    while True:
        if value := look():
            return value
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what}: not within {seconds:g} seconds")
        time.sleep(PAUSE)
