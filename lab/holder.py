"""What systemd does with a socket unit (sd_listen_fds(3)): the sockets are opened here and stay open, a program is
started with them, and again whenever it ends, until this process is told to end.

    holder.py GROUP PATH… -- COMMAND…
"""

from __future__ import annotations

import grp
import os
import signal
import socket
import sys
from pathlib import Path
from types import FrameType

FIRST = 3


def main() -> None:
    """Standard library only: it runs in a host."""
    cut = sys.argv.index("--")
    group, paths, command = sys.argv[1], sys.argv[2:cut], sys.argv[cut + 1 :]
    held = [_open(path, grp.getgrnam(group).gr_gid) for path in paths]
    child, ending = 0, False

    def end(number: int, frame: FrameType | None) -> None:
        nonlocal ending
        ending = True
        os.kill(child, number)

    signal.signal(signal.SIGTERM, end)
    while not ending:
        child = os.fork()
        if child == 0:
            _become(command, held)
        os.waitpid(child, 0)
    for path in paths:
        Path(path).unlink()


def _open(path: str, group: int) -> socket.socket:
    one = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    one.bind(path)
    os.chown(path, -1, group)
    Path(path).chmod(0o660)
    one.listen(1024)
    return one


def _become(command: list[str], held: list[socket.socket]) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for number, one in enumerate(held):  # they were opened in this order, so none stands in the way of one that follows
        os.dup2(one.fileno(), FIRST + number)
        os.set_inheritable(FIRST + number, True)
    names = ":".join(Path(one.getsockname()).name for one in held)
    os.environ |= {"LISTEN_PID": str(os.getpid()), "LISTEN_FDS": str(len(held)), "LISTEN_FDNAMES": names}
    os.execvp(command[0], command)


if __name__ == "__main__":
    main()
