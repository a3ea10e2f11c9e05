"""What a mail server would ask the running guard, asked by ourselves: is it there, and what does it say?"""

from __future__ import annotations

import socket
from collections.abc import Callable, Mapping
from typing import TypeVar

from whosent.wire.milter.negotiation import NEWEST
from whosent.wire.milter.packets import Packets, pack
from whosent.wire.netstring import Netstrings, encode

T = TypeVar("T")

SECONDS = 5.0
_MOST = 64 * 1024
_EVERYTHING = (0x1FF).to_bytes(4, "big")
_STEPS = (0x1FFFFF).to_bytes(4, "big")


def ask_map(place: str) -> str:
    """How it is, as the table `health` tells it."""
    codec = Netstrings(_MOST)
    said = _asked(place, encode(b"health x"), codec.feed)[0].decode()
    if not said.startswith("OK "):
        raise ValueError(f"the answer is '{said[:80]}'")
    return said.removeprefix("OK ")


def ask_policy(place: str) -> str:
    """The action for a client that has only connected."""
    said = _asked(place, b"request=smtpd_access_policy\nprotocol_state=CONNECT\n\n", _block)[0].decode()
    if said != "action=DUNNO":
        raise ValueError(f"the answer is '{said[:80]}'")
    return said


def ask_milter(place: str) -> str:
    """The version of the protocol that it speaks."""
    offer = pack(b"O", NEWEST.to_bytes(4, "big") + _EVERYTHING + _STEPS)
    said = _asked(place, offer, Packets().feed)[0]
    if said.command != "O":
        raise ValueError(f"the answer is a packet {said.command!r}")
    return str(int.from_bytes(said.data[:4], "big"))


def ask_metrics(place: str) -> str:
    """Its health."""
    head, _, body = _asked(place, b"GET /health HTTP/1.0\r\n\r\n", _page)[0].decode().partition("\r\n\r\n")
    if not body.startswith("mode="):
        raise ValueError(f"the answer is '{head[:80]}'")
    return body.strip()


ASKERS: Mapping[str, Callable[[str], str]] = {
    "map": ask_map, "policy": ask_policy, "milter": ask_milter, "metrics": ask_metrics,
}  # fmt: skip


def _asked(place: str, question: bytes, read: Callable[[bytes], list[T]]) -> list[T]:
    """The answer. `OSError` where nobody gives one."""
    with _connected(place) as one:
        one.sendall(question)
        size = 0
        while data := one.recv(_MOST):
            size += len(data)
            if found := read(data):
                return found
            if size > _MOST:
                break
    raise ValueError("it hangs up without an answer")


def _connected(place: str) -> socket.socket:
    if "/" in place:
        one = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        one.settimeout(SECONDS)
        try:
            one.connect(place)
        except OSError:
            one.close()
            raise
        return one
    host, _, port = place.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), SECONDS)


def _block(data: bytes) -> list[bytes]:
    return [data[:-2]] if data.endswith(b"\n\n") else []


def _page(data: bytes) -> list[bytes]:
    return [data] if b"\r\n\r\n" in data else []
