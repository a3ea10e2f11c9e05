"""How fast, how flat, how quick to start: figures side by side in one run.

    make speed
    python benchmarks/speed.py FOLDER      messages of your own (.eml, any depth)
    python benchmarks/speed.py --quick     without the long runs over generated mailboxes

Figures depend on the sample and the machine; only figures of one run can be compared.
"""

from __future__ import annotations

import argparse
import email
import email.policy
import logging
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from flufl.bounce import scan_message

from whosent.adapters.texts import load
from whosent.model.item import Item
from whosent.model.ownside import OwnSide
from whosent.model.question import Answers, Question
from whosent.report import machine
from whosent.service.check import AT_ONCE, Checker, Settings, batches
from whosent.service.run import Run

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT.parent / "shared" / "corpus" / "bounces"
EXAMPLES = ROOT / "examples" / "bounces"
WHOSENT = [sys.executable, "-m", "whosent"]
ROUNDS = 7
LEAST = 500
"""Messages of one round; a smaller folder is gone through repeatedly."""
SMALL, LARGE = 10_000, 200_000
STARTS = 15
TEXTS = load("en")
RUNS = 3

Messages = list[tuple[str, bytes]]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=CORPUS if CORPUS.is_dir() else EXAMPLES)
    parser.add_argument("--quick", action="store_true", help="without the long runs over generated mailboxes")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} processors")
    throughput(messages_in(options.folder))
    startup()
    if not options.quick:
        processes()
        memory()


def heading(text: str) -> None:
    print(f"\n{text}")


def row(name: str, *cells: str) -> None:
    print(f"  {name:44}" + "".join(f"{cell:>16}" for cell in cells), flush=True)


# Messages per second


def messages_in(folder: Path) -> Messages:
    """All .eml files below the folder."""
    found = [(str(path), path.read_bytes()) for path in sorted(folder.rglob("*.eml"))]
    if not found:
        sys.exit(f"no .eml files in {folder}")
    print(f"{len(found)} messages of {sum(len(data) for _, data in found) / len(found) / 1024:.1f} KiB from {folder}")
    return found * -(-LEAST // len(found))


def throughput(messages: Messages) -> None:
    """CPU time of each way to read the same messages, in turns, so that the machine's moods hit all of them."""
    ways: dict[str, Callable[[Messages], int]] = {
        "whosent: parse, trace, verdict, JSON": whole_check,
        "the same with incidents": with_incidents,
        "email.message_from_bytes (compat32)": only_email,
        "email, policy.default": only_email_default,
        "flufl.bounce: addresses only": flufl,
    }
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    crashes = {name: way(messages) for name, way in ways.items()}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            start = time.process_time()
            way(messages)
            seconds[name].append(time.process_time() - start)
    heading("Messages per second of CPU time, one core (median; target of whosent: 4,000)")
    row("", "messages/s", "µs/message", "whosent is", "crashes")
    ours = statistics.median(seconds["whosent: parse, trace, verdict, JSON"])
    for name, values in seconds.items():
        median = statistics.median(values)
        per = median / len(messages)
        faster = "" if median == ours else f"{median / ours:.2f} × as fast"
        row(name, f"{1 / per:,.0f}", f"{per * 1e6:,.0f}", faster, str(crashes[name]))


def whole_check(messages: Messages) -> int:
    """The whole of `whosent check --format jsonl` but for reading files."""
    checker = Checker(Settings(OwnSide()), ask_nobody)
    for few in batches((Item(name, data) for name, data in messages), AT_ONCE):
        for _ in machine.jsonl(((result, None) for result in checker.check(few)), TEXTS):
            pass
    return 0


def with_incidents(messages: Messages) -> int:
    """The same, every message put into its wave."""
    run = Run(Settings(OwnSide()), ask_nobody, jobs=1)
    for _ in machine.jsonl(run.results(Item(name, data) for name, data in messages), TEXTS):
        pass
    return 0


def ask_nobody(questions: Sequence[Question], seconds: float) -> Answers:
    """Without options nothing is looked up."""
    raise AssertionError(questions)


def only_email(messages: Messages) -> int:
    for _, data in messages:
        email.message_from_bytes(data)
    return 0


def only_email_default(messages: Messages) -> int:
    for _, data in messages:
        email.message_from_bytes(data, policy=email.policy.default)
    return 0


def flufl(messages: Messages) -> int:
    """Parsing included; it answers with addresses only. Counts what it crashes on."""
    crashed = 0
    for _, data in messages:
        try:
            scan_message(email.message_from_bytes(data))
        except Exception:
            crashed += 1
    return crashed


# Whole processes


def startup() -> None:
    """Wall time from the shell's point of view."""
    heading("From the call to the end (median)")
    row("", "seconds", "target")
    one = str(EXAMPLES / "01.eml")
    for name, command, target in (
        ("python -c pass", [sys.executable, "-c", "pass"], ""),
        ("whosent --version", [*WHOSENT, "--version"], "≤ 0.150"),
        ("whosent check --format jsonl one.eml", [*WHOSENT, "check", "--format", "jsonl", one], "< 0.400"),
        ("whosent check one.eml", [*WHOSENT, "check", one], "≤ 0.500"),
    ):
        row(name, f"{started(command):.3f}", target)


def started(command: list[str]) -> float:
    def once() -> float:
        start = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        return time.perf_counter() - start

    once()
    return statistics.median(once() for _ in range(STARTS))


def mailbox(count: int) -> Iterator[bytes]:
    """An mbox of that many bounces of one wave: each with an id, a made-up sender and a recipient of its own."""
    template = (EXAMPLES / "02.eml").read_bytes()
    for number in range(count):
        data = template.replace(b"lhpicopcez", b"q%dzx" % number).replace(b"eva_iversen", b"eva.%d" % number)
        data = data.replace(b"000000006B04FC4B", b"%016X" % number).replace(b"6eec50cb00c85e9a", b"%016x" % number)
        yield b"From MAILER-DAEMON Tue Nov 24 03:54:03 2026\n" + data + b"\n"


def processes() -> None:
    """What a second process brings."""
    heading(f"Wall time of `check --format jsonl` on an mbox of {SMALL:,} bounces (median of {RUNS}, in turns)")
    row("", "seconds", "messages/s", "ratio", "target")
    seconds: dict[int, list[float]] = {1: [], 2: []}
    with tempfile.NamedTemporaryFile(suffix=".mbox") as file:
        for piece in mailbox(SMALL):
            file.write(piece)
        file.flush()
        for _ in range(RUNS):
            for jobs, walls in seconds.items():
                command = [*WHOSENT, "check", "--format", "jsonl", "--quiet", "--jobs", str(jobs), file.name]
                start = time.perf_counter()
                subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
                walls.append(time.perf_counter() - start)
    one = statistics.median(seconds[1])
    for jobs, walls in seconds.items():
        wall = statistics.median(walls)
        target = "≥ 1.60" if jobs == 2 else ""
        row(f"--jobs {jobs}", f"{wall:.2f}", f"{SMALL / wall:,.0f}", f"{one / wall:.2f}", target)


def memory() -> None:
    """Peak memory must not grow with the number of messages: they stream in through a pipe."""
    heading("Peak memory of `check --jobs 1 -`")
    row("", "MiB", "seconds", "ratio", "target")
    for kind in ("jsonl", "json"):
        small = 0.0
        for count in (SMALL, LARGE):
            peak, seconds = peak_memory(["check", "--format", kind, "--quiet", "--jobs", "1", "-"], mailbox(count))
            small = small or peak
            target = "≤ 1.25" if count == LARGE else ""
            row(f"{kind}, {count:,} messages", f"{peak:.0f}", f"{seconds:.1f}", f"{peak / small:.2f}", target)


def peak_memory(arguments: list[str], stdin: Iterable[bytes]) -> tuple[float, float]:
    """MiB and seconds of one run."""
    start = time.perf_counter()
    process = subprocess.Popen([*WHOSENT, *arguments], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    assert process.stdin is not None
    with process.stdin as pipe:
        for piece in stdin:
            pipe.write(piece)
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    return usage.ru_maxrss / 1024, time.perf_counter() - start


if __name__ == "__main__":
    main()
