"""The documents show what the program really prints."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path

import jsonschema
import pytest

from whosent.report import machine

ROOT = Path(__file__).parents[2]


def load(path: Path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


update = load(ROOT / "docs" / "update.py")


@pytest.mark.parametrize("document", update.DOCUMENTS, ids=lambda path: path.name)
def test_blocks_show_what_is_printed(document: Path) -> None:
    found = list(update.blocks(document.read_text("utf-8")))
    assert found
    for shown, printed in found:
        assert shown == printed, "run: python docs/update.py"


def test_the_example_keeps_to_the_schema() -> None:
    text = (ROOT / "docs" / "machine-interface.md").read_text("utf-8")
    (example,) = re.findall(r"```json\n(.*?)```", text, re.DOTALL)
    schema = {"$ref": "#/$defs/message", "$defs": machine.schema()["$defs"]}
    jsonschema.validate(json.loads(example), schema, jsonschema.Draft202012Validator)


def test_every_word_of_the_schema_is_explained() -> None:
    """Names and values of a message: nobody has to guess."""
    text = (ROOT / "docs" / "machine-interface.md").read_text("utf-8")
    definitions = machine.schema()["$defs"]
    words = set(re.findall(r"[\w-]+", text))
    for name in ("read", "recipient", "original", "hop", "evidence", "verdict", "origin", "incident", "summary",
                 "world", "sender"):  # fmt: skip
        assert set(definitions[name]["required"]) <= words, name
        for field in definitions[name]["properties"].values():
            assert {value for value in field.get("enum", ()) if value is not None} <= words, name


def test_every_option_that_is_mentioned_exists() -> None:
    known = set(re.findall(r"--[a-z-]+", update.printed("help", "check") + update.printed("help", "trace")))
    for name in ("README.md", "README.de.md", "examples/README.md", "CONTRIBUTING.md", "SECURITY.md"):
        commands = re.findall(r"whosent (?:check|trace)[^`\n]*", (ROOT / name).read_text("utf-8"))
        assert {option for command in commands for option in re.findall(r"--[a-z-]+", command)} <= known


def test_pictures_are_small() -> None:
    pictures = list((ROOT / "docs" / "images").glob("*.png"))
    assert pictures
    assert max(picture.stat().st_size for picture in pictures) < 300_000
