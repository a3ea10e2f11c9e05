"""Postfix asks what to do with a client, sender or recipient (SMTPD_POLICY_README): lines of name=value and an empty
one; the answer is an action of access(5)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

LIMIT = 65_536
"""Bytes of a request. Postfix 3.7 sends thirty attributes, 600 bytes."""
MOST = 200
"""Attributes of a request."""


class Request(NamedTuple):
    """Attributes by name: `protocol_state`, `sender`, `recipient`, `client_address`, `instance`, ... What is not known
    is empty or missing. Of two with one name the last counts."""

    attributes: Mapping[str, str]


class PolicyServer:
    """One client's requests, and the answers, of which each request gets one in its turn."""

    def __init__(self) -> None:
        self._kept = bytearray()
        self._searched = 0

    @property
    def pending(self) -> int:
        """Bytes of a request that is not complete."""
        return len(self._kept)

    def feed(self, data: bytes) -> list[Request]:
        """The requests that are complete now. `ValueError` on a client that does not keep to the protocol."""
        self._kept += data
        requests: list[Request] = []
        start, search = 0, max(self._searched - 1, 0)
        while (end := self._kept.find(b"\n\n", search)) >= 0:
            requests.append(_request(bytes(self._kept[start:end])))
            start = search = end + 2
        del self._kept[:start]
        self._searched = len(self._kept)
        if len(self._kept) > LIMIT + 1:  # one more may be the line end of the last attribute
            raise ValueError(f"a request of more than {LIMIT} bytes")
        return requests

    @staticmethod
    def reply(action: str) -> bytes:
        """An action and its text. What would end the line is replaced by question marks."""
        line = "".join(letter if letter >= " " and letter != "\x7f" else "?" for letter in action)
        return f"action={line}\n\n".encode("utf-8", "surrogateescape")


def _request(block: bytes) -> Request:
    if len(block) > LIMIT:
        raise ValueError(f"a request of more than {LIMIT} bytes")
    lines = block.decode("utf-8", "surrogateescape").split("\n")
    if len(lines) > MOST:
        raise ValueError(f"a request of {len(lines)} attributes; at most {MOST} are taken")
    attributes: dict[str, str] = {}
    for line in lines:
        name, equals, value = line.partition("=")
        if not name or not equals:
            raise ValueError("a request with a line that is no attribute")
        attributes[name] = value
    return Request(attributes)
