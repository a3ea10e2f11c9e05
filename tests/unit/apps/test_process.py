"""How the program behaves as a process: interrupted, watched by a person, read by a pipe."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress

import pytest
from tests.unit.apps.command import CLEAN, SAMPLES, SIDE

MBOX = b"From - Tue Nov 24 03:00:00 2026\n" + (SAMPLES / "forged.eml").read_bytes() + b"\n"


def start(*arguments, **options):
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "whosent", "check", *SIDE, "--format", "jsonl", *arguments, "-"],
        stdin=subprocess.PIPE, env={**os.environ, **CLEAN, "TERM": "xterm"}, start_new_session=True, **options,
    )  # fmt: skip


def feed(process, *pieces, pause=0.0):
    """Write from a thread, since a pipe that nobody empties blocks; standard input stays open."""

    def write():
        with suppress(BrokenPipeError):
            for piece in pieces:
                process.stdin.write(piece)
                process.stdin.flush()
                time.sleep(pause)

    thread = threading.Thread(target=write, daemon=True)
    thread.start()
    return thread


def group_is_gone(group):
    """True once no process of the group is left."""
    for _ in range(100):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize(("jobs", "messages"), [(1, 2_000), (2, 2_000)])
def test_interrupt_is_one_line_and_leaves_nothing_behind(jobs, messages):
    process = start("--jobs", str(jobs), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    feed(process, MBOX * messages)
    process.stdout.readline()  # it is at work
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the whole group
    process.stdout.close()
    assert process.stderr.read() == b"whosent: stopped\n"
    assert process.wait(timeout=20) == 130
    assert group_is_gone(process.pid)


def test_workers_end_when_the_program_is_killed():
    process = start("--jobs", "2", stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    feed(process, MBOX * 2_000)
    process.stdout.readline()
    process.kill()
    process.wait(timeout=20)
    process.stdout.close()
    assert group_is_gone(process.pid)


def test_ending_it_leaves_no_half_written_file(tmp_path):
    report = tmp_path / "report"
    process = start("-o", str(report), stderr=subprocess.PIPE)
    feed(process, MBOX * 2_000)
    while not any(tmp_path.iterdir()):
        time.sleep(0.02)
    process.terminate()
    assert process.stderr.read() == b""
    assert process.wait(timeout=20) == 128 + signal.SIGTERM
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("redirection", "status", "error"),
    [
        ("> /dev/full", 74, b"whosent: output: no space left on device\n"),
        (">&-", 0, b""),
        ("2>&-", 0, b""),
        ("| head -c 10 > /dev/null; exit ${PIPESTATUS[0]}", 128 + signal.SIGPIPE, b""),
    ],
)
def test_output_that_goes_nowhere(redirection, status, error):
    files = " ".join([str(SAMPLES / "forged.eml")] * 40)
    script = f"{sys.executable} -m whosent check --format jsonl {files} {redirection}"
    done = subprocess.run(["/bin/bash", "-c", script], capture_output=True, timeout=60, check=False,  # noqa: S603
                          env={**os.environ, **CLEAN})  # fmt: skip
    assert (done.returncode, done.stderr) == (status, error)


def watched(*arguments, pause):
    """What a person sees on the terminal that is standard error."""
    screen, theirs = pty.openpty()
    process = start(*arguments, stdout=subprocess.DEVNULL, stderr=theirs)
    os.close(theirs)
    feed(process, MBOX * 300, MBOX * 300, pause=pause).join(timeout=30)
    process.stdin.close()
    assert process.wait(timeout=30) in (0, 3)
    seen = b""
    with suppress(OSError):  # Linux: EIO when the other side is closed
        while chunk := os.read(screen, 65_536):
            seen += chunk
    os.close(screen)
    return seen


def test_long_work_shows_how_far_it_is():
    assert b"messages" in watched(pause=2.0)


@pytest.mark.parametrize(("arguments", "pause"), [(("--quiet",), 2.0), ((), 0.0)])
def test_quiet_and_short_work_show_nothing(arguments, pause):
    assert watched("--jobs", "1", "--limit", "1k", *arguments, pause=pause) == b""


def test_somebody_who_types_is_told_how_it_ends():
    keyboard, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "whosent", "trace", "-"], stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, **CLEAN},
    )  # fmt: skip
    os.close(theirs)
    os.write(keyboard, b"Received: by mx.example.org (Postfix) id 4AAA11111A1\n\x04")
    out, said = process.communicate(timeout=30)
    os.close(keyboard)
    assert b"mx.example.org" in out
    assert said == b"whosent: paste the message, then Enter and Ctrl-D\n"
