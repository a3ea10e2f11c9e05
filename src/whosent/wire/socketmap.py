"""Lookups of Postfix and Sendmail in a table that somebody else has (socketmap_table(5)): netstrings both ways."""

from __future__ import annotations

from typing import NamedTuple

from whosent.wire.netstring import Netstrings, encode

LIMIT = 10_000
"""Bytes of a request. (Of an answer Postfix takes 100,000.) Addresses on an SMTP line have 2,048 at most
(line_length_limit)."""


class Lookup(NamedTuple):
    """What stands in the table for the key?"""

    table: str
    key: str


class SocketmapServer:
    """One client's requests, and the answers, of which each request gets one in its turn."""

    def __init__(self) -> None:
        self._netstrings = Netstrings(LIMIT)

    @property
    def pending(self) -> int:
        """Bytes of a request that is not complete."""
        return self._netstrings.pending

    def feed(self, data: bytes) -> list[Lookup]:
        """The requests that are complete now. `ValueError` on a client that does not keep to the protocol."""
        return [_lookup(content) for content in self._netstrings.feed(data)]

    @staticmethod
    def ok(value: str) -> bytes:
        """This stands there."""
        return _answer("OK", value)

    @staticmethod
    def not_found() -> bytes:
        """Nothing does."""
        return _answer("NOTFOUND", "")

    @staticmethod
    def temp(why: str) -> bytes:
        """Not now: the mail server tries again later."""
        return _answer("TEMP", why)

    @staticmethod
    def perm(why: str) -> bytes:
        """The question is wrong. Postfix tries again later here, too."""
        return _answer("PERM", why)


def _lookup(content: bytes) -> Lookup:
    table, space, key = content.decode("utf-8", "surrogateescape").partition(" ")
    if not table or not space:
        raise ValueError("a lookup without a table or a key")
    return Lookup(table, key)


def _answer(status: str, text: str) -> bytes:
    return encode(f"{status} {text}".encode("utf-8", "surrogateescape"))
