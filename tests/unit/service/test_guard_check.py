"""Everything that is wrong is found, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.unit.guard.case import OLD, RING

from whosent.auth.keyring import Keyring
from whosent.service.guard_check import check


def found(ask: Callable[[], str], ring: Keyring = RING, socket: str = "map") -> list[str]:
    points = check("/etc/whosent/tags", lambda: ring, lambda _: "well", {socket: ("/run/x", ask)})
    return [point.key for point in points]


def failing(trouble: Exception) -> Any:
    def ask() -> str:
        raise trouble

    return ask


@pytest.mark.parametrize(("ask", "key"), [
    (lambda: "well", "guard-check-answers"),
    (lambda: "other", "guard-check-old"),
    (failing(ConnectionRefusedError(111, "Connection refused")), "guard-check-silent"),
    (failing(TimeoutError("timed out")), "guard-check-silent"),
    (failing(ValueError("the answer is 'x'")), "guard-check-wrong"),
])  # fmt: skip
def test_what_a_socket_says(ask: Callable[[], str], key: str) -> None:
    assert found(ask) == ["guard-check-keys", key]


def test_only_the_map_tells_its_health() -> None:
    assert found(lambda: "action=DUNNO", socket="policy") == ["guard-check-keys", "guard-check-answers"]


def test_keys() -> None:
    assert found(lambda: "well", Keyring((OLD,)))[0] == "guard-check-no-key"
    points = check("x", failing(ValueError("x: no such file")), lambda _: "well", {"map": ("/run/x", lambda: "any")})
    assert [(point.key, point.good) for point in points] == [
        ("guard-check-keys-bad", False),
        ("guard-check-answers", True),
    ]


def test_nothing_to_ask() -> None:
    assert [point.key for point in check("x", lambda: RING, lambda _: "well", {})][1:] == ["guard-check-nothing"]
