"""MIME parts as bytes (RFC 2045, 2046, 2183, 2231). A part begins with its Content-Type field."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence

CRLF = b"\r\n"

_LINE_END = re.compile(rb"\r\n|\n|\r(?!\n)")
_NOT_IN_NAME = re.compile(r'[\x00-\x1f\x7f"\\]')
_TYPE = re.compile(r"[A-Za-z0-9!#$&^_.+-]{1,60}/[A-Za-z0-9!#$&^_.+-]{1,90}")


def media_type(declared: str | None) -> str | None:
    """`declared` in lower case if it has the form of a media type, else None."""
    return declared.lower() if declared and _TYPE.fullmatch(declared) else None


def text_part(subtype: str, data: bytes, charset: str = "utf-8") -> bytes:
    """A text part, readable as it stands."""
    return b"\r\n".join((
        f'Content-Type: text/{subtype}; charset="{charset}"'.encode("ascii", "replace"),
        b"Content-Transfer-Encoding: 8bit",
        b"",
        _LINE_END.sub(CRLF, data),
    ))  # fmt: skip


def raw_part(content_type: str, data: bytes, name: str | None = None) -> bytes:
    """A part whose bytes stay as they are: message/*, text/*."""
    fields = [f"Content-Type: {content_type}", "Content-Transfer-Encoding: 8bit", *_disposition(name)]
    return _fields(fields) + data


def binary_part(content_type: str, data: bytes, name: str | None = None) -> bytes:
    """A part in base64."""
    fields = [f"Content-Type: {content_type}", "Content-Transfer-Encoding: base64", *_disposition(name)]
    return _fields(fields) + base64.encodebytes(data).replace(b"\n", CRLF)


def multipart(subtype: str, parts: Sequence[bytes], parameters: str = "") -> bytes:
    """A multipart. The boundary is a hash of the content, so no content can contain it."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    boundary = "=_" + digest.hexdigest()[:40]
    delimiter = b"\r\n--" + boundary.encode()
    field = f'Content-Type: multipart/{subtype}; {parameters}boundary="{boundary}"'
    return _fields([field]) + b"".join(delimiter + CRLF + part for part in parts) + delimiter + b"--\r\n"


def _fields(fields: Sequence[str]) -> bytes:
    return "".join(field + "\r\n" for field in fields).encode("utf-8", "replace") + CRLF


def _disposition(name: str | None) -> tuple[str, ...]:
    """Content-Disposition, outside ASCII with the RFC 2231 form."""
    if not name:
        return ()
    clean = _NOT_IN_NAME.sub("_", name)[:200]
    if clean.isascii():
        return (f'Content-Disposition: attachment; filename="{clean}"',)
    coded = "".join(chr(b) if chr(b).isalnum() and b < 128 else f"%{b:02X}" for b in clean.encode("utf-8", "replace"))
    return (f"Content-Disposition: attachment; filename*=utf-8''{coded}",)
