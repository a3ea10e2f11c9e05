"""However the lab ends, nothing of it is left."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from lab import Lab
from lab.needs import Skipped, check_machine
from lab.wait import wait_until


def _namespaces() -> set[str]:
    """The network namespaces in which anything runs."""
    found = set()
    for link in Path("/proc").glob("[0-9]*/ns/net"):
        try:
            found.add(str(link.readlink()))
        except OSError:
            continue
    return found


@pytest.fixture(autouse=True)
def _can_run() -> None:
    try:
        check_machine()
    except Skipped as reason:
        pytest.skip(str(reason))


def test_the_hosts_are_gone_after_it() -> None:
    try:
        with Lab((), fetch=False) as lab:
            pids = [host.cell.pid for host in lab.hosts.values()]
            assert all(Path(f"/proc/{pid}").exists() for pid in pids)
    except Skipped as reason:
        pytest.skip(str(reason))
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids)


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_whoever_ends_it(end: signal.Signals) -> None:
    lab = subprocess.Popen(
        [sys.executable, "-m", "lab", "up", "--no-fetch", "spammer"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert lab.stdout is not None
    said = []
    while line := lab.stdout.readline():
        said.append(line)
        if line.startswith("Ctrl-C"):
            break
    else:
        pytest.skip("the lab does not run here")
    ours = {str(Path(f"/proc/{pid}/ns/net").readlink()) for pid in re.findall(r"--target (\d+)", "".join(said))}
    assert len(ours) == 2
    lab.send_signal(end)
    lab.communicate(timeout=20)
    wait_until(lambda: not ours & _namespaces(), "the end of all namespaces")
