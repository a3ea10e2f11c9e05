"""The annotated lines of `samples/`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

SAMPLES = Path(__file__).parent / "samples"


class Sample(NamedTuple):
    """A line with what it says; `hostile` where it tries to say more."""

    file: str
    number: int
    format: str
    stamps: bool
    hostile: bool
    expected: dict[str, Any] | None
    text: str

    @property
    def name(self) -> str:
        return f"{self.file}:{self.number}"


def samples() -> list[Sample]:
    return [sample for path in sorted(SAMPLES.glob("*.log")) for sample in _read(path)]


def _read(path: Path) -> Iterator[Sample]:
    first, *lines = path.read_text(encoding="utf-8").split("\n")
    format_name, *flags = first.removeprefix("## ").split()
    mark, expected = "", None
    for number, line in enumerate(lines, 2):
        if line.startswith(("#: ", "#! ")):
            mark, expected = line[:2], json.loads(line[3:])
        elif mark:
            yield Sample(path.stem, number, format_name, "stamps" in flags, mark == "#!", expected, line)
            mark = ""
        else:
            assert not line or line.startswith("# "), f"{path.name}:{number}: a line without expectation"
