"""What is asked of a running guard, and how its answers are read, however they come."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest

from whosent.adapters.guard import asking
from whosent.adapters.guard.asking import ASKERS
from whosent.wire.milter.packets import pack
from whosent.wire.netstring import encode

HEALTH = "mode=refuse key=3 keys=3,2"
ANSWERS = [
    ("map", encode(f"OK {HEALTH}".encode()), HEALTH),
    ("policy", b"action=DUNNO\n\n", "action=DUNNO"),
    ("milter", pack(b"O", (6).to_bytes(4, "big") * 3), "6"),
    ("metrics", f"HTTP/1.0 200 OK\r\nConnection: close\r\n\r\n{HEALTH}\n".encode(), HEALTH),
]


@contextmanager
def answering(folder: Path, pieces: Sequence[bytes], *, hangs_up: bool = True) -> Iterator[str]:
    """One that answers once, whatever is asked, and each piece only after the one before was taken."""
    place = str(folder / "x")
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listener:
        listener.bind(place)
        listener.listen()
        thread = Thread(target=_answer, args=(listener, pieces, hangs_up), daemon=True)
        thread.start()
        yield place
        thread.join()


def _answer(listener: socket.socket, pieces: Sequence[bytes], hangs_up: bool) -> None:
    one, _ = listener.accept()
    with one:
        one.recv(1024)
        try:
            for piece in pieces:
                one.send(piece)
            if not hangs_up:
                one.recv(1024)
        except ConnectionError:
            return  # it has what it wanted


@pytest.fixture(autouse=True)
def packets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Connections that keep the borders of what was sent: so pieces come as pieces, whatever the timing."""
    monkeypatch.setattr(socket, "SOCK_STREAM", socket.SOCK_SEQPACKET)


@pytest.mark.parametrize(("kind", "answer", "said"), ANSWERS)
@pytest.mark.parametrize("size", [1, 3, 1000])
def test_an_answer_in_pieces_is_one_answer(tmp_path: Path, kind: str, answer: bytes, said: str, size: int) -> None:
    pieces = [answer[at : at + size] for at in range(0, len(answer), size)]
    with answering(tmp_path, pieces, hangs_up=kind == "metrics") as place:
        assert ASKERS[kind](place) == said


@pytest.mark.parametrize(("kind", "answer", "said"), ANSWERS)
def test_half_an_answer_is_none(tmp_path: Path, kind: str, answer: bytes, said: str) -> None:
    with (
        answering(tmp_path, [answer[:5]]) as place,
        pytest.raises(ValueError, match=r"without an answer|the answer is"),
    ):
        ASKERS[kind](place)


@pytest.mark.parametrize("kind", ASKERS)
def test_another_answer_is_told(tmp_path: Path, kind: str) -> None:
    others = {"map": encode(b"PERM no"), "policy": b"action=DEFER\n\n", "milter": pack(b"t"), "metrics": b"no\r\n\r\n"}
    with answering(tmp_path, [others[kind]]) as place, pytest.raises(ValueError, match="the answer is"):
        ASKERS[kind](place)


@pytest.mark.parametrize("kind", ["policy", "metrics"])
def test_an_answer_that_is_too_long(tmp_path: Path, kind: str) -> None:
    pieces = [b"x" * 1024] * (asking.MOST // 1024 + 1)
    with answering(tmp_path, pieces) as place, pytest.raises(ValueError, match="more than 65536 bytes"):
        ASKERS[kind](place)


@pytest.mark.parametrize("kind", ASKERS)
def test_an_answer_that_does_not_end(tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    now = iter(range(0, 1000, 2))
    monkeypatch.setattr(asking, "monotonic", lambda: float(next(now)))
    with answering(tmp_path, [b"1"] * 10) as place, pytest.raises(TimeoutError):
        ASKERS[kind](place)
