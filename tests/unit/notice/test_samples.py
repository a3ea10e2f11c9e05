"""Every recogniser against its samples: `samples/<name>/*.eml` with what must be found in `*.json` beside it.

The JSON holds only what matters for the sample: a mapping is compared key by key, lists by position and length,
`null` means that the notice must leave it open. `*.miss.eml` are near misses, which the recogniser must leave alone
(with expectations of their own in `*.miss.json`, where there is one).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from whosent.mail import parse
from whosent.notice import recognise_with_returned
from whosent.notice.mta import DIALECTS

SAMPLES = Path(__file__).parent / "samples"
HITS = sorted(path for path in SAMPLES.glob("*/*.eml") if not path.name.endswith(".miss.eml"))
MISSES = sorted(SAMPLES.glob("*/*.miss.eml"))
READERS_WITHOUT_MARKS = frozenset({"rfc3464", "rfc3834", "rfc5965", "rfc8098", "challenge", "generic", "reports"})


def name(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def read(path: Path) -> dict[str, Any]:
    """The notice, and where the message that it returns begins and ends."""
    notice, returned = recognise_with_returned(parse(path.read_bytes()))
    span = None if returned is None else [returned.start, returned.end]
    return {**msgspec.to_builtins(notice), "returned": span}


def differences(want: Any, have: Any, where: str = "") -> list[str]:
    """What `have` lacks or has otherwise, one line each."""
    if isinstance(want, dict) and isinstance(have, dict):
        return [line for key in want for line in differences(want[key], have.get(key), f"{where}.{key}")]
    if isinstance(want, list) and isinstance(have, list | tuple) and len(want) == len(have):
        pairs = enumerate(zip(want, have, strict=True))
        return [line for index, (a, b) in pairs for line in differences(a, b, f"{where}[{index}]")]
    return [] if want == have else [f"{where or '.'}: want {want!r}, have {have!r}"]


@pytest.mark.parametrize("path", HITS, ids=name)
def test_sample_is_read_as_expected(path: Path) -> None:
    want = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    assert want, "an expectation that cannot fail"
    assert differences(want, read(path)) == []


@pytest.mark.parametrize("path", MISSES, ids=name)
def test_near_miss_is_left_alone(path: Path) -> None:
    notice = read(path)
    assert notice["dialect"] != path.parent.name
    expectation = path.with_suffix(".json")
    if expectation.exists():
        assert differences(json.loads(expectation.read_text(encoding="utf-8")), notice) == []


@pytest.mark.parametrize("dialect", [dialect.name for dialect in DIALECTS])
def test_every_dialect_has_a_sample_and_a_near_miss(dialect: str) -> None:
    mine = {
        path.parent.name for path in HITS if json.loads(path.with_suffix(".json").read_text()).get("dialect") == dialect
    }
    assert dialect in mine, "no sample that names this dialect in its .json"
    assert dialect in {path.parent.name for path in MISSES}, "no near miss"


def test_dialect_names_are_unique() -> None:
    names = [dialect.name for dialect in DIALECTS]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
def test_marks_are_lower_case_and_long_enough_to_mean_something(dialect: Any) -> None:
    marks = dialect.marks + dialect.header
    assert marks
    assert all(mark == mark.lower() and len(mark) >= 5 for mark in marks)


def test_no_samples_without_a_recogniser() -> None:
    known = {dialect.name for dialect in DIALECTS} | READERS_WITHOUT_MARKS
    assert {path.parent.name for path in HITS + MISSES} <= known
