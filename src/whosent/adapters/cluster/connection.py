"""The client's end of a Dask cluster: connected, fit for use, and still there."""

from __future__ import annotations

import errno
import logging
import re
import time
import warnings
from typing import Any

from whosent import __version__
from whosent.adapters.cluster import worker

Client = Any
"""Of `distributed`, which is typed in part only."""
NEEDED = "--cluster needs more packages: pip install 'whosent[cluster]'"
OTHER = "the worker {worker} has whosent {other}: install whosent[cluster] {version} there, as here"
NONE = "the worker {worker} has no whosent that could be used: install whosent[cluster] {version} there, as here"
PATIENCE = 10.0
"""Seconds until a scheduler must have answered, and a first worker must be there."""
GONE = 60.0
"""Seconds without any worker after which a run ends: a nanny that starts a new one needs a few."""

_ADDRESS = re.compile(r"(?:tcp|tls|ws|wss)://(?:\[[0-9A-Fa-f:.]{2,45}\]|[^\s/:\[\]]{1,253}):\d{1,5}")
_LOGGERS = ("distributed", "distributed.client", "distributed.core", "distributed.comm", "tornado")


def connect(address: str) -> Client:
    """A client of the cluster whose workers all have this version of whosent. `ValueError` with one line for the user
    if there is no such cluster."""
    if _ADDRESS.fullmatch(address) is None:
        raise ValueError(f"'{address}' is no address of a cluster: write it like tcp://scheduler.example:8786")
    try:
        import distributed
    except ImportError:
        raise ValueError(NEEDED) from None
    warnings.filterwarnings("ignore", "Sending large graph", UserWarning)  # a message may be long
    for name in _LOGGERS:  # what happens there is told in our words
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of other versions of Dask: what matters is checked below
            client = distributed.Client(  # type: ignore[no-untyped-call]
                address, timeout=PATIENCE, set_as_default=False, name="whosent"
            )
    except (OSError, ValueError, RuntimeError):
        raise ValueError(f"no Dask scheduler answers at {address}: is it running, and is the port right?") from None
    try:
        _check(client, address)
    except BaseException:
        client.close(timeout=1)  # type: ignore[no-untyped-call]
        raise
    return client


def _check(client: Client, address: str) -> None:
    """Are there workers, and do all have the same whosent as we?"""
    deadline = time.monotonic() + PATIENCE
    while not threads(client):
        if time.monotonic() > deadline:
            raise ValueError(f"the cluster has no worker yet; start some: dask worker {address}")
        time.sleep(0.1)
    for where, found in sorted(client.run(worker.version, on_error="return").items()):
        if found != __version__:
            raise ValueError(another_version(where, None if isinstance(found, Exception) else str(found)))


def another_version(where: str, version: str | None) -> str:
    """What is said of a worker that may judge differently."""
    return (OTHER if version else NONE).format(worker=where, other=version, version=__version__)


def threads(client: Client) -> int:
    """How many tasks the workers can do at the same time."""
    return sum(client.nthreads().values())


class Watch:
    """Is the cluster still there? Asked now and then while nothing happens. `rest`: what is said of the rest if not."""

    def __init__(self, client: Client, address: str, rest: str) -> None:
        self._client = client
        self._address = address
        self._rest = rest
        self._seen = time.monotonic()
        self._next = 0.0
        self.threads = 1

    def look(self) -> None:
        """Count the workers, at most once per second. `ConnectionError` if it is no use to wait any longer."""
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + 1.0
        if self._client.status != "running":
            raise self.lost("the connection to the cluster is lost")
        try:
            found = threads(self._client)
        except Exception:
            raise self.lost("the connection to the cluster is lost") from None
        if found:
            self._seen, self.threads = now, found
        elif now - self._seen > GONE:
            raise self.lost("the cluster has no worker any more")

    def lost(self, what: str) -> ConnectionError:
        """To be raised."""
        return ConnectionError(errno.ECONNRESET, f"{what}: {self._rest}", self._address)
