"""What the documents point at exists: links, files, tests."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/*.md"), *ROOT.glob("benchmarks/*.md")]
)
LINK = re.compile(r"\]\(([^)#\s]*)(?:#([^)\s]+))?\)")
TEST = re.compile(r"`(tests/[\w/.]+\.py)::(test_\w+)`")
FILE = re.compile(r"`((?:src|tests|docs|examples|benchmarks|fuzz)/[\w/.-]+\.\w+)`")


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def anchor(heading: str) -> str:
    """As the usual renderers make it: lower case, no punctuation, blanks as hyphens."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def anchors(path: Path) -> set[str]:
    return {anchor(heading) for heading in re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.MULTILINE)}


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_links_lead_somewhere(document: Path) -> None:
    dead = []
    for target, place in LINK.findall(document.read_text("utf-8")):
        if "://" in target or target.startswith("mailto:"):
            continue
        path = document.parent / target if target else document
        if not path.exists() or (place and path.suffix == ".md" and place not in anchors(path)):
            dead.append(f"{target}#{place}")
    assert dead == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_files_and_tests_exist(document: Path) -> None:
    text = document.read_text("utf-8")
    gone = [file for file in FILE.findall(text) if not (ROOT / file).exists()]
    for file, test in TEST.findall(text):
        if f"def {test}(" not in (ROOT / file).read_text("utf-8"):
            gone.append(f"{file}::{test}")
    assert gone == []


def test_each_quirk_has_a_test() -> None:
    rows = [line for line in (ROOT / "docs" / "quirks.md").read_text("utf-8").splitlines() if line.startswith("| ")]
    facts = [row for row in rows if not row.startswith("| what they do")]
    assert len(facts) > 20
    assert [row for row in facts if not TEST.search(row)] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_no_machine_of_ours_is_named(document: Path) -> None:
    text = document.read_text("utf-8")
    assert re.findall(r"/(?:home|root|work|Users)/\S+", text) == []
