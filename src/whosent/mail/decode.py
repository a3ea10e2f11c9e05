"""Undo transfer encodings, character sets and HTML. Total: what cannot be decoded stays readable."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator

from whosent.mail.charset import decode_text

_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]+")
_SOFT_BREAK = re.compile(rb"=[ \t]*\r?\n")
# Blanks in the text of a word are forbidden (RFC 2047 section 2), and written all the same. No part of the pattern can
# match what ends it, so a start is tried once.
_WORD = re.compile(r"=\?([^?\s]{1,40})\?([BbQq])\?([^?]{0,2000})\?=")
_CONTROL = re.compile(r"[\r\n\x00]+")

_HIDDEN = re.compile(r"<(script|style|title|!--)", re.IGNORECASE | re.ASCII)
_CLOSE = {
    "!--": re.compile("-->"),
    **{name: re.compile(f"</{name}[^<>]*>?", re.IGNORECASE | re.ASCII) for name in ("script", "style", "title")},
}
# `[^<>]` cannot run into the next tag: however many are left open, each character is looked at once.
_BREAK = re.compile(r"<(?:br|/p|/div|/tr|/li|/h[1-6]|/table|/pre|hr|p)(?=[\s/>])[^<>]*>", re.IGNORECASE | re.ASCII)
_CELL = re.compile(r"</t[dh](?=[\s/>])[^<>]*>", re.IGNORECASE | re.ASCII)
# `<anna@host.example>` that somebody forgot to escape is no tag.
_TAG = re.compile(r"<(?:[!?]|/?[a-zA-Z][a-zA-Z0-9:_-]*+(?=[\s/>]))[^<>]*>")
_HREF = re.compile(rb"href\s{0,3}=\s{0,3}[\"']?\s{0,3}(https?://[^\"'\s>]{4,500})", re.IGNORECASE)
_ENDLESS = re.compile(r"&#[0-9]{1000,};?")


def decode_payload(raw: bytes, encoding: str) -> bytes:
    """`raw` with its Content-Transfer-Encoding undone."""
    if encoding == "base64":
        return decode_base64(raw)
    if encoding == "quoted-printable":
        return decode_quoted_printable(raw)
    return raw


def decode_quoted_printable(raw: bytes) -> bytes:
    """Quoted-printable (RFC 2045 section 6.7), with blanks that a gateway hung on soft line breaks; what is no code is
    itself."""
    joined = raw.replace(b"=\r\n", b"").replace(b"=\n", b"")
    if b"==" in raw or b"=\r" in joined or b"= " in joined or b"=\t" in joined or joined.endswith(b"="):
        return decode_hex(_SOFT_BREAK.sub(b"", raw))  # where the fast one would drop bytes
    return binascii.a2b_qp(joined)


def decode_base64(raw: bytes) -> bytes:
    """Base64, foreign characters skipped and a missing tail forgiven. Words that a gateway put in its place, and left
    the label, stay as they are: in them every sixth byte is a blank."""
    clean = _NOT_BASE64.sub(b"", raw)
    if len(clean) * 8 < len(raw.strip()) * 7 and _NOT_BASE64.search(raw.lstrip().partition(b"\n")[0].rstrip()):
        return raw
    clean = clean.partition(b"=")[0]
    if len(clean) % 4 == 1:
        clean = clean[:-1]
    return binascii.a2b_base64(clean + b"=" * (-len(clean) % 4))


_DIGITS = "0123456789ABCDEFabcdef"
_BYTES = {(high + low).encode(): bytes.fromhex(high + low) for high in _DIGITS for low in _DIGITS}
"""Two hexadecimal digits, and the byte that they stand for."""


def decode_hex(raw: bytes, sign: bytes = b"=") -> bytes:
    """`sign` and two hexadecimal digits are a byte; any other `sign` is itself."""
    first, *rest = raw.split(sign)
    kept = [first]
    for chunk in rest:
        byte = _BYTES.get(chunk[:2])
        kept.append(sign + chunk if byte is None else byte + chunk[2:])
    return b"".join(kept)


def decode_words(value: str) -> str:
    """RFC 2047 encoded words in a header value as one line of text. White space between two words is not shown
    (section 6.2); the bytes of neighbours in one charset are joined first, as many programs cut characters in two."""
    if "=?" not in value:
        return value
    text: list[str] = []
    run: list[bytes] = []
    charset, position = "", 0
    for found in _WORD.finditer(value):
        name = found[1].partition("*")[0].lower()  # RFC 2231: charset*language
        between = value[position : found.start()]
        apart = not run or bool(between.strip())
        if run and (apart or name != charset):
            text.append(decode_text(b"".join(run), charset))
            run.clear()
        if apart:
            text.append(between)
        run.append(_word(found[2], found[3]))
        charset, position = name, found.end()
    if run:
        text.append(decode_text(b"".join(run), charset))
    text.append(value[position:])
    return _CONTROL.sub(" ", "".join(text))


def _word(kind: str, body: str) -> bytes:
    raw = body.encode("ascii", "ignore")
    return decode_base64(raw) if kind in "Bb" else decode_hex(raw.replace(b"_", b" "))


def strip_html(text: str) -> str:
    """The words of an HTML text, one line per block, table cells apart; script, style, title and comments left out."""
    import html  # with a table of all entities: only where there is HTML

    text = _TAG.sub("", _CELL.sub(" ", _BREAK.sub("\n", _without_hidden(text))))
    try:
        text = html.unescape(text)
    except ValueError:  # Python converts no numbers of more than 4,300 digits
        text = html.unescape(_ENDLESS.sub("\ufffd", text))
    return text.replace("\r", "\n") if "\r" in text else text


def link_targets(html: bytes) -> Iterator[bytes]:
    """Where the links of HTML lead, which may not be where their words say."""
    for found in _HREF.finditer(html):
        yield found[1]


def _without_hidden(text: str) -> str:
    kept: list[str] = []
    position = 0
    for found in _HIDDEN.finditer(text):
        if found.start() < position:
            continue
        close = _CLOSE[found[1].lower()].search(text, found.end() - 2)  # `<!-->` opens and closes at once
        if close is None:  # never closed: show the rest, and search no further (linear time)
            break
        kept.append(text[position : found.start()])
        position = close.end()
    kept.append(text[position:])
    return "".join(kept)
