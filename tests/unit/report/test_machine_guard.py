"""The guard's figures for programs."""

from __future__ import annotations

import json

from tests.unit.guard.case import DAY
from tests.unit.report.test_guard import COUNTED, LATER, OBSERVES

from whosent.report.machine_guard import counts


def test_what_was_counted() -> None:
    made = json.loads(counts(COUNTED, DAY - 1, LATER))
    assert (made["refused"], made["arrived"], made["signed"], made["would_refuse"]) == (11_204, 37, 15_310, 0)
    assert (made["since"], made["refuses"], made["refuses_from"]) == ("2026-11-23", False, "2026-12-01")
    assert made["days"][0] == {"day": "2026-11-23", "decisions": {"refused-untagged": 3}}


def test_nothing_at_all() -> None:
    made = json.loads(counts({}, DAY, OBSERVES))
    assert list(made) == [
        "schema", "since", "refuses", "refuses_from", "refused", "would_refuse", "arrived", "signed", "days",
    ]  # fmt: skip
    assert (made["refuses_from"], made["days"]) == (None, [])
