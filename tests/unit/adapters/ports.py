"""Ports of real servers that tests start: a free one, and when somebody listens there."""

from __future__ import annotations

import socket
import subprocess
import time
from contextlib import closing

PATIENCE = 400
"""Looks, each a twentieth of a second after the last."""


def free_port() -> int:
    """A port on which nobody listens for TCP, nor, most likely, for UDP."""
    with closing(socket.socket()) as server:
        server.bind(("127.0.0.1", 0))
        return int(server.getsockname()[1])


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Until the server takes connections. `RuntimeError` if it ends before, or never does: then it is killed."""
    for _ in range(PATIENCE):
        with closing(socket.socket()) as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None:
            break
        time.sleep(0.05)
    process.kill()
    raise RuntimeError(f"no server on port {port}")
