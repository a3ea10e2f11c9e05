"""What the setup of the guard says has words in both languages, and no words are left over."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import whosent
from whosent.report.template import names, parse

SOURCE = Path(whosent.__file__).parent
TEXTS: dict[str, dict[str, str]] = tomllib.loads((SOURCE / "adapters" / "mta" / "texts.toml").read_text("utf-8"))
CODE = [*(SOURCE / "adapters" / "mta").glob("*.py"), SOURCE / "report" / "setup.py",
        SOURCE / "apps" / "cli" / "setting_up.py"]  # fmt: skip
SAID = {word for path in CODE for word in re.findall(r"[\"'](setup-[a-z0-9{}-]+)", path.read_text("utf-8"))}
"""Keys, or their beginnings where the rest is put together."""


@pytest.mark.parametrize("key", sorted(TEXTS))
def test_german_and_english_stand_side_by_side(key: str) -> None:
    assert set(TEXTS[key]) == {"de", "en"}
    assert names(parse(TEXTS[key]["de"])) == names(parse(TEXTS[key]["en"]))


def test_all_that_is_said_has_words_and_no_words_are_left_over() -> None:
    whole = {key for key in SAID if "{" not in key and not key.endswith("-")}
    stems = tuple(key.partition("{")[0] for key in SAID - whole)
    assert whole - set(TEXTS) == set()
    assert {key for key in TEXTS if key not in whole and not key.startswith(stems)} == set()
