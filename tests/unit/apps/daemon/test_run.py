"""The daemon as a mail server and its administrator meet it: real sockets, reloads and stops under load, hostile
clients, counters that survive."""

from __future__ import annotations

import asyncio
import random
import socket
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from tests.unit.adapters.guard.test_fronts import CONNECT, OPTIONS, policy

from whosent.adapters.guard import opening
from whosent.adapters.guard.sockets import listen
from whosent.adapters.guard.state import read
from whosent.apps.daemon.run import Daemon
from whosent.wire.milter.packets import pack, text
from whosent.wire.milter.replies import CONTINUE
from whosent.wire.netstring import encode

CONFIG = """
domains = ["example.org"]
keys = "tags"
mode = "refuse"
since = 2020-01-01
state = "guard.sqlite"
[listen]
map = "{0}/map"
policy = "{0}/policy"
milter = "{0}/milter"
metrics = "127.0.0.1:0"
"""
KEYS = "3 sign q4ycv6pcv3tqm2h5\n2 verify rxk2f7u4dm6azw3e\n"
SWAPPED = "3 verify q4ycv6pcv3tqm2h5\n2 sign rxk2f7u4dm6azw3e\n"
SIGN = encode(b"sign anna@example.org")


def configured(folder: Path) -> Path:
    path = folder / "guard.toml"
    path.write_text(CONFIG.format(folder))
    keys(folder, KEYS)
    return path


def keys(folder: Path, text: str) -> None:
    path = folder / "tags"
    path.touch(0o600)
    path.write_text(text)


@asynccontextmanager
async def running(path: Path) -> AsyncIterator[Daemon]:
    """A daemon that answers; it is stopped at the end."""
    ready = asyncio.Event()
    daemon = Daemon(path, ready.set)
    task = asyncio.create_task(daemon.run())
    waiting = asyncio.create_task(ready.wait())
    await asyncio.wait({task, waiting}, return_when=asyncio.FIRST_COMPLETED)
    if task.done():
        waiting.cancel()
        await task
    try:
        yield daemon
    finally:
        daemon.stop()
        await task


def within(folder: Path, test: Callable[[Daemon], Awaitable[None]]) -> None:
    async def run() -> None:
        async with running(configured(folder)) as daemon:
            await asyncio.wait_for(test(daemon), 120)

    asyncio.run(run())


async def asked(path: Path, question: bytes) -> bytes:
    reader, writer = await asyncio.open_unix_connection(path)
    writer.write(question)
    said = await reader.read(4096)
    writer.close()
    return said


def counted(folder: Path) -> Counter[str]:
    """What is kept, whatever the day: a test can last beyond midnight."""
    total: Counter[str] = Counter()
    for (_, decision), n in read(folder / "guard.sqlite", 0).items():
        total[decision] += n
    return total


class Load:
    """Clients that ask for signatures without end, each on one connection, again on another one where it ends."""

    def __init__(self, path: Path, clients: int = 8) -> None:
        self._path = path
        self._over = False
        self.said: Counter[str] = Counter()
        self.cut = 0
        """Questions without an answer: the connection had ended before."""
        self.partial = b""
        """What came of answers that were not whole."""
        self._tasks = [asyncio.create_task(self._client()) for _ in range(clients)]

    async def _client(self) -> None:
        while not self._over:
            try:
                reader, writer = await asyncio.open_unix_connection(self._path)
            except OSError:
                await asyncio.sleep(0)
                continue
            await self._ask(reader, writer)
            writer.close()

    async def _ask(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while not self._over:
            try:
                writer.write(SIGN)
                length = await reader.readuntil(b":")
                said = await reader.readexactly(int(length[:-1]) + 1)
            except (asyncio.IncompleteReadError, ConnectionError) as end:
                self.cut += 1
                self.partial += getattr(end, "partial", b"")
                return
            self.said[said[:9].decode()] += 1

    async def until(self, answers: int) -> None:
        """So many more came."""
        wanted = self.said.total() + answers
        while self.said.total() < wanted:
            await asyncio.sleep(0)

    async def end(self) -> None:
        self._over = True
        await asyncio.gather(*self._tasks)


def test_every_front_end_answers(tmp_path: Path) -> None:
    async def test(daemon: Daemon) -> None:
        assert (await asked(tmp_path / "map", SIGN))[3:12] == b"OK prvs=3"
        assert await asked(tmp_path / "policy", policy("RCPT", "anna@example.org")) == b"action=DUNNO\n\n"
        (metrics,) = (one for one in daemon.listeners if one.name == "metrics")
        reader, writer = await asyncio.open_connection(*metrics.address)  # type: ignore[misc]
        writer.write(b"GET /metrics HTTP/1.0\r\n\r\n")
        assert b'whosent_guard_decisions_total{decision="signed"} 1.0' in await reader.read()
        writer.close()

    within(tmp_path, test)
    assert not (tmp_path / "map").exists()


def test_counters_survive(tmp_path: Path) -> None:
    async def test(daemon: Daemon) -> None:
        await asked(tmp_path / "map", SIGN)

    for times in (1, 2, 3):
        within(tmp_path, test)
        assert counted(tmp_path) == {"signed": times}


def test_reload_under_load(tmp_path: Path) -> None:
    async def test(daemon: Daemon) -> None:
        load = Load(tmp_path / "map")
        for number in range(20):
            await load.until(50)
            keys(tmp_path, SWAPPED if number % 2 == 0 else KEYS)
            daemon.reload()
        await load.until(50)
        await load.end()
        assert set(load.said) == {"OK prvs=2", "OK prvs=3"}
        assert load.cut == 0

    within(tmp_path, test)


@pytest.mark.parametrize(("file", "text"), [("tags", "3 sign short"), ("guard.toml", "domains = []"), ("tags", "")])
def test_what_is_wrong_changes_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str], file: str, text: str) -> None:
    async def test(daemon: Daemon) -> None:
        (tmp_path / file).write_text(text)
        daemon.reload()
        assert (await asked(tmp_path / "map", SIGN))[3:12] == b"OK prvs=3"

    within(tmp_path, test)
    told = capfd.readouterr().err
    assert "event=reload-failed" in told
    assert "short" not in told


def test_what_a_reload_cannot_change_is_told(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    async def test(daemon: Daemon) -> None:
        path = tmp_path / "guard.toml"
        path.write_text(path.read_text().replace("/map", "/elsewhere"))
        daemon.reload()

    within(tmp_path, test)
    assert "event=restart-needed" in capfd.readouterr().err


def test_stop_under_load_answers_whoever_asked(tmp_path: Path) -> None:
    async def run() -> Load:
        async with running(configured(tmp_path)) as daemon:
            load = Load(tmp_path / "map")
            await load.until(500)
            daemon.stop()
        await load.end()
        return load

    load = asyncio.run(run())
    assert set(load.said) == {"OK prvs=3"}
    assert load.partial == b""
    assert counted(tmp_path) == {"signed": load.said.total()}


def test_at_a_stop_a_session_goes_on_and_the_others_are_answered_meanwhile(tmp_path: Path) -> None:
    async def run() -> None:
        async with running(configured(tmp_path)) as daemon:
            reader, writer = await asyncio.open_unix_connection(tmp_path / "milter")
            writer.write(OPTIONS + CONNECT + pack(b"M", text("<bert@example.net>")))
            assert (await reader.readuntil(CONTINUE)).endswith(CONTINUE)
            daemon.stop()
            while (tmp_path / "milter").exists():
                await asyncio.sleep(0)
            assert (await asked(tmp_path / "map", SIGN))[3:12] == b"OK prvs=3"
            writer.write(pack(b"R", text("<anna@example.org>")))
            assert await reader.readexactly(len(CONTINUE)) == CONTINUE
            writer.write(pack(b"Q"))
            assert await reader.read() == b""
            writer.close()

    asyncio.run(run())


def test_restart_with_sockets_of_systemd_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    systemd = listen(str(tmp_path / "systemd"), 0o600, None)
    monkeypatch.setattr(opening, "inherited", lambda: {"map": [systemd.dup()]})
    path = configured(tmp_path)

    async def run() -> Load:
        load = Load(tmp_path / "systemd")
        for _ in range(5):
            async with running(path):
                await load.until(100)
        async with running(path):
            await load.until(100)
            await load.end()
        return load

    load = asyncio.run(run())
    assert set(load.said) == {"OK prvs=3"}
    assert load.partial == b""
    assert counted(tmp_path) == {"signed": load.said.total()}
    systemd.close()


def test_hostile_clients_hold_nobody(tmp_path: Path) -> None:
    """Garbage, half requests, requests whose answers nobody reads, a thousand connections, on every socket at once; and
    a mail server that goes on asking."""
    rng = random.Random(1)  # noqa: S311
    pieces = [SIGN[:9], b"99999999:", b"\n\n", policy("RCPT", "x")[:50], rng.randbytes(2_000), b"\xff" * 20, SIGN * 500]

    async def test(daemon: Daemon) -> None:
        load = Load(tmp_path / "map")
        hostile = []
        for number in range(1_500):
            one = socket.socket(socket.AF_UNIX)
            one.setblocking(False)
            try:
                one.connect(str(tmp_path / ("map", "policy", "milter")[number % 3]))
                one.send(rng.choice(pieces))
            except (BlockingIOError, ConnectionError):
                await load.until(5)
            hostile.append(one)
            if number % 100 == 0:
                await load.until(20)
        before = load.said.total()
        await load.until(200)
        assert load.said.total() >= before + 200
        assert (await asked(tmp_path / "policy", policy("RCPT", "anna@example.org"))) == b"action=DUNNO\n\n"
        for one in hostile:
            one.close()
        await load.end()
        assert set(load.said) == {"OK prvs=3"}

    within(tmp_path, test)


def test_a_file_of_counters_that_cannot_be_written_holds_no_mail(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = configured(tmp_path)
    path.write_text(path.read_text().replace("guard.sqlite", "nowhere/guard.sqlite"))

    async def run() -> None:
        async with running(path):
            assert (await asked(tmp_path / "map", SIGN))[3:12] == b"OK prvs=3"

    asyncio.run(run())
    assert "event=state" in capfd.readouterr().err


@pytest.mark.parametrize(("change", "said"), [
    (("[listen]", "[nothing]"), "nothing"),
    (("/map", "/nowhere/map"), "its folder is not there"),
    (('"tags"', '"nowhere"'), "no such file"),
])  # fmt: skip
def test_where_it_cannot_begin_it_says_why(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    path = configured(tmp_path)
    path.write_text(path.read_text().replace(*change))

    async def run() -> None:
        async with running(path):
            pass

    with pytest.raises(ValueError, match=said):
        asyncio.run(run())


def test_nothing_to_serve(tmp_path: Path) -> None:
    path = configured(tmp_path)
    path.write_text(path.read_text().partition("[listen]")[0])

    async def run() -> None:
        async with running(path):
            pass

    with pytest.raises(ValueError, match="nothing is served"):
        asyncio.run(run())
