"""The tests of the lab start real servers: they run where that is possible, and say why where not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from lab import Lab, Skipped


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    """A hoster and a receiver, for all tests of a file. Tests fetch nothing: `make lab` does."""
    with ExitStack() as stack:
        try:
            yield stack.enter_context(Lab(("hoster", "rpostfix"), fetch=False))
        except Skipped as reason:
            pytest.skip(str(reason))
