"""systemd: sockets that it opened for us (sd_listen_fds(3)), and what it is told about us (sd_notify(3))."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Mapping, MutableMapping
from pathlib import PurePath

FIRST = 3
"""The number of the first descriptor that systemd passes."""
NAMES = ("map", "policy", "milter", "metrics")


def inherited(environment: MutableMapping[str, str] = os.environ) -> dict[str, list[socket.socket]]:
    """The listening sockets by what they serve: the name that the unit gives them (FileDescriptorName=), else the last
    part of the path, which is how one unit can hold several. `ValueError` where one is neither. The variables are taken
    away: they are not for our children."""
    mine = environment.pop("LISTEN_PID", "") == str(os.getpid())
    count, names = environment.pop("LISTEN_FDS", ""), environment.pop("LISTEN_FDNAMES", "").split(":")
    found: dict[str, list[socket.socket]] = {}
    for number in range(int(count) if mine and count.isdecimal() else 0):
        one = socket.socket(fileno=FIRST + number)
        one.setblocking(False)
        os.set_inheritable(one.fileno(), False)
        found.setdefault(_serves(one, names[number] if number < len(names) else ""), []).append(one)
    return found


def _serves(one: socket.socket, name: str) -> str:
    where = one.getsockname()
    last = PurePath(where).name if isinstance(where, str) else ""
    for known in (name, last):
        if known in NAMES:
            return known
    raise ValueError(f"systemd passes the socket {where or name}, and it is not said what it serves: "
                     f"FileDescriptorName= {', '.join(NAMES[:-1])} or {NAMES[-1]}")  # fmt: skip


def notify(*lines: str, environment: Mapping[str, str] = os.environ) -> None:
    """Tell systemd (`READY=1`); nothing where nobody listens."""
    address = environment.get("NOTIFY_SOCKET", "")
    if address[:1] not in ("/", "@"):
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as out:
        try:
            out.sendto("\n".join(lines).encode(), "\0" + address[1:] if address[0] == "@" else address)
        except OSError:  # it went away: nobody waits for this
            return


def reloading() -> tuple[str, ...]:
    """What is told before a reload."""
    return "RELOADING=1", f"MONOTONIC_USEC={time.monotonic_ns() // 1000}"


def watchdog(environment: Mapping[str, str] = os.environ) -> float | None:
    """Seconds between two signs of life, half of what systemd waits for; None where it does not."""
    wanted = environment.get("WATCHDOG_USEC", "")
    if environment.get("WATCHDOG_PID", str(os.getpid())) != str(os.getpid()) or not wanted.isdecimal():
        return None
    return int(wanted) / 2_000_000
