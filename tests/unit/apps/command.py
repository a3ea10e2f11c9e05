"""Runs the command line as users do: as a process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import msgspec

SAMPLES = Path(__file__).parent / "samples"
SIDE = ("--as", "kunde.example", "--own", "mail.hoster.example", "--own", "192.0.2.10", "--own-complete")
CLEAN = {"HOME": "/nonexistent", "XDG_CONFIG_HOME": "/nonexistent", "LANG": "C.UTF-8"}
"""No configuration of whoever runs the tests."""


class Done(NamedTuple):
    """What a run left behind."""

    status: int
    out: bytes
    err: str

    def rows(self) -> list[dict]:
        """The objects of `--format jsonl`."""
        return [msgspec.json.decode(line) for line in self.out.splitlines()]


def whosent(*arguments: object, stdin: bytes = b"", cwd: Path | None = None, **environment: str) -> Done:
    """Run it and wait."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "whosent", *map(str, arguments)],
        input=stdin, capture_output=True, timeout=120, cwd=cwd, check=False,
        env={**os.environ, **CLEAN, **environment},
    )  # fmt: skip
    return Done(done.returncode, done.stdout, done.stderr.decode())


def sample(name: str) -> str:
    """The path of a message."""
    return str(SAMPLES / f"{name}.eml")
