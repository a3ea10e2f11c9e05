"""Connections: who keeps to the rules is answered, whoever else comes; all are answered before the end."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from whosent.adapters.guard import server as module
from whosent.adapters.guard.server import Listener
from whosent.adapters.guard.sockets import listen

LONGEST = 1_000


class Lines:
    """A front end: a line is answered by itself in capitals; `begin` and `end` are a transaction, `bye` is the end."""

    def __init__(self) -> None:
        self.busy = False
        self.done = False
        self._data = b""

    @property
    def begun(self) -> bool:
        return bool(self._data)

    def answer(self, data: bytes) -> bytes | None:
        *lines, self._data = (self._data + data).split(b"\n")
        if len(self._data) > LONGEST:
            raise ValueError("too long")
        for line in lines:
            if line == b"fault":
                raise KeyError("a fault of ours")
            self.busy = line == b"begin" or (self.busy and line != b"end")
            self.done = self.done or line == b"bye"
        return b"".join(line.upper() + b"\n" for line in lines) if lines else None


class Opened:
    """A listener, and what it told."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.told: list[str] = []
        self.listener = Listener("lines", Lines, listen(str(path), 0o600, None), self._tell, path)

    def _tell(self, event: str, **particulars: object) -> None:
        self.told.append(event)

    async def client(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_unix_connection(self.path)

    async def asked(self, line: bytes) -> bytes:
        """One client, one line."""
        reader, writer = await self.client()
        writer.write(line + b"\n")
        said = await reader.readline()
        writer.close()
        return said


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Opened]:
    one = Opened(folder / "socket")
    await one.listener.start()
    try:
        yield one
    finally:
        await one.listener.stop(0.0)


def within(folder: Path, test: Callable[[Opened], Awaitable[None]]) -> None:
    """Run it against a listener."""

    async def run() -> None:
        async with opened(folder) as one:
            await asyncio.wait_for(test(one), 60)

    asyncio.run(run())


async def until(true: Callable[[], bool]) -> None:
    while not true():
        await asyncio.sleep(0)


def test_lines_are_answered_in_order_and_in_any_pieces(tmp_path: Path) -> None:
    async def test(one: Opened) -> None:
        reader, writer = await one.client()
        writer.write(b"a\nb\nc")
        assert await reader.readexactly(4) == b"A\nB\n"
        writer.write(b"d\n")
        assert await reader.readline() == b"CD\n"
        assert sum(one.listener.latency.classes) >= 2
        writer.close()
        await until(lambda: len(one.listener) == 0)

    within(tmp_path, test)


def test_over_tcp_as_well() -> None:
    async def run() -> None:
        listener = Listener("lines", Lines, listen("127.0.0.1:0", 0, None), lambda event, **more: None)
        await listener.start()
        reader, writer = await asyncio.open_connection(*listener.address)  # type: ignore[misc]
        writer.write(b"a\n")
        assert await reader.readline() == b"A\n"
        writer.close()
        await listener.stop()

    asyncio.run(run())


def test_the_last_answer_ends_the_connection(tmp_path: Path) -> None:
    async def test(one: Opened) -> None:
        reader, writer = await one.client()
        writer.write(b"bye\n")
        assert await reader.read() == b"BYE\n"
        writer.close()

    within(tmp_path, test)


def test_who_does_not_keep_to_the_rules_is_thrown_out_alone(tmp_path: Path) -> None:
    async def test(one: Opened) -> None:
        reader, writer = await one.client()
        writer.write(os.urandom(10).replace(b"\n", b"") + b"x" * 2 * LONGEST)
        assert await reader.read() == b""
        writer.close()
        assert one.told == ["protocol"]
        assert await one.asked(b"a") == b"A\n"

    within(tmp_path, test)


def test_a_fault_of_ours_ends_one_connection(tmp_path: Path) -> None:
    async def test(one: Opened) -> None:
        assert await one.asked(b"fault") == b""
        assert one.told == ["error"]
        assert await one.asked(b"a") == b"A\n"

    within(tmp_path, test)


def test_who_is_slow_is_thrown_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "REQUEST_SECONDS", 0.0)
    monkeypatch.setattr(module, "_SWEEP_SECONDS", 0.001)

    async def test(one: Opened) -> None:
        silent = await one.client()
        silent[1].write(b"a\n")
        assert await silent[0].readline() == b"A\n"
        reader, writer = await one.client()
        writer.write(b"a\nhalf")
        assert await reader.read() in (b"", b"A\n")
        silent[1].write(b"b\n")  # silence between requests is nothing bad
        assert await silent[0].readline() == b"B\n"
        for each in (writer, silent[1]):
            each.close()

    within(tmp_path, test)


def test_silence_ends_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "IDLE_SECONDS", 0.0)
    monkeypatch.setattr(module, "_SWEEP_SECONDS", 0.001)

    async def test(one: Opened) -> None:
        reader, writer = await one.client()
        assert await reader.read() == b""
        writer.close()

    within(tmp_path, test)


def test_who_asks_and_does_not_read_is_not_listened_to(tmp_path: Path) -> None:
    async def test(one: Opened) -> None:
        hog = socket.socket(socket.AF_UNIX)
        hog.setblocking(False)
        hog.connect(str(one.path))
        sent, stuck = 0, 0
        while stuck < 200:  # until nothing goes in any more, however often we look
            try:
                sent += hog.send(b"x" * 500 + b"\n")
                stuck = 0
            except BlockingIOError:
                stuck += 1
                await asyncio.sleep(0)
        assert sent < 20 * 1024 * 1024
        assert await one.asked(b"a") == b"A\n"
        hog.close()
        await until(lambda: len(one.listener) <= 1)

    within(tmp_path, test)


def test_a_crowd_locks_nobody_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 20)

    async def test(one: Opened) -> None:
        active = await one.client()
        crowd = []
        for number in range(300):
            crowd.append(await one.client())
            if number % 10 == 0:  # who speaks stays
                active[1].write(b"a\n")
                assert await active[0].readline() == b"A\n"
        assert await one.asked(b"b") == b"B\n"
        assert len(one.listener) <= 20
        assert "crowded" in one.told
        for _, writer in (*crowd, active):
            writer.close()

    within(tmp_path, test)


def test_at_the_end_everybody_has_an_answer(tmp_path: Path) -> None:
    async def run() -> None:
        one = Opened(tmp_path / "socket")
        await one.listener.start()
        idle, asked, half, transaction = [await one.client() for _ in range(4)]
        transaction[1].write(b"begin\n")
        assert await transaction[0].readline() == b"BEGIN\n"
        half[1].write(b"ha")
        await until(lambda: sum(client.waiting for client in one.listener._clients) == 1)
        asked[1].write(b"asked\n")
        stopping = asyncio.create_task(one.listener.stop(60.0))
        assert await asked[0].read() == b"ASKED\n"
        assert await idle[0].read() == b""
        assert not stopping.done()
        half[1].write(b"lf\n")
        assert await half[0].read() == b"HALF\n"
        transaction[1].write(b"more\nend\n")
        assert await transaction[0].read() == b"MORE\nEND\n"
        await asyncio.wait_for(stopping, 60)
        assert not one.path.exists()
        for _, writer in (idle, asked, half, transaction):
            writer.close()

    asyncio.run(run())


def test_at_the_end_nobody_can_hold_it(tmp_path: Path) -> None:
    async def run() -> None:
        one = Opened(tmp_path / "socket")
        await one.listener.start()
        reader, writer = await one.client()
        writer.write(b"half")
        await until(lambda: len(one.listener) == 1)
        await one.listener.stop(0.0)
        assert await reader.read() == b""
        writer.close()

    asyncio.run(run())


def test_the_socket_of_a_successor_stays(tmp_path: Path) -> None:
    async def run() -> None:
        old = Opened(tmp_path / "socket")
        await old.listener.start()
        old.path.unlink()
        new = listen(str(old.path), 0o600, None)
        await old.listener.stop()
        assert old.path.exists()
        new.close()

    asyncio.run(run())
