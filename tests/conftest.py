"""Options of the whole suite."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--regenerate-golden", action="store_true",
        help="write tests/golden/cases/*/expected.json anew from what the program says now; then read the diff",
    )  # fmt: skip
