"""What a mail server would ask the running guard, asked by ourselves: is it there, and what does it say?"""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable, Iterator, Mapping
from time import monotonic
from typing import TypeVar

from whosent.wire.milter.negotiation import NEWEST
from whosent.wire.milter.packets import Packets, pack
from whosent.wire.netstring import Netstrings, encode

T = TypeVar("T")

SECONDS = 5.0
"""For an answer as a whole."""
MOST = 64 * 1024
"""Bytes of an answer."""
_SILENT = {
    errno.ENOENT: "there is no such socket", errno.ECONNREFUSED: "nobody listens there",
    errno.EACCES: "this account may not use it",
}  # fmt: skip
_EVERYTHING = (0x1FF).to_bytes(4, "big")
_STEPS = (0x1FFFFF).to_bytes(4, "big")


def ask_map(place: str) -> str:
    """How it is, as the table `health` tells it."""
    said = _asked(place, encode(b"health x"), lambda data: Netstrings(MOST).feed(data)).decode()
    if not said.startswith("OK "):
        raise ValueError(f"the answer is '{said[:80]}'")
    return said.removeprefix("OK ")


def ask_policy(place: str) -> str:
    """The action for a client that has only connected."""
    said = _asked(place, b"request=smtpd_access_policy\nprotocol_state=CONNECT\n\n", _block).decode()
    if said != "action=DUNNO":
        raise ValueError(f"the answer is '{said[:80]}'")
    return said


def ask_milter(place: str) -> str:
    """The version of the protocol that it speaks."""
    offer = pack(b"O", NEWEST.to_bytes(4, "big") + _EVERYTHING + _STEPS)
    said = _asked(place, offer, lambda data: Packets().feed(data))
    if said.command != "O":
        raise ValueError(f"the answer is a packet {said.command!r}")
    return str(int.from_bytes(said.data[:4], "big"))


def ask_metrics(place: str) -> str:
    """Its health."""
    with _connected(place) as one:
        one.sendall(b"GET /health HTTP/1.0\r\n\r\n")
        head, _, body = b"".join(_pieces(one)).decode().partition("\r\n\r\n")
    if not body.startswith("mode="):
        raise ValueError(f"the answer is '{head[:80]}'")
    return body.strip()


ASKERS: Mapping[str, Callable[[str], str]] = {
    "map": ask_map, "policy": ask_policy, "milter": ask_milter, "metrics": ask_metrics,
}  # fmt: skip


def _asked(place: str, question: bytes, read: Callable[[bytes], list[T]]) -> T:
    """The answer. `read` finds it in all that has come so far. `OSError` where nobody gives one."""
    with _connected(place) as one:
        one.sendall(question)
        data = b""
        for piece in _pieces(one):
            data += piece
            if found := read(data):
                return found[0]
    raise ValueError("it hangs up without an answer")


def _pieces(one: socket.socket) -> Iterator[bytes]:
    """What comes until its end. `TimeoutError` where that lasts too long, `ValueError` where it is too much."""
    end, size = monotonic() + SECONDS, 0
    while piece := one.recv(MOST):
        size += len(piece)
        if size > MOST:
            raise ValueError(f"the answer has more than {MOST} bytes")
        yield piece
        left = end - monotonic()
        if left <= 0:
            raise TimeoutError("the answer does not end")
        one.settimeout(left)


def _connected(place: str) -> socket.socket:
    if "/" in place:
        one = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        one.settimeout(SECONDS)
        try:
            one.connect(place)
        except OSError as trouble:
            one.close()
            raise OSError(trouble.errno, _SILENT.get(trouble.errno or 0, trouble.strerror or str(trouble))) from None
        return one
    host, _, port = place.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), SECONDS)


def _block(data: bytes) -> list[bytes]:
    block, end, _ = data.partition(b"\n\n")
    return [block] if end else []
