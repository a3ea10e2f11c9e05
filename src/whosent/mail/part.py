"""The MIME tree of a message (RFC 2045-2047), read lazily and tolerant of what bounces do to it.

A `message/rfc822` part is a leaf here: `embedded()` opens it, in the same buffer wherever its encoding allows,
so that offsets stay true. Depth and number of parts are limited; beyond the limits a part is simply not split.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from whosent.mail.charset import decode_text
from whosent.mail.decode import decode_payload, strip_html
from whosent.mail.head import Head, read_head
from whosent.mail.params import MAX_FIELD, parameters

MAX_DEPTH = 12
MAX_PARTS = 300
MAX_TEXT = 256 * 1024
"""Bytes of one part's text that are looked at. A human-readable notice is some kilobytes."""

_TYPE = re.compile(r"\s*([!#-'*+\-.0-9A-Z^-~]{1,60}/[!#-'*+\-.0-9A-Z^-~]{1,90})")
# A line that looks like a delimiter, and behind it a blank line or a field: prose has lines of dashes, too.
_LOOKS_LIKE_BOUNDARY = re.compile(
    rb"^--(-{0,40}[^\s-][^\r\n]{3,200})\r?\n(?=\r?\n|[!-9;-~]{1,76}[ \t]{0,8}:)", re.MULTILINE
)

EMBEDDED = frozenset({"message/rfc822", "message/global", "message/rfc822-headers", "text/rfc822-headers",
                      "text/rfc822-header", "message/global-headers", "text/rfc822", "message/x-rfc822"})  # fmt: skip


class Part:
    """One message or MIME part: its header block, and its body as a span of `data`.

    `parts` are the children of a multipart, in order; empty for leaves.
    """

    __slots__ = ("_encoding", "_params", "body", "content_type", "data", "depth", "end", "head", "parts")

    def __init__(self, head: Head, end: int, depth: int, default_type: str = "text/plain") -> None:
        self.data = head.data
        self.head = head
        self.body = head.body
        self.end = max(end, head.body)
        self.depth = depth
        self.parts: tuple[Part, ...] = ()
        self._encoding: str | None = None
        declared, self._params = _content_type((head.get(b"content-type") or "")[:MAX_FIELD])
        self.content_type = declared or default_type

    def param(self, name: str) -> str | None:
        """A parameter of Content-Type, None if absent."""
        return self._params.get(name)

    @property
    def start(self) -> int:
        """Where the header block begins."""
        return self.head.start

    def leaves(self) -> list[Part]:
        """All parts that are not multiparts, in order of the bytes."""
        if not self.parts:
            return [self]
        found: list[Part] = []
        for child in self.parts:
            if child.parts:
                found += child.leaves()
            else:
                found.append(child)
        return found

    def encoding(self) -> str:
        """Content-Transfer-Encoding, lower case, "" if absent."""
        if self._encoding is None:
            self._encoding = (self.head.get(b"content-transfer-encoding") or "").lower()
        return self._encoding

    def payload(self, limit: int | None = None) -> bytes:
        """The body's bytes, transfer encoding undone (undecodable stays as it is)."""
        end = self.end if limit is None else min(self.end, self.body + limit)
        return decode_payload(self.data[self.body : end], self.encoding())

    def text(self, limit: int = MAX_TEXT) -> str:
        """The body as text with LF line ends; HTML is reduced to its words."""
        text = decode_text(self.payload(limit), self.param("charset"))
        return strip_html(text) if self.content_type == "text/html" else text

    def embedded(self) -> Part:
        """The message inside a message/rfc822 (or headers-only) part. Encoded ones are decoded into a buffer
        of their own (RFC 2046 forbids it, some gateways do it)."""
        if self.encoding() in ("base64", "quoted-printable"):
            return parse(self.payload())
        start = self.body
        while start < self.end and self.data[start] in b"\r\n \t":  # blank lines before the first field
            start += 1
        return _read(self.data, start, self.end, 0, [0])


@lru_cache(maxsize=1_024)
def _content_type(value: str) -> tuple[str, Mapping[str, str]]:
    """The type in lower case, "" if there is none, and the parameters. (Most parts are of a few dozen kinds.)"""
    found = _TYPE.match(value)
    return found[1].lower() if found else "", parameters(value)


def parse(data: bytes) -> Part:
    """Read a whole message. Any bytes give a tree."""
    if b"\n" not in data and b"\r" in data:  # old Macintosh line ends: same length, so spans stay true
        data = data.replace(b"\r", b"\n")
    start = 0
    while start < len(data) and data[start] in b"\r\n \t":  # a header block begins with no blank
        start += 1
    return _read(data, start, len(data), 0, [0])


def parse_span(data: bytes, start: int, end: int) -> Part:
    """Read the message that stands in a span of a larger buffer."""
    return _read(data, start, end, 0, [0])


def undeclared_parts(part: Part) -> tuple[Part, ...]:
    """The parts of a message whose header lost its Content-Type on the way, by the first line of the body that looks
    like a delimiter; () where none does."""
    return _children(part, part.depth, [0])


def _read(data: bytes, start: int, end: int, depth: int, count: list[int], default_type: str = "text/plain") -> Part:
    part = Part(read_head(data, start, end), end, depth, default_type)
    if part.content_type.startswith("multipart/") and depth < MAX_DEPTH:
        part.parts = _children(part, depth, count)
    return part


def _children(part: Part, depth: int, count: list[int]) -> tuple[Part, ...]:
    spans = _split(part.data, part.body, part.end, part.param("boundary"))
    default_type = "message/rfc822" if part.content_type == "multipart/digest" else "text/plain"
    children = []
    for start, end in spans:
        count[0] += 1
        if count[0] > MAX_PARTS:  # the rest stays together, as one part that is not split
            children.append(Part(read_head(part.data, start, end), spans[-1][1], depth + 1, default_type))
            break
        children.append(_read(part.data, start, end, depth + 1, count, default_type))
    return tuple(children)


def _split(data: bytes, start: int, end: int, boundary: str | None) -> list[tuple[int, int]]:
    """Spans of the parts between delimiter lines; without a usable boundary the first line that looks like a
    delimiter is taken for one (gateways rewrite the header and forget the body, or the reverse)."""
    spans = _between(data, start, end, boundary.rstrip().encode()) if boundary else []
    if not spans:
        guess = _LOOKS_LIKE_BOUNDARY.search(data, start, min(end, start + 64 * 1024))
        if guess is not None:
            spans = _between(data, start, end, guess[1].rstrip())
    return spans


def _between(data: bytes, start: int, end: int, boundary: bytes) -> list[tuple[int, int]]:
    marker = b"--" + boundary
    line = b"\n" + marker  # at line starts only: a boundary of dashes occurs at every byte of a long line of dashes
    spans: list[tuple[int, int]] = []
    opened = -1
    position = start
    if not data.startswith(marker, start, end):
        position = data.find(line, start, end) + 1 or -1
    while position >= 0:
        after = position + len(marker)
        line_end = data.find(b"\n", after, end)
        if line_end < 0:
            line_end = end
        rest = data[after:line_end].strip()
        if rest in (b"", b"--"):
            if opened >= 0:  # the line end before a delimiter belongs to it (RFC 2046 section 5.1.1)
                spans.append((opened, max(opened, position - (2 if data[position - 2] == 13 else 1))))
            opened = -1 if rest else min(line_end + 1, end)
            if rest or len(spans) > MAX_PARTS:
                break
        position = data.find(line, line_end, end) + 1 or -1
    if opened >= 0:  # truncated: the last part runs to the end
        spans.append((opened, end))
    return spans
