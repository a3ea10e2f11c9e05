"""A process that runs in a host beside everything else."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

from lab.wait import wait_until


class Process:
    """`pid` is that of the program itself, as seen from the machine (not of the nsenter that brought it there)."""

    def __init__(self, enter: subprocess.Popen[bytes]) -> None:
        self._enter = enter
        children = Path(f"/proc/{enter.pid}/task/{enter.pid}/children")
        found = wait_until(lambda: children.read_text().split() or [""] * self.ended, "the process", 10)
        self.pid = int(found[0] or 0)

    @property
    def ended(self) -> bool:
        """It does not run any more."""
        return self._enter.poll() is not None

    def signal(self, number: signal.Signals) -> None:
        """`ProcessLookupError` where it has ended."""
        if self.ended or not self.pid:
            raise ProcessLookupError("it has ended")
        os.kill(self.pid, number)

    def wait(self, seconds: float = 20) -> int:
        """Its exit status. `subprocess.TimeoutExpired` where it does not end."""
        return self._enter.wait(seconds)

    def stop(self, seconds: float = 20) -> int:
        """SIGTERM, and wait for the end; its exit status."""
        if not self.ended:
            self.signal(signal.SIGTERM)
        return self.wait(seconds)
