"""Count the verdicts in the scenes of tests/worlds, in which the truth is known, and name those that are wrong.

Calls:
    python benchmarks/worlds.py             with everything that can be told: logs, DNS, all hosts
    python benchmarks/worlds.py partial     another level of tests/worlds/judge.py

The scenes are chosen to be hard, not to be frequent: shares say nothing about a mailbox of every day.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.worlds.judge import LEVELS, judge
from tests.worlds.scenes import SCENES


def main(level: str) -> None:
    """Print the table, then a line for each wrong verdict."""
    counts: Counter[tuple[str, bool]] = Counter()
    wrong: list[str] = []
    for scene in SCENES:
        message, world, options, *_ = scene.make()
        verdict = judge(message, world, LEVELS[level], **options).verdict
        if verdict is None:
            continue
        error = scene.wrong(verdict.cause, verdict.certainty)
        counts[verdict.certainty, error is not None] += 1
        if error is not None:
            wrong.append(f"{verdict.certainty}: {scene.name}: {error} ({verdict.rule})")
    for certainty in ("certain", "likely", "unclear"):
        print(f"{certainty:8}{counts[certainty, False]:5} right{counts[certainty, True]:5} wrong")
    print(*sorted(wrong), sep="\n")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "proof")
