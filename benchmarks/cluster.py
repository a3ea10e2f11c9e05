"""One process, two processes, and a cluster of two workers: how fast, and whether they write the same bytes.

    python benchmarks/cluster.py [--messages N] [--lines N]

Then the same for `logs index`, where the lab's logs are there to be repeated: the same rows of the same tables?
The cluster is a real one (scheduler and two workers are processes that talk by TCP), but all on this machine: client
and scheduler take their time from the cores of the workers. What counts for a larger one is what the client does for
each message, for that does not become faster with more workers. Needs whosent[cluster].
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import os
import platform
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from logs import LAB, postfix_ids, repeated, sources, syslog_stamp, written
from speed import EXAMPLES, WHOSENT, heading, mailbox, row

MESSAGES = 30_000
LINES = 1_000_000
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
    parser.add_argument("--lines", type=int, default=LINES)
    options = parser.parse_args()
    messages = options.messages
    from distributed import LocalCluster

    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} processors")
    with tempfile.TemporaryDirectory() as folder, LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0", host="127.0.0.1"
    ) as cluster:  # fmt: skip
        path = Path(folder) / "in.mbox"
        with path.open("wb") as file:
            file.writelines(mailbox(messages))
        address = cluster.scheduler_address
        same = not messages or compare(path, messages, address) & forms(path, address)
        same &= not options.lines or not LAB.is_dir() or indexes(Path(folder), options.lines, address)
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


def indexes(folder: Path, count: int, address: str) -> bool:
    """`logs index` in one process and by the cluster, of a log that the workers see and of one that is sent."""
    lines = [line for line in sources(None)[0] if line[:1].strip()]
    log, packed = folder / "mail.log", folder / "mail.log.2.gz"
    count = written(log, repeated(lines, count, 15, syslog_stamp, postfix_ids))
    with log.open("rb") as file, gzip.open(packed, "wb", compresslevel=6) as target:
        shutil.copyfileobj(file, target)
    ways = {
        "one process": (log, []), "--cluster, the workers read": (log, ["--cluster", address]),
        "one process, gzip": (packed, []), "--cluster, the client sends": (packed, ["--cluster", address]),
    }  # fmt: skip
    found: dict[str, list[Ran]] = {name: [] for name in ways}
    short = folder / "short.log"
    short.write_text("Nov 24 12:00:00 mail postfix/qmgr[9]: 4A000000000: removed\n", encoding="ascii")
    nothing = statistics.median(indexed(folder, short, ["--cluster", address]).cpu for _ in range(RUNS))
    for _ in range(RUNS):
        for name, (path, options) in ways.items():
            found[name].append(indexed(folder, path, options))
    heading(f"`logs index` of {count:,} lines, {log.stat().st_size / 1e6:.0f} MB (median of {RUNS}, in turns)")
    row("", "seconds", "lines/s", "ratio", "own µs/line", "same rows")
    alone, all_same = found["one process"], True
    for name, runs in found.items():
        wall, cpu = (statistics.median(getattr(ran, what) for ran in runs) for what in ("wall", "cpu"))
        alone = alone if "--cluster" in name else runs
        one = statistics.median(ran.wall for ran in alone)
        same = {ran.digest for ran in (*alone, *runs)} == {alone[0].digest}
        all_same &= same
        share = f"{(cpu - (nothing if '--cluster' in name else 0)) / count * 1e6:.2f}"
        row(name, f"{wall:.2f}", f"{count / wall:,.0f}", f"{one / wall:.2f}", share, "yes" if same else "NO")
    print(f"  (own: CPU time of the process that was called; of a client without its start, {nothing:.2f} s)")
    return all_same


def indexed(folder: Path, path: Path, options: list[str]) -> Ran:
    """One run of the command into a new index, and what is in its tables."""
    index = folder / "index.sqlite"
    for old in folder.glob("index.sqlite*"):
        old.unlink()
    start = time.perf_counter()
    process = subprocess.Popen([*WHOSENT, "logs", "index", "--quiet", "--index", str(index), *options, str(path)])
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - start
    digest = hashlib.sha256()
    with closing(sqlite3.connect(index)) as connection:
        for table in ("files", "blocks", "texts", "words"):
            for values in connection.execute(f"SELECT * FROM {table} ORDER BY id"):
                digest.update(repr(values).encode())
    return Ran(wall, usage.ru_utime + usage.ru_stime, digest.hexdigest())


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
