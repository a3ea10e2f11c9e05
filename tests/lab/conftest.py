"""The tests of the lab start real servers: they run where that is possible, and say why where not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from lab import Lab, Skipped
from lab.run import NAMES


@pytest.fixture(scope="package")
def lab() -> Iterator[Lab]:
    """All hosts, for all tests of this folder. Tests fetch nothing: `make lab` does."""
    with ExitStack() as stack:
        try:
            yield stack.enter_context(Lab(NAMES, fetch=False))
        except Skipped as reason:
            pytest.skip(str(reason))
