"""Whole messages against what was once read and found right. `--regenerate-golden` writes the expectations anew."""

from __future__ import annotations

import json

import pytest
from tests.golden.cases import FOLDER, broken_promises, check, every, summary

CASES = every()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case, request):
    found = {level: summary(check(case.message, options)) for level, options in case.options.items()}
    if request.config.getoption("--regenerate-golden"):
        case.expectation.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    assert found == json.loads(case.expectation.read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_promises_are_kept(case):
    for level, options in case.options.items():
        assert broken_promises(case.truth, check(case.message, options)) == [], level


def test_all_ways_and_levels_are_there():
    assert {case.truth.way for case in CASES} == {"login", "script", "forwarded", "forged", "fake"}
    assert all(set(case.options) == {"nothing", "own"} for case in CASES)


def test_every_folder_is_whole():
    wanted = {"message.eml", "options.json", "expected.json", "origin.txt"}
    assert {folder.name: {path.name for path in folder.iterdir()} for folder in FOLDER.iterdir()} == {
        folder.name: wanted for folder in FOLDER.iterdir()
    }
