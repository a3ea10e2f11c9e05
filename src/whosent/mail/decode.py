"""Undo transfer encodings, character sets and HTML. Total: what cannot be decoded stays readable."""

from __future__ import annotations

import binascii
import codecs
import html
import re
from functools import lru_cache

_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]+")
_SOFT_BREAK = re.compile(rb"=[ \t]*\r?\n")
_WORD = re.compile(r"=\?([^?\s]{1,40})\?([BbQq])\?([^?\s]{0,2000})\?=")
_BETWEEN_WORDS = re.compile(r"(\?=)[ \t\r\n]+(=\?)")
_CHARSET_HINT = re.compile(rb"\x1b\$[@B]|\x1b\([BJI]")

_HIDDEN = re.compile(r"<(script|style|title|!--)", re.IGNORECASE)
_BREAK = re.compile(r"<(?:br|/p|/div|/tr|/li|/h[1-6]|/table|/pre|hr|p)\b[^>]{0,500}>", re.IGNORECASE)
_CELL = re.compile(r"</t[dh]\b[^>]{0,500}>", re.IGNORECASE)
_TAG = re.compile(r"<[!/a-zA-Z][^<>]{0,2000}>")


def decode_payload(raw: bytes, encoding: str) -> bytes:
    """`raw` with its Content-Transfer-Encoding undone."""
    if encoding == "base64":
        return decode_base64(raw)
    if encoding == "quoted-printable":
        return _decode_quoted(_SOFT_BREAK.sub(b"", raw))
    return raw


def decode_base64(raw: bytes) -> bytes:
    """Base64, foreign characters skipped and a missing tail forgiven."""
    clean = _NOT_BASE64.sub(b"", raw)
    stop = clean.find(b"=")
    if stop >= 0:
        clean = clean[:stop]
    clean = clean[: len(clean) - 1] if len(clean) % 4 == 1 else clean
    try:
        return binascii.a2b_base64(clean + b"=" * (-len(clean) % 4))
    except binascii.Error:
        return raw


_DIGITS = "0123456789ABCDEFabcdef"
_BYTES = {(high + low).encode(): bytes.fromhex(high + low) for high in _DIGITS for low in _DIGITS}
"""Two hexadecimal digits, and the byte that they stand for."""


def _decode_quoted(raw: bytes) -> bytes:
    """`=` and two hexadecimal digits are a byte; any other `=` is itself."""
    first, *rest = raw.split(b"=")
    kept = [first]
    for chunk in rest:
        byte = _BYTES.get(chunk[:2])
        kept.append(b"=" + chunk if byte is None else byte + chunk[2:])
    return b"".join(kept)


def decode_text(raw: bytes, charset: str | None) -> str:
    """Bytes as text with LF line ends: the declared charset, else UTF-8, else ISO-2022-JP by its escapes, else
    Latin-1."""
    text = None
    if charset and (name := _codec(charset)) is not None:
        try:
            text = raw.decode(name)
        except (UnicodeDecodeError, ValueError):
            text = None
    if text is None:
        text = _guess(raw)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _guess(raw: bytes) -> str:
    if b"\x1b" in raw and _CHARSET_HINT.search(raw):
        try:
            return raw.decode("iso2022_jp_ext")
        except UnicodeDecodeError:
            pass
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


_ESCAPES = frozenset({"utf-7", "unicode_escape", "raw_unicode_escape", "unicode-escape", "raw-unicode-escape"})
"""Codecs that can write lone surrogates, which are no text (RFC 3629 section 3)."""


@lru_cache(maxsize=256)
def _codec(charset: str) -> str | None:
    """The Python codec of a charset name, only those that turn bytes into text."""
    name = charset.strip().strip("'\"").lower()
    if name in ("us-ascii", "ascii", "unknown-8bit", "unknown", "x-unknown", "default", ""):
        return None  # often 8-bit all the same: let the guess decide
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    return info.name if info._is_text_encoding and info.name not in _ESCAPES else None


def decode_words(value: str) -> str:
    """RFC 2047 encoded words in a header value as text."""
    if "=?" not in value:
        return value
    return _WORD.sub(_word, _BETWEEN_WORDS.sub(r"\1\2", value))


def _word(found: re.Match[str]) -> str:
    charset, kind, body = found[1].partition("*")[0], found[2], found[3]
    raw = body.encode("ascii", "ignore")
    data = decode_base64(raw) if kind in "Bb" else _decode_quoted(raw.replace(b"_", b" "))
    return decode_text(data, charset)


def strip_html(text: str) -> str:
    """The words of an HTML text, one line per block, table cells apart; script, style, title and comments left out."""
    text = _CELL.sub(" ", _BREAK.sub("\n", _without_hidden(text)))
    return html.unescape(_TAG.sub("", text))


def _without_hidden(text: str) -> str:
    lower = text.lower()
    kept: list[str] = []
    position = 0
    for found in _HIDDEN.finditer(lower):
        if found.start() < position:
            continue
        close = "-->" if found[1] == "!--" else f"</{found[1]}"
        end = lower.find(close, found.end())
        if end < 0:  # never closed: show the rest, and search no further (linear time)
            break
        kept.append(text[position : found.start()])
        position = end + len(close)
    kept.append(text[position:])
    return "".join(kept)
