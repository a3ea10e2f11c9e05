"""The steps of an SMTP session, as the mail server tells them. `macros`: what else it knows by then."""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple

from whosent.wire.milter.negotiation import Options
from whosent.wire.milter.packets import texts

MOST = 100
"""Parameters of MAIL or RCPT."""
_FAMILIES: Mapping[str, Literal["inet", "inet6", "unix", "unknown"]] = {
    "4": "inet", "6": "inet6", "L": "unix", "U": "unknown"
}  # fmt: skip
_PORT = struct.Struct(">H")


class Connect(NamedTuple):
    """`name`: the client's, by DNS, or its address in brackets. `address`: an IP address, a path, or empty where it is
    not known."""

    name: str
    family: Literal["inet", "inet6", "unix", "unknown"]
    address: str
    port: int
    macros: Mapping[str, str]


class Helo(NamedTuple):
    """HELO or EHLO."""

    name: str
    macros: Mapping[str, str]


class MailFrom(NamedTuple):
    """`address`: without angle brackets, empty for the null sender. `parameters`: as they stand (`SIZE=1000`)."""

    address: str
    parameters: tuple[str, ...]
    macros: Mapping[str, str]


class Rcpt(NamedTuple):
    """As `MailFrom`."""

    address: str
    parameters: tuple[str, ...]
    macros: Mapping[str, str]


class Data(NamedTuple):
    """DATA; the content has not come yet."""

    macros: Mapping[str, str]


class Header(NamedTuple):
    """A header field. Where it had several lines, the value has, with line feeds."""

    name: str
    value: str


class EndOfHeaders(NamedTuple):
    """The body comes next."""

    macros: Mapping[str, str]


class Body(NamedTuple):
    """A piece of the body, with CRLF."""

    piece: bytes


class EndOfBody(NamedTuple):
    """The message is complete: now it can be changed. `piece`: the rest of the body."""

    piece: bytes
    macros: Mapping[str, str]


class Abort(NamedTuple):
    """The message comes to nothing; the session goes on."""


class Unknown(NamedTuple):
    """An SMTP command that the mail server does not know."""

    command: str


class Quit(NamedTuple):
    """The session ends. `reused`: another one follows on the same connection."""

    reused: bool


Event = (
    Options | Connect | Helo | MailFrom | Rcpt | Data | Header | EndOfHeaders | Body | EndOfBody
    | Abort | Unknown | Quit
)  # fmt: skip


def _connect(data: bytes, macros: Mapping[str, str]) -> Connect:
    name, end, rest = data.partition(b"\0")
    family = _FAMILIES.get(chr(rest[0])) if end and rest else None
    if family is None:
        raise ValueError("a client of no known family")
    known = family != "unknown"
    if known and len(rest) <= 1 + _PORT.size:
        raise ValueError("a client without address")
    port = _PORT.unpack_from(rest, 1)[0] if known else 0
    address = _one(rest[1 + _PORT.size :]) if known else ""
    if address[:5].lower() == "ipv6:":  # so Sendmail writes it
        address = address[5:]
    return Connect(name.decode("utf-8", "surrogateescape"), family, address, port, macros)


def _one(data: bytes) -> str:
    words = texts(data)
    if len(words) != 1:
        raise ValueError(f"{len(words)} texts where there has to be one")
    return words[0]


def _address(data: bytes) -> tuple[str, tuple[str, ...]]:
    words = texts(data)
    if not 0 < len(words) <= MOST + 1:
        raise ValueError(f"MAIL or RCPT without address, or with more than {MOST} parameters")
    address = words[0]
    bare = address[1:-1] if address[:1] == "<" and address[-1:] == ">" else address
    return bare, tuple(words[1:])


def _header(data: bytes) -> Header:
    words = texts(data)
    if len(words) != 2:
        raise ValueError("a header field that is none")
    return Header(words[0], words[1])


READERS: Mapping[str, Callable[[bytes, Mapping[str, str]], Event]] = {
    "C": _connect,
    "H": lambda data, macros: Helo(_one(data), macros),
    "M": lambda data, macros: MailFrom(*_address(data), macros),
    "R": lambda data, macros: Rcpt(*_address(data), macros),
    "T": lambda _, macros: Data(macros),
    "L": lambda data, _: _header(data),
    "N": lambda _, macros: EndOfHeaders(macros),
    "B": lambda data, _: Body(data),
    "E": EndOfBody,
    "U": lambda data, _: Unknown(_one(data)),
    "A": lambda _, __: Abort(),
    "Q": lambda _, __: Quit(reused=False),
    "K": lambda _, __: Quit(reused=True),
}
"""By the letters of their packets (SMFIC_*)."""
