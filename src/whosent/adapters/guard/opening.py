"""The listeners of the guard: on the sockets that systemd passes, else where the configuration says."""

from __future__ import annotations

import resource
import socket
from collections.abc import Callable
from pathlib import Path

from whosent.adapters.guard.activation import inherited
from whosent.adapters.guard.fronts import Maps, Milters, Policies
from whosent.adapters.guard.guardfile import Listen
from whosent.adapters.guard.metrics import Page, renderer
from whosent.adapters.guard.server import Front, Listener
from whosent.adapters.guard.sockets import listen
from whosent.service.guard import Guard

_FILES = 16_384
"""File descriptors that we want, where we may have so many."""


def open_listeners(where: Listen, guard: Guard) -> list[Listener]:
    """One for each socket. `ValueError` with one line for the user where there is none, or one cannot be opened."""
    _raise_limit()
    passed = inherited()
    listeners: list[Listener] = []
    open_: list[tuple[str, socket.socket, Path | None]] = [
        (name, one, None) for name, sockets in passed.items() for one in sockets
    ]
    for name, place in where.places().items():
        if name not in passed:
            one = listen(place, int(where.mode, 8), where.group)
            open_.append((name, one, Path(place) if one.family == socket.AF_UNIX else None))
    if not open_:
        raise ValueError(
            "nothing is served: name sockets below [listen] in the configuration, or have systemd open them"
        )
    for name, one, path in open_:
        listeners.append(Listener(name, _maker(name, guard, listeners), one, guard.tell, path))
    return listeners


def _maker(name: str, guard: Guard, listeners: list[Listener]) -> Callable[[], Front]:
    if name == "map":
        return lambda: Maps(guard)
    if name == "policy":
        return lambda: Policies(guard)
    if name == "milter":
        return lambda: Milters(guard)
    render = renderer(guard, listeners)
    return lambda: Page(guard, render)


def _raise_limit() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _FILES if hard == resource.RLIM_INFINITY else min(hard, _FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
