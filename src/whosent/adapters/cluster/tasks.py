"""Tasks under way on the workers of a cluster: given out, and taken back when they have ended."""

from __future__ import annotations

from asyncio import CancelledError
from collections.abc import Callable
from concurrent.futures import CancelledError as CancelledFuture
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, Generic, TypeVar
from uuid import uuid4

from whosent.adapters.cluster.connection import Watch, another_version

Client = Any
Future = Any
"""Of `distributed`, which is typed in part only."""
About = TypeVar("About")
Outcome = bytes | BaseException | None
"""What a task gave, why it gave nothing; None: its result died with a worker, it can be tried again."""

FETCHERS = 2


class Tasks(Generic[About]):
    """Tasks that are each about something. `rest`: what is said of the rest where the cluster goes away, which is a
    `ConnectionError`."""

    def __init__(self, client: Client, address: str, rest: str) -> None:
        self._client = client
        self.watch = Watch(client, address, rest)
        self.run = uuid4().hex
        self._ready: SimpleQueue[Future] = SimpleQueue()
        self._done: SimpleQueue[tuple[Future, Outcome]] = SimpleQueue()
        self._under_way: dict[Future, About] = {}
        for _ in range(FETCHERS):  # daemons: who waits for a cluster that is gone must not hold up the end
            Thread(target=self._fetch, daemon=True).start()

    def __len__(self) -> int:
        return len(self._under_way)

    def submit(self, about: About, function: Callable[..., bytes], *arguments: object, key: str, priority: int) -> None:
        """Give it out. `key` is unique in this run."""
        future = self._client.submit(function, *arguments, key=f"whosent-{self.run}-{key}", priority=priority)
        self._under_way[future] = about
        future.add_done_callback(self._ready.put)

    def _fetch(self) -> None:
        """What a thread does: get results. To notice that the worker that has one is dead can take half a minute."""
        while (future := self._ready.get()) is not None:
            outcome = None
            if future.status not in ("pending", "lost"):  # else the result died with a worker
                try:
                    outcome = future.result()
                except (Exception, CancelledError) as trouble:
                    outcome = trouble
            self._done.put((future, outcome))

    def ended(self) -> list[tuple[About, Outcome]]:
        """What has ended by now; waits a second for the first. `ConnectionError` if it is no use to wait."""
        self.watch.look()
        try:
            came = [self._done.get(timeout=1.0)]
        except Empty:
            return []
        with suppress(Empty):
            while True:
                came.append(self._done.get_nowait())
        for _, outcome in came:
            if isinstance(outcome, CancelledError | CancelledFuture):
                raise self.watch.lost("the connection to the cluster is lost")
            if isinstance(outcome, ImportError):
                raise self.watch.lost(another_version("that came last", None))
        return [(self._under_way.pop(future), outcome) for future, outcome in came]

    def stop(self) -> None:
        """Give up whatever is under way."""
        for _ in range(FETCHERS):
            self._ready.put(None)
        with suppress(Exception):  # the cluster may be gone
            if self._under_way:
                self._client.cancel(list(self._under_way), force=True)
        self._under_way.clear()
