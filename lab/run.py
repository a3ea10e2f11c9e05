"""The command line of the lab."""

from __future__ import annotations

import argparse
import sys

from lab.hosts import KINDS
from lab.lab import ALWAYS, Lab
from lab.needs import Skipped

NAMES = tuple(kind.name for kind in KINDS if kind.name not in ALWAYS)


def main(argv: list[str] | None = None) -> int:
    """Exit status: 0, or 77 where this machine cannot run it (what test harnesses take for "skipped")."""
    parser = argparse.ArgumentParser(prog="python -m lab", description="Real mail servers in namespaces.")
    commands = parser.add_subparsers(dest="command", required=True)
    up = commands.add_parser("up", help="start hosts and keep them until Ctrl-C or the end of input")
    up.add_argument("hosts", nargs="*", metavar="HOST", default=NAMES, help=f"of {', '.join(NAMES)}; default: all")
    up.add_argument("--no-fetch", action="store_true", help="use only packages that are in the cache")
    arguments = parser.parse_args(argv)
    try:
        return _up(arguments.hosts, not arguments.no_fetch)
    except Skipped as reason:
        print(f"lab: skipped: {reason}", file=sys.stderr)
        return 77
    except KeyboardInterrupt:
        return 130


def _up(hosts: list[str], fetch: bool) -> int:
    with Lab(hosts, missing_ok=True, fetch=fetch) as lab:
        for name, reason in lab.skipped.items():
            print(f"{name:12} skipped: {reason}")
        for name, host in lab.hosts.items():
            enter = " ".join(host.cell.argv(["bash"]))
            print(f"{name:12} {host.place.name:26} {host.place.addresses[0]:16} {enter}")
        print("Ctrl-C, or the end of input, ends it.", flush=True)
        try:
            sys.stdin.read()
        except KeyboardInterrupt:
            print()
    return 0
