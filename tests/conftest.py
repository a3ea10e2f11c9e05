"""Options of the whole suite."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

# A machine with other work on it is slow: that is no failure of an example.
settings.register_profile("whosent", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("whosent")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--regenerate-golden", action="store_true",
        help="write tests/golden/cases/*/expected.json anew from what the program says now; then read the diff",
    )  # fmt: skip
