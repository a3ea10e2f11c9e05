"""One host's namespaces: started by a keeper, entered with nsenter, gone with the keeper."""

from __future__ import annotations

import ctypes
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lab.needs import Skipped

KEEPER = Path(__file__).with_name("keeper.py")
CLONE_NEWNET = 0x40000000
MOST_LINKS = 40
_LIBC = ctypes.CDLL(None, use_errno=True)


class Cell:
    """Namespaces for network, mounts, processes, names and IPC. `layers` None: no root of its own (the switch)."""

    def __init__(
        self, name: str, stage: Path, layers: Sequence[Path] | None = None, shown: Sequence[Path] = ()
    ) -> None:
        order: dict[str, Any] = {"name": name, "stage": str(stage)}
        if layers is not None:
            order |= {"layers": [str(layer) for layer in layers], "shown": [str(folder) for folder in shown]}
        self.name = name
        # A session of its own: Ctrl-C reaches the lab, which then ends its hosts in order.
        self._keeper = subprocess.Popen(
            ["unshare", "--net", "--mount", "--uts", "--ipc", "--pid", "--fork", "--kill-child",
             sys.executable, "-I", "-S", str(KEEPER), json.dumps(order)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        )  # fmt: skip
        assert self._keeper.stdout is not None
        self.pid = int(self._keeper.stdout.readline() or 0)

    def wait_ready(self) -> None:
        """Until the root is there. `Skipped` where the machine does not let us make it."""
        assert self._keeper.stdout is not None
        assert self._keeper.stderr is not None
        if self._keeper.stdout.readline() != "ready\n":
            said = self._keeper.stderr.read().strip().splitlines() or ["no reason was given"]
            reason = next((line for line in said if line.startswith(("unshare:", "mount:", "pivot_root:"))), said[-1])
            self.close()
            raise Skipped(f"namespaces with a root of their own cannot be made here ({reason})")

    def argv(self, argv: Sequence[str], user: str | None = None) -> list[str]:
        """The command that runs `argv` inside, from the machine's side."""
        enter = ["nsenter", "--target", str(self.pid), "--mount", "--uts", "--ipc", "--net", "--pid", "--root", "--wd"]
        become = ["setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups", "--"] if user else []
        return [*enter, "--", *become, *argv]

    def ip(self, *commands: str) -> None:
        """`ip` in this network, all commands in one call."""
        subprocess.run(
            ["nsenter", "--target", str(self.pid), "--net", "ip", "-batch", "-"],
            input="".join(f"{command}\n" for command in commands), text=True, check=True,
        )  # fmt: skip

    def path(self, path: str) -> Path:
        """A path of the host as seen from the machine. Links are followed in the host's root, not in the machine's."""
        root = Path(f"/proc/{self.pid}/root")
        at, left, links = root, [*reversed(Path(path).parts)], 0
        while left:
            part = left.pop()
            if part == "/":
                at = root
            elif part == "..":
                at = at.parent if at != root else root
            elif (at / part).is_symlink() and (links := links + 1) <= MOST_LINKS:
                left.extend(reversed((at / part).readlink().parts))
            else:
                at /= part
        return at

    @contextmanager
    def network(self) -> Iterator[None]:
        """This thread makes its sockets in the host's network (a socket stays where it was made)."""
        ours = f"/proc/{os.getpid()}/task/{threading.get_native_id()}/ns/net"
        home = os.open(ours, os.O_RDONLY)
        there = os.open(f"/proc/{self.pid}/ns/net", os.O_RDONLY)
        try:
            _enter(there)
            try:
                yield
            finally:
                _enter(home)
        finally:
            os.close(there)
            os.close(home)

    def connect(self, address: str, port: int, source: str | None = None, timeout: float = 30) -> socket.socket:
        """A TCP connection from this host to a numeric address; `source` is one of its own addresses."""
        with self.network():
            family = socket.AF_INET6 if ":" in address else socket.AF_INET
            connection = socket.socket(family, socket.SOCK_STREAM)
        try:
            connection.settimeout(timeout)
            if source is not None:
                connection.bind((source, 0))
            connection.connect((address, port))
        except OSError:
            connection.close()
            raise
        return connection

    def close(self) -> None:
        """End the host: its keeper, and by the kernel all that ran in it."""
        assert self._keeper.stdin is not None
        assert self._keeper.stdout is not None
        assert self._keeper.stderr is not None
        self._keeper.stdin.close()
        try:
            self._keeper.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._keeper.kill()
            self._keeper.wait()
        self._keeper.stdout.close()
        self._keeper.stderr.close()


def _enter(namespace: int) -> None:
    if _LIBC.setns(namespace, CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), "setns")
