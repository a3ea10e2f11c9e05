"""Put what the program really prints into the documents.

    python docs/update.py

Blocks between `<!-- help: COMMAND -->`, `<!-- output: ARGUMENTS -->` or `<!-- text: ARGUMENTS -->` and `<!-- end -->`
are replaced: the help of a command; the JSON of a run on the bundled examples, laid out for reading; or a command and
what a terminal in examples/ shows of it. `text from "…" to "…":` shows the lines from the one that begins so up to,
without it, the other.
tests/docs/test_output.py fails while a document shows something else.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = (ROOT / "README.md", ROOT / "README.de.md", ROOT / "docs" / "machine-interface.md")
BLOCK = re.compile(
    r"(?P<begin><!-- (?P<what>help|output|text)(?: from \"(?P<first>[^\"\n]+)\")?(?: to \"(?P<last>[^\"\n]+)\")?: "
    r"(?P<arguments>[^\n]+) -->\n```\w+\n)(?P<text>.*?)"
    r"(?P<end>```\n<!-- end -->)",
    re.DOTALL,
)
ENVIRONMENT = {"COLUMNS": "80", "TERM": "dumb", "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8", "LC_ALL": "C.UTF-8"}
WIDTH = 120


def printed(what: str, arguments: str, first: str | None = None, last: str | None = None) -> str:
    """What the program prints today; of a text, the lines from `first` up to `last`."""
    extra = ["--help"] if what == "help" else []
    folder = ROOT / "examples" if what == "text" else ROOT
    ran = subprocess.run(  # noqa: S603 (our own program)
        [sys.executable, "-m", "whosent", *shlex.split(arguments), *extra],
        cwd=folder, env={**os.environ, **ENVIRONMENT, "XDG_CONFIG_HOME": os.devnull}, capture_output=True, check=False,
    )  # fmt: skip
    if what == "help":
        return ran.stdout.decode().strip() + "\n"
    if what == "text":
        return f"$ whosent {arguments}\n\n{_between(ran.stdout.decode().splitlines(), first, last)}\n"
    return laid_out(json.loads(ran.stdout)) + "\n"


def _between(lines: list[str], first: str | None, last: str | None) -> str:
    begin = next(n for n, line in enumerate(lines) if line.startswith(first or ""))
    end = next((n for n, line in enumerate(lines) if last and n > begin and line.startswith(last)), len(lines))
    return "\n".join(lines[begin:end]).rstrip(" ┃\n")


def laid_out(value: object, indent: str = "") -> str:
    """JSON for reading: objects of plain values fill lines, everything else gets a line of its own."""
    if not isinstance(value, dict | list) or not value:
        return json.dumps(value, ensure_ascii=False)
    inner = indent + "  "
    if isinstance(value, list):
        return "[\n" + ",\n".join(inner + laid_out(item, inner) for item in value) + f"\n{indent}]"
    lines = [""]
    for key, item in value.items():
        text = f"{json.dumps(key)}: {laid_out(item, inner)},"
        nested = isinstance(item, dict | list) and bool(item)
        if lines[-1] and (nested or len(inner) + len(lines[-1]) + len(text) >= WIDTH):
            lines.append("")
        lines[-1] += (" " if lines[-1] else "") + text
        if nested:
            lines.append("")
    filled = "\n".join(inner + line for line in lines if line)
    return "{\n" + filled.removesuffix(",") + f"\n{indent}}}"


def blocks(text: str) -> Iterator[tuple[str, str]]:
    """What each block shows, and what it should show."""
    for block in BLOCK.finditer(text):
        yield block["text"], _printed(block)


def updated(text: str) -> str:
    """`text` with what is printed today in every block."""
    return BLOCK.sub(lambda block: f"{block['begin']}{_printed(block)}{block['end']}", text)


def _printed(block: re.Match[str]) -> str:
    return printed(block["what"], block["arguments"], block["first"], block["last"])


if __name__ == "__main__":
    for document in DOCUMENTS:
        document.write_text(updated(document.read_text("utf-8")), "utf-8")
