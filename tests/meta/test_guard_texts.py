"""What is said about the guard has words in both languages, and nothing is left over."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import whosent
from whosent.guard.judging import BAD
from whosent.report.template import names, parse

SOURCE = Path(whosent.__file__).parent
TEXTS: dict[str, dict[str, str]] = tomllib.loads((SOURCE / "guard" / "texts.toml").read_text("utf-8"))
CODE = "".join((SOURCE / path).read_text("utf-8") for path in ("report/guard.py", "service/guard_check.py"))


@pytest.mark.parametrize("key", sorted(TEXTS))
def test_german_and_english_stand_side_by_side(key: str) -> None:
    assert set(TEXTS[key]) == {"de", "en"}
    assert names(parse(TEXTS[key]["de"])) == names(parse(TEXTS[key]["en"]))
    for text in TEXTS[key].values():
        assert "  " not in text
        assert "—" not in text
    assert not re.search(r"\b(du|dein|deine|deinen|deiner|dich|dir)\b", TEXTS[key]["de"])


def test_all_that_is_said_has_words_and_no_words_are_left_over() -> None:
    said = set(re.findall(r'"(guard-[a-z-]+)"', CODE))
    built = {f"{stem}{end}" for stem, ends in {
        "guard-kind-": BAD,
        "guard-mode-": ("later", "refuse"),
        "guard-": ("guessing", "unsignable", "error"),
    }.items() for end in ends}  # fmt: skip
    assert said | built == set(TEXTS)
