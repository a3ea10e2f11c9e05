"""Rerun the scorers of a corpus with truth and print the table of docs/quality.md.

Calls:
    make quality                                   the corpus in ../shared/corpus
    python benchmarks/quality.py FOLDER            another one; it holds score.py
    python benchmarks/quality.py --write           put the table into docs/quality.md
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DOCUMENT = ROOT / "docs" / "quality.md"
BLOCK = re.compile(r"(?<=<!-- figures -->\n).*?(?=<!-- end -->)", re.DOTALL)

RUNS = {
    "bounces": ("What a bounce reports", ["bounces"]),
    "received": ("Received lines", ["received"]),
    "lab nothing": ("Verdicts, nothing configured", ["lab", "--given", "nothing"]),
    "lab own": ("Verdicts, own hosts named", ["lab", "--given", "own"]),
    "lab proof": ("Verdicts, with logs and DNS", ["lab", "--given", "proof"]),
}
GOALS = {
    ("lab", "certain and right"): "≥ 99.5 %",
    ("lab", "likely and right"): "≥ 90 %",
    ("lab", "theft not reassured"): "100 %",
    ("lab", "Joe job not accused"): "100 %",
    ("bounces", "recipients exact"): "≥ 99 %",
    ("bounces", "status"): "≥ 98.5 %",
    ("bounces", "reason"): "≥ 93 %",
    ("bounces", "permanent"): "≥ 98 %",
    ("bounces", "seen as bounce/delay"): "≥ 99.5 %",
    ("bounces", "seen as complaint"): "≥ 97 %",
    ("bounces", "no false bounce"): "100 %",
}
PEERS = {
    ("bounces", "recipients exact"): "on its own set / on others': Sisimai 98.4 / 95.5 %, go-sisimai 97.9 / 88.3 %, "
    "flufl.bounce 79.2 / 92.7 %",
    ("bounces", "status"): "Sisimai 99.1 % where it stands in the text",
    ("bounces", "answered"): "peers crash on 2 to 22 of 1,454",
    ("bounces", "no false bounce"): "peers take challenges, receipts and phishing for bounces",
    ("received", "all fields"): "libraries mix up HELO and rDNS, see no authentication, invent addresses",
}


def main() -> None:
    """Score, print, perhaps write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", nargs="?", type=Path, default=ROOT.parent / "shared" / "corpus")
    parser.add_argument("--write", action="store_true", help="put the table into docs/quality.md")
    options = parser.parse_args()
    scorer = options.corpus / "score.py"
    if not scorer.is_file():
        sys.exit(f"no corpus with truth at {options.corpus}: it holds score.py and the samples")
    table = render({name: score(scorer, arguments) for name, (_, arguments) in RUNS.items()})
    print(table)
    if options.write:
        DOCUMENT.write_text(BLOCK.sub(lambda _: table, DOCUMENT.read_text("utf-8")), "utf-8")


def score(scorer: Path, arguments: list[str]) -> dict[str, tuple[int, int]]:
    """Figure -> (right, of how many)."""
    ran = subprocess.run(
        [sys.executable, str(scorer), *arguments, "--json"],
        env={**os.environ, "WHOSENT": f"{sys.executable} -m whosent"}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    sys.stderr.write(ran.stderr)
    return {name: (right, of) for name, (right, of) in json.loads(ran.stdout).items()}


def render(figures: dict[str, dict[str, tuple[int, int]]]) -> str:
    """The tables in Markdown."""
    today = datetime.datetime.now(datetime.UTC).date()
    lines = []
    for name, (title, arguments) in RUNS.items():
        lines += [f"### {title}", "", f"`score.py {' '.join(arguments)}`, {today}", ""]
        lines += ["| figure | result | goal | others |", "|---|---:|---:|---|"]
        for figure, (right, of) in figures[name].items():
            key = (arguments[0], figure)
            result = f"{right} of {of} = {100 * right / of:.2f} %" if of else "none"
            lines.append(f"| {figure} | {result} | {GOALS.get(key, '')} | {PEERS.get(key, '')} |")
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
