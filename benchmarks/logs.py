"""How fast logs are indexed, in how much memory, and how fast an answer comes: beside others, in one run.

    python benchmarks/logs.py              a million lines of each kind, and a day of ten million
    python benchmarks/logs.py --quick      without the day
    python benchmarks/logs.py --logs DIR   repeat other logs than those of the lab: DIR/postfix and DIR/exim

`pflogsumm` and `eximstats` (Debian: pflogsumm, exim4-base) read each line once and count: about the least that a reader
can do. The logs are made by repeating real ones: every round has other queue ids, other addresses, later stamps.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import re
import shutil
import statistics
import string
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from whosent.adapters.logs.answers import LogAnswers
from whosent.adapters.logs.index import open_index
from whosent.model.question import Observed, Question

ROOT = Path(__file__).resolve().parents[1]
LAB = ROOT.parent / "shared" / "corpus" / "lab" / "logs"
LINES, DAY = 1_000_000, 10_000_000
RUNS = 5
ASKED = 300
"""Identifiers that are looked up."""
LETTERS = string.digits + string.ascii_uppercase + string.ascii_lowercase
"""Of Exim's ids (base 62)."""
START = datetime(2026, 11, 24, tzinfo=UTC)
SECONDS = 86_400
USERS = 5_000
"""Other people who have the same name, but for a number."""
WHOSENT = [sys.executable, "-m", "whosent", "logs", "index", "--quiet", "--index"]
TOKEN = re.compile(r"(?<= )[0-9A-F]{10,12}(?=: )|(?<=<)[^<>@ ]{1,60}@[^<>@ ]{1,60}(?=>)")
ADDRESS = re.compile(r"[A-Za-z0-9._-]{1,60}(?=@[A-Za-z])")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--logs", type=Path, metavar="DIR", help="other logs to repeat")
    parser.add_argument("--quick", action="store_true", help="without the day of ten million lines")
    options = parser.parse_args()
    postfix, exim = sources(options.logs)
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} processors")
    with tempfile.TemporaryDirectory() as folder:
        beside_others(Path(folder), postfix, exim)
        if not options.quick:
            a_day(Path(folder), postfix)


def sources(folder: Path | None) -> tuple[list[str], list[str]]:
    """The lines of a Postfix and of an Exim log."""
    paths = (
        [folder / "postfix", folder / "exim"] if folder else [LAB / "hostera/mail.log", LAB / "hosterb/exim_mainlog"]
    )
    missing = [str(path) for path in paths if not path.is_file()]
    if missing:
        sys.exit(f"no log there to repeat: {', '.join(missing)} (--logs DIR names others)")
    postfix, exim = (path.read_text("utf-8", "replace").splitlines() for path in paths)
    return postfix, exim


def heading(text: str) -> None:
    print(f"\n{text}")


def row(name: str, *cells: str) -> None:
    print(f"  {name:44}" + "".join(f"{cell:>16}" for cell in cells), flush=True)


# Logs


def syslog_stamp(moment: datetime) -> str:
    return f"{moment:%b} {moment.day:2} {moment:%H:%M:%S}"


def exim_stamp(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"


def postfix_ids(text: str, turn: int) -> str:
    return re.sub(r"\b[0-9A-F]{11}\b", lambda id_: f"{(int(id_[0], 16) + turn * 0x9E3779B97) % (1 << 44):011X}", text)


def exim_ids(text: str, turn: int) -> str:
    return re.sub(r"\b1xV(?=\w{3}-\w{6}-\w\w\b)", f"1{LETTERS[turn // 62 % 62]}{LETTERS[turn % 62]}", text)


def repeated(
    lines: list[str], count: int, width: int, stamp: Callable[[datetime], str], ids: Callable[[str, int], str]
) -> Iterator[str]:
    """At least `count` lines of a day, a round after the other. `width`: length of the stamp."""
    plain = "\n".join(line[width:] for line in lines)
    rounds = -(-count // len(lines))
    step = timedelta(seconds=SECONDS / (rounds * len(lines)))
    moment = START
    for turn in range(rounds):
        number = turn * 7919 % USERS
        text = ADDRESS.sub(lambda name, number=number: f"{name[0]}.{number}", ids(plain, turn)) if turn else plain
        for line in text.split("\n"):
            yield f"{stamp(moment)}{line}\n"
            moment += step


def written(path: Path, lines: Iterator[str]) -> int:
    """Write a log; how many lines it has."""
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for line in lines:
            file.write(line)
            count += 1
    return count


# Beside others


def beside_others(folder: Path, postfix: list[str], exim: list[str]) -> None:
    """CPU time of each reader over the same lines, in turns, so that the machine's moods hit all of them."""
    heading(f"Lines per second of CPU time, one core (median of {RUNS} runs in turns; target: 0.7 × the other)")
    row("", "lines/s", "µs/line", "ratio", "MiB")
    for name, other, lines, width, stamp, ids in (
        ("Postfix", "pflogsumm", postfix, 15, syslog_stamp, postfix_ids),
        ("Exim", "eximstats", exim, 19, exim_stamp, exim_ids),
    ):
        path = folder / f"{name}.log"
        count = written(path, repeated([line for line in lines if line[:1].strip()], LINES, width, stamp, ids))
        commands = {f"{name}: whosent logs index": [*WHOSENT, str(folder / "index"), str(path)]}
        if shutil.which(other):
            commands[f"{name}: {other}"] = [other, str(path)]
        runs: dict[str, list[tuple[float, float]]] = {key: [] for key in commands}
        for _ in range(RUNS):
            for key, command in commands.items():
                forget_index(folder)
                runs[key].append(measured(command)[:2])
        first = statistics.median(seconds for seconds, _ in runs[f"{name}: whosent logs index"])
        for key, figures in runs.items():
            seconds = statistics.median(seconds for seconds, _ in figures)
            ratio = "" if "whosent" in key else f"whosent {seconds / first:.2f} ×"
            peak = max(peak for _, peak in figures)
            row(key, f"{count / seconds:,.0f}", f"{seconds / count * 1e6:.2f}", ratio, f"{peak:.0f}")
        path.unlink()
        if len(commands) == 1:
            row(f"{name}: {other}", "not installed")
    forget_index(folder)


def forget_index(folder: Path) -> None:
    for path in folder.glob("index*"):
        path.unlink()


def measured(command: list[str]) -> tuple[float, float, float]:
    """Seconds of CPU, peak memory in MiB, and seconds on the clock of one run."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, time.perf_counter() - start


# A day


def a_day(folder: Path, postfix: list[str]) -> None:
    """Ten million lines: memory must stay flat, an answer quick."""
    path = folder / "day.log"
    count = written(path, repeated(postfix, DAY, 15, syslog_stamp, postfix_ids))
    heading(f"A day of {count:,} lines ({path.stat().st_size / 1e9:.2f} GB)")
    tokens = some_tokens(path)
    seconds, peak, wall = measured([*WHOSENT, str(folder / "index"), str(path)])
    row("index it", f"{wall:.0f} s", f"{count / seconds:,.0f} lines/s", f"{peak:.0f} MiB", "target ≤ 100")
    row("the index", f"{(folder / 'index').stat().st_size / 1e9:.2f} GB")
    path.unlink()
    answerer = LogAnswers([open_index(folder / "index")])
    took = sorted(asked(answerer, token) for token in tokens)
    median, late = statistics.median(took), took[len(took) * 95 // 100]
    row(f"an answer ({len(took)} ids and addresses)", f"median {median:.1f}", f"95 % {late:.1f}",
        f"most {took[-1]:.1f} ms", "target < 50")  # fmt: skip
    start = time.perf_counter()
    answerer([Question("coverage", "")], 60)
    row("what the logs cover", f"{(time.perf_counter() - start) * 1000:.1f} ms")


def some_tokens(path: Path) -> list[str]:
    """Queue ids and addresses of lines anywhere in the file."""
    chance = random.Random(1)  # the same in every run
    found: list[str] = []
    size = path.stat().st_size
    with path.open(encoding="utf-8") as file:
        while len(found) < ASKED:
            file.seek(chance.randrange(size - 10_000))
            file.readline()
            found += TOKEN.findall(file.readline())
    return found[:ASKED]


def asked(answerer: LogAnswers, token: str) -> float:
    """Milliseconds until the answer."""
    question = Question("log", token)
    start = time.perf_counter()
    answer = answerer([question], 60)[question]
    took = (time.perf_counter() - start) * 1000
    if isinstance(answer, Observed) and not answer.values:
        sys.exit(f"{token} was not found")
    return took


if __name__ == "__main__":
    main()
