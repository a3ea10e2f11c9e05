"""Authentication-Results (RFC 8601) and ARC-Authentication-Results (RFC 8617 section 4.1.1), as receivers really write
them. Facts only: anybody can put such a field into a message; whose word it is, is decided where the trace is walked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from whosent.auth.scan import Piece, pieces

MAX_RESULTS = 100

METHODS = frozenset({
    "arc", "auth", "bimi", "compauth", "dkim", "dkim-adsp", "dkim-atps", "dkim2", "dmarc", "dnswl", "domainkeys",
    "iprev", "rrvs", "sender-id", "smime", "spf", "tls", "vbr", "x-tls",
})  # fmt: skip
"""Those that may follow without the semicolon in front of them."""
RESULTS = frozenset({
    "bestguesspass", "discard", "error", "fail", "hardfail", "neutral", "none", "nxdomain", "pass", "permerror",
    "policy", "signed", "skipped", "softfail", "softpass", "temperror", "unknown",
})  # fmt: skip
_OF_SPF = frozenset({"client-ip", "envelope-from", "helo", "identity", "mechanism", "problem", "receiver"})
"""Keys of Received-SPF, which some copy into their results, semicolons included."""

_METHOD = re.compile(r"([a-z0-9][a-z0-9_-]{0,40})(?:/([0-9]{1,4}))?")


class Property(Struct, frozen=True, gc=False):
    """`ptype.name=value` (section 2.3): "smtp", "header", "body", "policy", or what receivers invent; "" where the name
    has no type (`action=none`)."""

    ptype: str
    name: str
    value: str


class MethodResult(Struct, frozen=True):
    """What one method gave. `method` and `result` are lower case; `version` is the method's, where it is written.
    Comments are without their parentheses; they repeat what the sender wrote."""

    method: str
    result: str
    version: int | None = None
    reason: str | None = None
    properties: tuple[Property, ...] = ()
    comments: tuple[str, ...] = ()

    def get(self, *names: str) -> str | None:
        """The first of these properties (`smtp.mailfrom`) that is there."""
        known = {f"{prop.ptype}.{prop.name}": prop.value for prop in reversed(self.properties)}
        return next((known[name] for name in names if name in known), None)


class Results(Struct, frozen=True):
    """One field. `authserv_id`: who says so, None where it is not written (Outlook); `version` of the field's syntax;
    `instance`: of an ARC set; `comments` and `rest`: what belongs to no result, odd words included."""

    authserv_id: str | None = None
    version: int | None = None
    instance: int | None = None
    results: tuple[MethodResult, ...] = ()
    comments: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()

    def of(self, method: str) -> tuple[MethodResult, ...]:
        """The results of a method, in their order."""
        return tuple(result for result in self.results if result.method == method)


def read(value: str) -> Results:
    """The results in the value of a field. Total: any text gives a result; what cannot be read is in `rest`."""
    reader = _Reader()
    for piece in pieces(value):
        reader.take(piece)
    return reader.finish()


def read_all(values: Iterable[str]) -> tuple[Results, ...]:
    """The same for several fields."""
    return tuple(map(read, values))


class _Reader:
    """Builds the results piece by piece."""

    def __init__(self) -> None:
        self._authserv_id: str | None = None
        self._version: int | None = None
        self._instance: int | None = None
        self._comments: list[str] = []
        self._rest: list[str] = []
        self._found: list[_Open] = []
        self._pending: list[Property] = []
        self._within = False  # in the statement of the last result
        self._fresh = True  # nothing but comments yet in this statement

    def take(self, piece: Piece) -> None:
        """The next piece of the field."""
        if piece.kind == "end":
            self._within, self._fresh = False, True
        elif piece.kind == "comment":
            (self._found[-1].comments if self._within else self._comments).append(piece.text)
        elif piece.kind == "word":
            self._word(piece.text)
        else:
            self._pair(piece.name, piece.text)

    def finish(self) -> Results:
        """All of it."""
        self._rest += [_written(prop) for prop in self._pending]
        results = tuple(result.finish() for result in self._found)
        return Results(
            self._authserv_id, self._version, self._instance, results, tuple(self._comments), tuple(self._rest)
        )

    def _word(self, text: str) -> None:
        if not self._found and self._authserv_id is None and self._fresh:
            self._authserv_id = text
        elif not self._found and self._version is None and _is_number(text) and not self._rest:
            self._version = int(text)
        else:
            self._rest.append(text)
        self._fresh = False

    def _pair(self, name: str, value: str) -> None:
        if name == "i" and self._authserv_id is None and not self._found:
            self._number(value)
            return  # the name of the server may follow without a semicolon
        if self._begins_result(name, value):
            self._found.append(_Open(name, value, self._pending))
            self._pending = []
            self._within = True
        elif name == "reason" and self._within and self._found[-1].reason is None:
            self._found[-1].reason = value
        else:
            (self._pending if self._belongs_ahead(name) else self._found[-1].properties).append(_property(name, value))
        self._fresh = False

    def _number(self, value: str) -> None:
        if self._instance is None and _is_number(value):
            self._instance = int(value)
        else:
            self._rest.append(f"i={value}")

    def _begins_result(self, name: str, value: str) -> bool:
        """A statement's first pair is a result, and so is a known one that lacks its semicolon."""
        if len(self._found) >= MAX_RESULTS or _METHOD.fullmatch(name) is None:
            return False
        known = name.partition("/")[0] in METHODS and value.lower() in RESULTS
        return known or not (self._within or name == "from" or (self._found and name in _OF_SPF))

    def _belongs_ahead(self, name: str) -> bool:
        """Yahoo wrote `from=` in front of the result that it belongs to."""
        return not self._found or (name == "from" and not self._within)


class _Open:
    """A result of which more may follow."""

    def __init__(self, name: str, result: str, properties: list[Property]) -> None:
        self._name, self._result = name, result
        self.properties = properties
        self.comments: list[str] = []
        self.reason: str | None = None

    def finish(self) -> MethodResult:
        """It is complete."""
        method, _, version = self._name.partition("/")
        return MethodResult(
            method, self._result.lower(), int(version) if version else None, self.reason, tuple(self.properties),
            tuple(self.comments),
        )  # fmt: skip


def _property(name: str, value: str) -> Property:
    ptype, dot, rest = name.partition(".")
    return Property(ptype, rest, value) if dot else Property("", name, value)


def _written(prop: Property) -> str:
    return f"{prop.ptype}.{prop.name}={prop.value}" if prop.ptype else f"{prop.name}={prop.value}"


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 4
