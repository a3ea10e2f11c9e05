"""The README shows the real help, and its demo is the real demo."""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "docs"))

from update_help import BLOCK, real_help  # noqa: E402

README = (ROOT / "README.md").read_text("utf-8")


def test_the_help_is_the_real_one() -> None:
    blocks = {block["command"]: block["text"] for block in BLOCK.finditer(README)}
    assert blocks == {"check": real_help("check")}, "run: python docs/update_help.py"


def test_every_option_that_is_mentioned_exists() -> None:
    known = set(re.findall(r"--[a-z-]+", real_help("check") + real_help("trace")))
    for name in ("README.md", "README.de.md", "examples/README.md", "CONTRIBUTING.md"):
        commands = re.findall(r"whosent (?:check|trace)[^`\n]*", (ROOT / name).read_text("utf-8"))
        assert {option for command in commands for option in re.findall(r"--[a-z-]+", command)} <= known


def test_pictures_are_small() -> None:
    pictures = list((ROOT / "docs" / "images").glob("*.png"))
    assert pictures
    assert max(picture.stat().st_size for picture in pictures) < 300_000
