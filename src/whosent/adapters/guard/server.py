"""Listening sockets and their connections. A front end makes answers of bytes; here is when it is asked, how long
somebody may take, and how many there may be.

Everything that a front end does is quick and in one go, so one process serves them all, and whoever is answered was
asked completely.
"""

from __future__ import annotations

import asyncio
import os
import socket
import time
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from whosent.adapters.guard.latency import Latency
from whosent.adapters.guard.sockets import BACKLOG, same_file
from whosent.service.guard import Tell

MOST = 1_000
"""Connections to one socket. One more is taken, and the one that has been silent for longest has to go: clients come
again, and nobody locks the others out."""
REQUEST_SECONDS = 20.0
"""In which a request that has begun is complete, and an answer is read."""
IDLE_SECONDS = 3_900.0
"""A mail server keeps its connection while its own client is silent; that is an hour at most (Sendmail)."""
GRACE_SECONDS = 10.0
"""At the end, for who has begun a request or session."""
_SWEEP_SECONDS = 2.0
_PIECE = 64 * 1024
"""Bytes that are read at once; more wait for the others to have their turn."""

_piece = memoryview(bytearray(_PIECE))
"""One for all: what is read is handed on before anybody else reads."""


class Front(Protocol):
    """What one client says, and what it hears."""

    @property
    def begun(self) -> bool:
        """Has a request begun that is not complete?"""

    @property
    def busy(self) -> bool:
        """Would something be lost if it ended now (a session)?"""

    @property
    def done(self) -> bool:
        """Was the last answer the last one?"""

    def answer(self, data: bytes) -> bytes | None:
        """To what is complete with this; None where nothing is. `ValueError` where the client does not keep to the
        protocol or to its limits."""


class Connection(asyncio.BufferedProtocol):
    """One client."""

    def __init__(self, listener: Listener, front: Front) -> None:
        self._listener = listener
        self._front = front
        self._transport: asyncio.Transport | None = None
        self.since = 0.0
        """When the last request was answered, or the first byte of the next one came."""
        self.waiting = False
        """A request has begun, or an answer is not read."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._listener.came(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        self._listener.went(self)

    def get_buffer(self, sizehint: int) -> memoryview:
        return _piece

    def buffer_updated(self, nbytes: int) -> None:
        begun = time.perf_counter()
        transport = self._transport
        assert transport is not None
        try:
            said = self._front.answer(bytes(_piece[:nbytes]))
        except ValueError as wrong:
            self._listener.tell("protocol", front=self._listener.name, why=wrong)
            transport.abort()
            return
        except Exception as fault:  # of ours; nobody else has to suffer from it
            self._listener.tell("error", front=self._listener.name, fault=type(fault).__name__)
            transport.abort()
            return
        if said is None:
            if not self.waiting:
                self._listener.moved(self, waiting=True)
            return
        self._listener.moved(self, waiting=self._front.begun)
        if said:
            transport.write(said)
        self._listener.latency.took(time.perf_counter() - begun)
        if self._front.done:
            transport.close()

    def eof_received(self) -> bool:
        return False

    def pause_writing(self) -> None:
        """It sends and does not read: it is not listened to until it does."""
        self._listener.moved(self, waiting=True)
        if self._transport is not None:
            self._transport.pause_reading()

    def resume_writing(self) -> None:
        self._listener.moved(self, waiting=False)
        if self._transport is not None:
            self._transport.resume_reading()

    @property
    def idle(self) -> bool:
        """Nothing is lost if it ends now."""
        return not self.waiting and not self._front.busy

    def leave(self) -> None:
        """End it, after what was written."""
        if self._transport is not None:
            self._transport.close()

    def abort(self) -> None:
        """End it now."""
        if self._transport is not None:
            self._transport.abort()


class Listener:
    """A socket, and who is connected to it. `path`: it is removed at the end, where it is ours."""

    def __init__(
        self, name: str, make: Callable[[], Front], sock: socket.socket, tell: Tell, path: Path | None = None
    ) -> None:
        self.name = name
        self.tell = tell
        self.latency = Latency()
        self._make = make
        self._socket = sock
        self._path = path
        self._inode = path.lstat().st_ino if path is not None else 0
        self._server: asyncio.Server | None = None
        self._clients: OrderedDict[Connection, None] = OrderedDict()
        """Those who were silent for longest first."""
        self._sweeping: asyncio.TimerHandle | None = None

    def __len__(self) -> int:
        return len(self._clients)

    @property
    def address(self) -> object:
        """Where it listens."""
        return self._socket.getsockname()

    async def start(self) -> None:
        """Take connections."""
        loop = asyncio.get_running_loop()
        # Not create_unix_server, from Python 3.13 on that removes the path at the end, also where it is systemd's.
        self._server = await loop.create_server(
            lambda: Connection(self, self._make()), sock=self._socket, backlog=BACKLOG
        )
        self._sweep()

    async def stop(self, grace: float = GRACE_SECONDS) -> None:
        """Take no more; answer who has asked; then end them all."""
        loop = asyncio.get_running_loop()
        # Before the server is closed those need a moment whom it has accepted and not given a connection yet; and what
        # had been asked when we were told to stop is to be read.
        loop.remove_reader(self._socket)
        await _a_moment()
        if self._server is not None:
            self._server.close()
        if self._path is not None and same_file(self._path, self._inode):
            os.unlink(self._path)  # noqa: PTH108 (a path may be gone in between)
        await _a_moment()
        until = loop.time() + grace
        while self._clients and loop.time() < until:
            for client in list(self._clients):
                if client.idle:
                    client.leave()
            await asyncio.sleep(0.01)
        for client in list(self._clients):
            client.abort()
        if self._sweeping is not None:
            self._sweeping.cancel()

    # --- what connections tell ----------------------------------------------------------------------------------------

    def came(self, client: Connection) -> None:
        client.since = asyncio.get_running_loop().time()
        if len(self._clients) >= MOST:
            silent, _ = self._clients.popitem(last=False)
            silent.abort()
            self.tell("crowded", front=self.name, connections=MOST)
        self._clients[client] = None

    def went(self, client: Connection) -> None:
        self._clients.pop(client, None)

    def moved(self, client: Connection, *, waiting: bool) -> None:
        client.since = asyncio.get_running_loop().time()
        client.waiting = waiting
        if client in self._clients:
            self._clients.move_to_end(client)

    def _sweep(self) -> None:
        """End those who take too long."""
        loop = asyncio.get_running_loop()
        now = loop.time()
        for client in list(self._clients):
            if now - client.since > (REQUEST_SECONDS if client.waiting else IDLE_SECONDS):
                client.abort()
        self._sweeping = loop.call_later(_SWEEP_SECONDS, self._sweep)


async def _a_moment() -> None:
    """Some rounds of the event loop."""
    for _ in range(4):
        await asyncio.sleep(0)
