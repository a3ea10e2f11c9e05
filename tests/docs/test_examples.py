"""The bundled bounces: what examples/README.md tells of them does not contradict what the program says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.unit.apps.command import whosent

ROOT = Path(__file__).parents[2]
BOUNCES = sorted((ROOT / "examples" / "bounces").glob("*.eml"))
ROW = re.compile(r"^\| ([\d, ]+) \| [^|]+ \| `(\w+)`", re.MULTILINE)
TRUTH = {
    number: cause
    for numbers, cause in ROW.findall((ROOT / "examples" / "README.md").read_text("utf-8"))
    for number in numbers.split(", ")
}
UNDECIDED = {"mailbox", "own"}
"""Causes that headers alone cannot tell apart."""


@pytest.fixture(scope="module")
def verdicts() -> dict[str, dict]:
    rows = whosent("check", "--config", ROOT / "examples" / "world.toml", "--format", "jsonl", *BOUNCES).rows()
    return {Path(row["source"]).stem: row["verdict"] for row in rows}


def test_each_file_has_its_truth() -> None:
    assert set(TRUTH) == {path.stem for path in BOUNCES}


def test_decided_verdicts_are_right(verdicts: dict[str, dict]) -> None:
    said = {name: verdict["cause"] for name, verdict in verdicts.items() if verdict["cause"] != "undetermined"}
    assert said == {name: TRUTH[name] for name in said}


def test_all_that_headers_can_tell_is_decided(verdicts: dict[str, dict]) -> None:
    undecided = {name for name, verdict in verdicts.items() if verdict["cause"] == "undetermined"}
    assert undecided == {name for name, cause in TRUTH.items() if cause in UNDECIDED}


def test_the_wave_is_one_incident() -> None:
    rows = whosent("check", "--config", ROOT / "examples" / "world.toml", "--format", "jsonl", *BOUNCES).rows()
    wave = {"02", "05", "08", "11", "13", "18", "20"}
    assert len({row["incident"] for row in rows if Path(row["source"]).stem in wave}) == 1


@pytest.mark.parametrize("arguments", [["--format", "text"], ["--format", "text", "-v"], ["--format", "html"]])
@pytest.mark.parametrize("language", ["de", "en"])
def test_reports_of_all_of_them(arguments: list[str], language: str) -> None:
    done = whosent("check", "--config", ROOT / "examples" / "world.toml", "--lang", language, *arguments, *BOUNCES)
    assert (done.status, done.err) == (1, "")
    assert b"{" not in done.out.split(b"</style>")[-1]
