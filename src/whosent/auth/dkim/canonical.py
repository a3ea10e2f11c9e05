"""Canonical forms of header fields and bodies (RFC 6376 section 3.4), from the bytes as they stand.

Mail systems that keep their queue with LF lines return it so: a bare LF counts as the CRLF that was signed. A bare CR
is a character like any other. White space is blank and tab (section 2.8); other control characters stay.
"""

from __future__ import annotations

import re

_BLANKS = re.compile(rb"[ \t]+")
# Up to the next semicolon: its value with all white space around it (section 3.5, tag b=). `b` begins a tag.
_B_VALUE = re.compile(rb"(^|;)([ \t\r\n]*+b[ \t\r\n]*+=)[^;]*+")
# What bytes.split() takes for white space and DKIM does not
_SPLIT_ELSEWHERE = re.compile(rb"[\r\x0b\x0c]")


def crlf(data: bytes) -> bytes:
    """With CRLF for each bare LF."""
    if data.count(b"\n") == data.count(b"\r\n"):
        return data
    return data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def without_line_end(raw: bytes) -> bytes:
    """A field as it stands, but for its last line end."""
    return raw[:-2] if raw.endswith(b"\r\n") else raw.removesuffix(b"\n")


def simple_field(name: bytes, value: bytes) -> bytes:
    """A field (3.4.1) without its last line end."""
    return crlf(name + b":" + value)


def relaxed_field(name: bytes, value: bytes) -> bytes:
    """A field (3.4.2) without its last line end."""
    text = value.replace(b"\r\n", b"").replace(b"\n", b"") if b"\n" in value else value
    text = _BLANKS.sub(b" ", text).strip(b" ") if _SPLIT_ELSEWHERE.search(text) else b" ".join(text.split())
    return name.rstrip(b" \t").lower() + b":" + text


def unsigned(value: bytes) -> bytes:
    """The value of a signature field with b= emptied: what the signer had when he signed."""
    return _B_VALUE.sub(rb"\1\2", value, count=1)


def simple_body(body: bytes) -> bytes:
    """The body (3.4.3) with CRLF line ends given; an empty one is one line end."""
    return _lines(body) or b"\r\n"


def relaxed_body(body: bytes) -> bytes:
    """The body (3.4.4) with CRLF line ends given; an empty one is nothing."""
    text = body if body.endswith(b"\r\n") else body + b"\r\n"
    text = text.replace(b"\t", b" ")
    while b"  " in text:  # each pass halves the runs; much faster than a pattern, and no run makes it slow
        text = text.replace(b"  ", b" ")
    return _lines(text.replace(b" \r\n", b"\r\n"))


def _lines(body: bytes) -> bytes:
    """Without empty lines at the end, but with the end of the last line; b"" where there is none but empty ones."""
    end = len(body.rstrip(b"\r\n"))
    if not body.endswith(b"\n"):  # CRs at most, and those are text
        end = len(body)
    else:
        end += body[end:].rfind(b"\r\r") + 1  # a CR in front of a line end is text, too
    return body[:end] + b"\r\n" if end else b""
