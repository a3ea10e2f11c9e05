"""How recognisers of this package ask the world."""

from __future__ import annotations

from collections.abc import Callable

from whosent.model.question import Answer, Question

Ask = Callable[[Question], Answer | None]
"""Gives the answer, or None after noting the question as open."""
