"""Put the real help into README.md, between `<!-- help: COMMAND -->` and `<!-- end -->`.

    python docs/update_help.py

tests/docs/test_readme.py fails while the two differ.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

README = Path(__file__).resolve().parents[1] / "README.md"
BLOCK = re.compile(
    r"(?P<begin><!-- help: (?P<command>[a-z ]+) -->\n```text\n)(?P<text>.*?)(?P<end>```\n<!-- end -->)", re.DOTALL
)


def real_help(command: str) -> str:
    """What `whosent COMMAND --help` prints on a terminal of 80 columns."""
    ran = subprocess.run(  # noqa: S603 (our own program)
        [sys.executable, "-m", "whosent", *command.split(), "--help"],
        env={**os.environ, "COLUMNS": "80", "TERM": "dumb", "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"},
        capture_output=True, check=True,
    )  # fmt: skip
    return ran.stdout.decode().strip() + "\n"


def updated(text: str) -> str:
    """`text` with the help of today in every block."""
    return BLOCK.sub(lambda block: f"{block['begin']}{real_help(block['command'])}{block['end']}", text)


if __name__ == "__main__":
    README.write_text(updated(README.read_text("utf-8")), "utf-8")
