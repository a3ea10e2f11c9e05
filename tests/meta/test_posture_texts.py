"""What is said about a domain has words in both languages, and every placeholder is filled by somebody."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from pathlib import Path
from typing import get_args

import pytest

import whosent
from whosent.posture.advice import RULES, Weight
from whosent.posture.facts import Handling, KeyState, State
from whosent.posture.publish import When
from whosent.report.posture_parts import Outcome
from whosent.report.template import names, parse

SOURCE = Path(whosent.__file__).parent
TEXTS: dict[str, dict[str, str]] = tomllib.loads((SOURCE / "posture" / "texts.toml").read_text("utf-8"))
GOLDEN = Path(__file__).parents[1] / "golden" / "posture"


def _steps() -> dict[str, int]:
    """Keys of the steps that the code can make, and where."""
    found: dict[str, int] = {}
    for path in sorted((SOURCE / "posture" / "advice").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith("posture-"):
                found[node.value] = node.lineno
    return found


STEPS = _steps()
TOLD = {step["kind"]: step["params"] for path in GOLDEN.glob("*/expected.json")
        for step in json.loads(path.read_text("utf-8"))["steps"]}  # fmt: skip
"""Steps of the golden cases, with what they gave to their texts."""


def test_there_are_steps() -> None:
    assert len(STEPS) > 30
    assert len(RULES) == 15


@pytest.mark.parametrize("key", sorted(STEPS))
def test_step_has_words_for_everybody(key: str) -> None:
    assert set(TEXTS[key]) == {
        f"{language}_{voice}" for language in ("de", "en") for voice in ("title", "lay", "expert")
    }


@pytest.mark.parametrize("key", sorted(TOLD))
def test_step_gives_what_its_words_speak_of(key: str) -> None:
    for field, text in TEXTS[key].items():
        assert names(parse(text)) <= set(TOLD[key]), field


def test_most_steps_have_a_golden_case() -> None:
    elsewhere = {"catch-all", "batv", "dmarc-inherited", "dmarc-no-reports", "spf-near", "dmarc-old-way", "mx-none",
                 "spf-dead", "spf-long"}  # fmt: skip
    assert {key.removeprefix("posture-") for key in set(STEPS) - set(TOLD)} <= elsewhere  # tests/unit/posture


@pytest.mark.parametrize(("stem", "values"), [
    ("answer", get_args(Outcome)),
    ("heading", (*get_args(Outcome), "closed-but")),
    ("why", (*get_args(Outcome), "closed-but")),
    ("handling", get_args(Handling)),
    ("envelope", get_args(Handling)),
    ("weight", get_args(Weight)),
    ("state", get_args(State)),
    ("record", get_args(When)),
    ("key", set(get_args(KeyState)) - {"key"}),
])  # fmt: skip
def test_vocabulary_has_words(stem: str, values: tuple[str, ...]) -> None:
    assert {f"posture-{stem}-{value}" for value in values} <= set(TEXTS)


def test_no_text_is_left_over() -> None:
    paths = [*(SOURCE / "posture").rglob("*.py"), *(SOURCE / "report").glob("posture_*.py")]
    code = "\n".join(path.read_text("utf-8") for path in paths)
    stems = tuple(f"{stem}-" for stem in re.findall(r'f"(posture-[a-z]+(?:-[a-z]+)*)-\{', code))
    for key in TEXTS:
        assert f'"{key}"' in code or key.startswith(stems), key


@pytest.mark.parametrize("key", sorted(TEXTS))
def test_german_and_english_stand_side_by_side(key: str) -> None:
    fields = TEXTS[key]
    german = {field[2:] for field in fields if field.startswith("de")}
    assert german == {field[2:] for field in fields if field.startswith("en")}
    for suffix in german:
        assert names(parse(fields[f"de{suffix}"])) == names(parse(fields[f"en{suffix}"])), suffix


@pytest.mark.parametrize("key", sorted(TEXTS))
def test_texts_are_well_formed(key: str) -> None:
    for field, text in TEXTS[key].items():
        assert text.strip(), field
        parse(text)
        assert "  " not in text, field
        assert "—" not in text, field
        assert not re.search(r"\b(du|dein|deine|deinen|deiner|dich|dir)\b", text), field


def test_the_lay_person_gets_no_bare_jargon() -> None:
    for key in STEPS:
        for language in ("de", "en"):
            assert not re.search(
                r"\b(permerror|softfail|RFC|rua|p=|sp=|np=|EDNS|SMTP)\b", TEXTS[key][f"{language}_lay"]
            ), key
