"""The guard's part of `bootstrap`: the adapters that nobody else needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from time import time
from typing import TYPE_CHECKING

from whosent.adapters.guard.activation import notify, reloading, watchdog
from whosent.adapters.guard.guardfile import DEFAULT, Config, load
from whosent.adapters.guard.journal import Journal
from whosent.adapters.guard.state import add as keep_counts
from whosent.adapters.guard.state import read as kept_counts
from whosent.adapters.keyfile import load as load_keys
from whosent.service.guard import Guard, first_day

if TYPE_CHECKING:
    from whosent.adapters.guard.server import Listener as Listener  # for the daemon, which names no adapter
    from whosent.service.tags import Keyring

__all__ = [
    "DEFAULT", "Config", "asking", "config_and_keys", "guard", "keep_counts", "kept_counts", "listeners", "load",
    "load_keys", "notify", "refuses_from", "reloading", "watchdog",
]  # fmt: skip


def config_and_keys(path: Path) -> tuple[Config, Keyring]:
    """What the guard is told, and its keys. `ValueError` with one line for the user."""
    config = load(path)
    return config, load_keys(config.keys)


def guard(config: Config, ring: Keyring) -> Guard:
    """The guard, with the clock of this machine and a journal on standard error."""
    return Guard(config.settings, ring, time, Journal())


def listeners(config: Config, guard: Guard) -> list[Listener]:
    """Its sockets. `ValueError` with one line for the user."""
    from whosent.adapters.guard.opening import open_listeners

    return open_listeners(config.listen, guard)


def refuses_from(config: Config) -> int | None:
    """The first day on which something is refused, None where it is only observed. (Who reads the report need not be
    somebody who may read the keys.)"""
    try:
        return first_day(config.settings, load_keys(config.keys))
    except ValueError:
        return first_day(config.settings, None)


def asking(config: Config) -> Mapping[str, tuple[str, Callable[[], str]]]:
    """For each socket of the configuration where it is, and who asks there: what is heard, or `OSError`, `ValueError`
    with one line for the user."""
    from functools import partial

    from whosent.adapters.guard.asking import ASKERS

    return {name: (place, partial(ASKERS[name], place)) for name, place in config.listen.places().items()}
