"""SpamAssassin's expectations for Received lines, kept outside of the repository (Apache-2.0, not ours)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from whosent.received import parse

TRUTH = Path(__file__).resolve().parents[3].parent / "shared/corpus/received/truth.jsonl"
FIELDS = {"ip": "from_ip", "rdns": "from_rdns", "helo": "from_helo", "by": "by", "id": "id"}

pytestmark = pytest.mark.skipif(not TRUTH.exists(), reason=f"no corpus beside the repository: {TRUTH.name}")


def norm(text: str | None) -> str:
    return (text or "").strip().strip("<>").lower().strip("[]!")


def rows() -> list[dict[str, object]]:
    return [row for line in TRUTH.read_text().splitlines() if (row := json.loads(line))["kind"] == "received"]


def mistakes(row: dict[str, object]) -> dict[str, tuple[object, object]]:
    """Field -> (expected, found)."""
    hop = parse(str(row["raw"]))
    expected = row["expect"]
    assert isinstance(expected, dict)
    pairs = {field: (expected.get(field), getattr(hop, ours)) for field, ours in FIELDS.items()}
    wrong: dict[str, tuple[object, object]] = {f: p for f, p in pairs.items() if norm(p[0]) != norm(p[1])}
    if bool(expected.get("auth")) != bool(hop.auth):
        wrong["auth"] = (expected.get("auth"), hop.auth)
    return wrong


def test_fields() -> None:
    wrong = {str(row["raw"]): found for row in rows() if row["expect"] and (found := mistakes(row))}
    assert wrong == {}


def test_lines_that_name_no_client_give_no_address() -> None:
    """The qmail line of "invoked from network[ip/name]" repeats the address of the line below it."""
    for row in rows():
        raw = str(row["raw"])
        if row["expect"] is None and not raw.startswith("(qmail"):
            assert parse(raw).from_ip is None, raw
