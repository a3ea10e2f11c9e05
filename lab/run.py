"""The command line of the lab."""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from pathlib import Path

from lab import dkim
from lab.check import LEVELS, check
from lab.collect import collect, wait_for_bounces
from lab.hosts import KINDS
from lab.lab import ALWAYS, Lab
from lab.needs import Skipped
from lab.play import PLAYS
from lab.play.stage import Stage

NAMES = tuple(kind.name for kind in KINDS if kind.name not in ALWAYS)
SKIPPED = 77
"""Exit status where this machine cannot run it: what test harnesses take for "skipped"."""


def main(argv: list[str] | None = None) -> int:
    """Exit status: 0; 1 where something is missing or wrong; 77 where this machine cannot run it."""
    parser = argparse.ArgumentParser(prog="python -m lab", description="Real mail servers in namespaces: docs/lab.md.")
    commands = parser.add_subparsers(dest="command", required=True)
    up = commands.add_parser("up", help="start hosts and keep them until Ctrl-C or the end of input")
    up.add_argument("hosts", nargs="*", metavar="HOST", default=NAMES, help=f"of {', '.join(NAMES)}; default: all")
    up.add_argument("--no-fetch", action="store_true", help="use only packages that are in the cache")
    commands.add_parser("fetch", help="fetch the packages of all hosts, start and end them once: then the tests run")
    run = commands.add_parser("run", help="play all causes, and keep bounces, logs and truth")
    run.add_argument("out", type=Path, help="a folder for them; what a former run left there is replaced")
    run.add_argument("--seed", type=int, default=1, help="of names and words")
    judge = commands.add_parser("check", help="compare what whosent says with the truth")
    judge.add_argument("out", type=Path, help="the folder of a run")
    arguments = parser.parse_args(argv)
    try:
        if arguments.command == "fetch":
            return _fetch()
        if arguments.command == "up":
            return _up(arguments.hosts, not arguments.no_fetch)
        return _run(arguments.out, arguments.seed) if arguments.command == "run" else _check(arguments.out)
    except Skipped as reason:
        print(f"lab: skipped: {reason}", file=sys.stderr)
        return SKIPPED
    except KeyboardInterrupt:
        return 130


def _fetch() -> int:
    with Lab(NAMES, missing_ok=True) as lab:
        _tell_skipped(lab)
    return 0


def _up(hosts: list[str], fetch: bool) -> int:
    with Lab(hosts, missing_ok=True, fetch=fetch) as lab:
        _tell_skipped(lab)
        for name, host in lab.hosts.items():
            enter = " ".join(host.cell.argv(["bash"]))
            print(f"{name:12} {host.place.name:26} {host.place.addresses[0]:16} {enter}")
        print("Ctrl-C, or the end of input, ends it.", flush=True)
        try:
            sys.stdin.read()
        except KeyboardInterrupt:
            print()
    return 0


def _run(out: Path, seed: int) -> int:
    begin = time.monotonic()
    with Lab(NAMES, missing_ok=True) as lab:
        _tell_skipped(lab)
        dkim.sign(lab.hoster, lab.dns, "kunde.example")
        print(f"{len(lab.hosts)} hosts are up after {time.monotonic() - begin:.0f} s")
        stage = Stage(lab, seed)
        for play in PLAYS:
            play(stage)
        missing = wait_for_bounces(lab, stage.acts)
        lab.hoster.wait_idle()
        for name in ("bounces", "other", "logs"):
            shutil.rmtree(out / name, ignore_errors=True)
        bounces = collect(lab, stage.acts, out)
    print(f"{len(stage.acts)} messages played, {bounces} bounces in {out} after {time.monotonic() - begin:.0f} s")
    for act in missing:
        print(f"no bounce came: {act.cause} ({act.variant}) to {', '.join(act.recipients)}")
    return 1 if missing else 0


def _check(out: Path) -> int:
    status = 0
    for level in LEVELS:
        counts, others = check(out, level)
        print(f"{level:8}{counts['right']:5} right{counts['open']:5} open{counts['wrong']:5} wrong")
        status |= counts["wrong"] > 0
        for line in others:
            print(f"    {line}")
    return status


def _tell_skipped(lab: Lab) -> None:
    for name, reason in lab.skipped.items():
        print(f"{name:12} skipped: {reason}")
