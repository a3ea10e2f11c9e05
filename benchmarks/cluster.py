"""One process, two processes, and a cluster of two workers: how fast, and whether they write the same bytes.

    python benchmarks/cluster.py [--messages N]

The cluster is a real one (scheduler and two workers are processes that talk by TCP), but all on this machine: client
and scheduler take their time from the cores of the workers. What counts for a larger one is what the client does for
each message, for that does not become faster with more workers. Needs whosent[cluster].
"""

from __future__ import annotations

import argparse
import hashlib
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from speed import EXAMPLES, WHOSENT, heading, mailbox, row

MESSAGES = 30_000
RUNS = 3


class Ran(NamedTuple):
    """One run: seconds on the clock, seconds of CPU of the process (and its own children), what it wrote."""

    wall: float
    cpu: float
    digest: str


def main() -> None:
    """Measure, print, and fail if the outputs differ."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=MESSAGES)
    messages = parser.parse_args().messages
    from distributed import LocalCluster

    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} processors")
    with tempfile.TemporaryDirectory() as folder, LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0", host="127.0.0.1"
    ) as cluster:  # fmt: skip
        path = Path(folder) / "in.mbox"
        with path.open("wb") as file:
            file.writelines(mailbox(messages))
        address = cluster.scheduler_address
        same = compare(path, messages, address) & forms(path, address)
    sys.exit(0 if same else "the outputs differ")


def compare(path: Path, messages: int, address: str) -> bool:
    """The ways side by side, in turns."""
    ways = {
        "--jobs 1": (["--jobs", "1"], False),
        "--jobs 2": (["--jobs", "2"], False),
        "--cluster, the workers read": (["--cluster", address], False),
        "--jobs 1, through a pipe": (["--jobs", "1"], True),
        "--cluster, the client sends": (["--cluster", address], True),
    }
    found: dict[str, list[Ran]] = {name: [] for name in ways}
    start = statistics.median(run(["--cluster", address], EXAMPLES / "01.eml").cpu for _ in range(RUNS))
    for _ in range(RUNS):
        for name, (options, piped) in ways.items():
            found[name].append(run(options, path, piped=piped))
    heading(f"`check --format jsonl` of {messages:,} bounces, {path.stat().st_size / messages / 1024:.1f} KiB each "
            f"(median of {RUNS}, in turns)")  # fmt: skip
    row("", "seconds", "messages/s", "ratio", "client µs/msg", "same bytes")
    one = statistics.median(ran.wall for ran in found["--jobs 1"])
    all_same = True
    for name, runs in found.items():
        wall = statistics.median(ran.wall for ran in runs)
        cpu = statistics.median(ran.cpu for ran in runs) - start
        alone = found["--jobs 1, through a pipe" if ways[name][1] else "--jobs 1"]
        same = {ran.digest for ran in runs} == {ran.digest for ran in alone}
        all_same &= same
        client = f"{cpu / messages * 1e6:.0f}" if "--cluster" in name else ""
        row(name, f"{wall:.2f}", f"{messages / wall:,.0f}", f"{one / wall:.2f}", client, "yes" if same else "NO")
    print(f"  (client: CPU time of the client without its start, {start:.2f} s; of the cluster nothing)")
    return all_same


def forms(path: Path, address: str) -> bool:
    """The whole document too, with incidents and summary."""
    one, other = (run(options, path, form="json") for options in (["--jobs", "1"], ["--cluster", address]))
    print(f"  --format json: {'the same bytes' if one.digest == other.digest else 'OTHER BYTES'}")
    return one.digest == other.digest


def run(options: list[str], path: Path, *, form: str = "jsonl", piped: bool = False) -> Ran:
    """One run of the command."""
    command = [*WHOSENT, "check", "--dns", "off", "--format", form, "--quiet", *options, "-" if piped else str(path)]
    start = time.perf_counter()
    with path.open("rb") as file:
        process = subprocess.Popen(command, stdin=file if piped else subprocess.DEVNULL, stdout=subprocess.PIPE)
        assert process.stdout is not None
        digest = hashlib.file_digest(process.stdout, "sha256").hexdigest()
        _, _, usage = os.wait4(process.pid, 0)
        process.returncode = 0
    return Ran(time.perf_counter() - start, usage.ru_utime + usage.ru_stime, digest)


if __name__ == "__main__":
    main()
