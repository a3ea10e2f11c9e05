"""Runs the command line as users do, as a process; or, where much is tried, in this process."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

import msgspec

from whosent.apps.cli import main

SAMPLES = Path(__file__).parent / "samples"
SIDE = ("--as", "kunde.example", "--own", "mail.hoster.example", "--own", "192.0.2.10", "--own-complete")
CLEAN = {"HOME": "/nonexistent", "XDG_CONFIG_HOME": "/nonexistent", "LANG": "C.UTF-8", "LC_ALL": ""}
"""No configuration of whoever runs the tests."""


class Done(NamedTuple):
    """What a run left behind."""

    status: int
    out: bytes
    err: str

    def rows(self) -> list[dict]:
        """The objects of `--format jsonl`."""
        return [msgspec.json.decode(line) for line in self.out.splitlines()]


def whosent(*arguments: object, stdin: bytes = b"", **environment: str) -> Done:
    """Run it as a process and wait."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "whosent", *map(str, arguments)],
        input=stdin, capture_output=True, timeout=120, check=False, env={**os.environ, **CLEAN, **environment},
    )  # fmt: skip
    return Done(done.returncode, done.stdout, done.stderr.decode())


def called(*arguments: object, stdin: bytes = b"", **environment: str) -> Done:
    """Run it in this process: the same but for the start."""
    out, err = io.BytesIO(), io.BytesIO()
    before, real_stdin, on_sigterm = dict(os.environ), sys.stdin, signal.getsignal(signal.SIGTERM)
    os.environ.update({**CLEAN, **environment})
    sys.stdin = io.TextIOWrapper(io.BytesIO(stdin))
    try:
        with redirect_stdout(io.TextIOWrapper(out, "utf-8")), redirect_stderr(io.TextIOWrapper(err, "utf-8")):
            try:
                main([str(argument) for argument in arguments])
            except SystemExit as end:
                status = int(end.code or 0)
            sys.stdout.flush()
            sys.stderr.flush()
            return Done(status, out.getvalue(), err.getvalue().decode())
    finally:
        sys.stdin = real_stdin
        signal.signal(signal.SIGTERM, on_sigterm)
        os.environ.clear()
        os.environ.update(before)


def sample(name: str) -> str:
    """The path of a message."""
    return str(SAMPLES / f"{name}.eml")
