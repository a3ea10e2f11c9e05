"""Does the program say of each bounce what the lab knows? Counts per level of knowledge; names what is not right."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

LEVELS = ("nothing", "own", "proof")
"""Only the bounce; with the names of our hosts; with logs and DNS as well."""


def check(out: Path, level: str) -> tuple[Counter[str], list[str]]:
    """Bounces per outcome (right, open, wrong), and a line for each that is not right."""
    truth = [json.loads(line) for line in (out / "truth.jsonl").read_text().splitlines()]
    said = _verdicts(out, [row["file"] for row in truth], level)
    counts: Counter[str] = Counter()
    others: list[str] = []
    for row in truth:
        verdict = said[row["file"]]
        outcome = _outcome(row, verdict, level)
        counts[outcome] += 1
        if outcome != "right":
            where = (
                f"{row['file']}: {row['cause']} ({row['variant']}, {row['receiver']['mta']}, {row['receiver']['mode']})"
            )
            others.append(f"{outcome:6}{where}: {verdict['certainty']} {verdict['cause']}")
    return counts, others


def _outcome(row: dict[str, Any], verdict: dict[str, Any], level: str) -> str:
    """Undetermined is right where an expert may leave it open, else it is "open": no error, but nothing told."""
    if verdict["cause"] in (row["cause"], *row["also"]):
        return "right"
    if verdict["cause"] == "undetermined":
        return "right" if level in row["undetermined_ok"] else "open"
    return "wrong"


def _verdicts(out: Path, files: Sequence[str], level: str) -> dict[str, dict[str, Any]]:
    (world,) = json.loads((out / "world.json").read_text())["hosters"].values()
    options = ["--dns", "off"]
    if level != "nothing":
        options += [word for domain in world["as"] for word in ("--as", domain)]
        options += [word for host in world["own"] for word in ("--own", host)] + ["--own-complete"]
    if level == "proof":
        options += ["--dns", "dns.json", "--tz", "UTC", *(word for log in world["logs"] for word in ("--log", log))]
    command = [sys.executable, "-m", "whosent", "check", "--format", "jsonl", *options, *files]
    done = subprocess.run(command, cwd=out, capture_output=True, text=True, check=False)
    if done.returncode not in {0, 1, 3}:
        raise RuntimeError(f"whosent check: exit status {done.returncode}: {done.stderr.strip()}")
    nothing = {"cause": "nothing", "certainty": "no verdict:"}
    objects = [json.loads(line) for line in done.stdout.split("\n") if line]
    return {one["source"].partition("#")[0]: one.get("verdict") or nothing for one in objects}
