"""The JSON of `whosent guard report` (docs/guard.md). Stable like that of `machine`: names are added, never changed."""

from __future__ import annotations

from whosent.auth.days import written
from whosent.report.guard import Counted, Standing, total_of
from whosent.report.machine import SCHEMA, laid_out


def counts(counted: Counted, since: int, standing: Standing) -> bytes:
    """One document."""
    total, first = total_of(counted), standing.refuses_from
    return laid_out({
        "schema": SCHEMA,
        "since": written(since),
        "refuses": first is not None and standing.today >= first,
        "refuses_from": written(first) if first is not None else None,
        "refused": total["refused"],
        "would_refuse": total["would-refuse"],
        "arrived": total["arrived-valid"],
        "signed": total["signed"],
        "days": [
            {"day": written(day), "decisions": {name: n for (on, name), n in sorted(counted.items()) if on == day}}
            for day in sorted({day for day, _ in counted})
        ],
    })  # fmt: skip
