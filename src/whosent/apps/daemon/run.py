"""`whosent guard run`: one process that answers mail servers until it is told to stop.

SIGHUP reads configuration and keys again (what is wrong with them is told, and the old ones hold), SIGTERM ends it when
all have their answers. systemd is told how it is, if it wants to know.
"""

from __future__ import annotations

import asyncio
import gc
import signal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from whosent.apps import bootstrap_guard as bootstrap

if TYPE_CHECKING:
    from whosent.apps.bootstrap_guard import Listener
    from whosent.service.guard import Guard

KEEP_SECONDS = 10.0
"""Between two times that the counters are written down."""


def run(path: Path) -> None:
    """Serve. `ValueError` with one line for the user where it cannot begin."""
    asyncio.run(Daemon(path).run())


class Daemon:
    """`path`: of the configuration. `ready` is called when everybody can be answered."""

    def __init__(self, path: Path, ready: Callable[[], None] | None = None) -> None:
        self._path = path
        self._ready = ready
        self._stop = asyncio.Event()
        self._config, ring = bootstrap.config_and_keys(path)
        self.guard: Guard = bootstrap.guard(self._config, ring)
        self.listeners: list[Listener] = []

    async def run(self) -> None:
        """Until `stop`, SIGTERM or SIGINT."""
        self.listeners = bootstrap.listeners(self._config, self.guard)
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.stop)
        loop.add_signal_handler(signal.SIGHUP, self.reload)
        for listener in self.listeners:
            await listener.start()
        gc.collect()
        gc.freeze()  # what is there now stays; to look through it again and again would only take time
        alive = asyncio.create_task(self._tell_alive())
        keep = asyncio.create_task(self._keep())
        self._told_ready("started", sockets=",".join(listener.name for listener in self.listeners))
        if self._ready is not None:
            self._ready()
        await self._stop.wait()
        bootstrap.notify("STOPPING=1")
        for milters in (True, False):  # sessions of these may last some seconds; the others answer meanwhile
            await asyncio.gather(*(one.stop() for one in self.listeners if (one.name == "milter") == milters))
        alive.cancel()
        await keep
        await self._write_counts()
        self.guard.tell("stopped")

    def stop(self) -> None:
        """Answer who has asked, then end."""
        self._stop.set()

    def reload(self) -> None:
        """Configuration and keys anew; the old ones hold where the new ones are wrong."""
        bootstrap.notify(*bootstrap.reloading())
        try:
            config, ring = bootstrap.config_and_keys(self._path)
        except ValueError as wrong:
            self.guard.tell("reload-failed", why=wrong, still="the old configuration and keys")
            bootstrap.notify("READY=1")
            return
        if (config.listen, config.state) != (self._config.listen, self._config.state):
            self.guard.tell("restart-needed", why="sockets and the file of counters change with a restart only")
        self.guard.renew(config.settings, ring)
        self._told_ready("reloaded")

    def _told_ready(self, event: str, **particulars: object) -> None:
        health = self.guard.health()
        self.guard.tell(event, **particulars, **dict(word.split("=", 1) for word in health.split()))
        bootstrap.notify("READY=1", f"STATUS={health}")

    async def _tell_alive(self) -> None:
        """As often as systemd's watchdog wants it: an event loop that hangs is silent."""
        seconds = bootstrap.watchdog()
        while seconds is not None:
            bootstrap.notify("WATCHDOG=1")
            await asyncio.sleep(seconds)

    async def _keep(self) -> None:
        """Write the counters down from time to time."""
        while not self._stop.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stop.wait(), KEEP_SECONDS)
            await self._write_counts()

    async def _write_counts(self) -> None:
        """In a thread: a disk may take its time, and mail does not wait for counters. What cannot be written is tried
        again later."""
        taken = self.guard.counts.take()
        if self._config.state is None or not taken:
            return
        try:
            await asyncio.to_thread(bootstrap.keep_counts, self._config.state, taken)
        except OSError as trouble:
            self.guard.counts.give_back(taken)
            self.guard.tell("state", why=trouble)
