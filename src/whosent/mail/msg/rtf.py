"""Compressed RTF ([MS-OXRTFCP]) and the HTML or text that Outlook hides in it ([MS-OXRTFEX])."""

from __future__ import annotations

import re

from whosent.mail.msg.properties import codec_of

MAX_RTF = 2 * 1024 * 1024
"""Bytes of RTF that are looked at in one file; the text of a notice is some kilobytes, the rest are pictures."""

_COMPRESSED, _PLAIN = b"LZFu", b"MELA"
_RING = 4096
_DICTIONARY = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans "
    rb"SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0" + b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)  # [MS-OXRTFCP] 2.1.2.1

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,9})?\ ?"  # 1, 2: control word
    rb"|\\'([0-9a-fA-F]{2})"  # 3: character by number
    rb"|\\([^a-zA-Z])"  # 4: control symbol
    rb"|([{}])"  # 5: group
    rb"|([^\\{}\r\n]+)"  # 6: text
    rb"|[\r\n]+|\\",
    re.DOTALL,
)

# Destinations whose text is never part of the message.
_HIDDEN = frozenset(
    (b"colortbl", b"stylesheet", b"info", b"pict", b"object", b"header", b"footer", b"headerl", b"headerr", b"footerl",
     b"footerr", b"footnote", b"listtable", b"listoverridetable", b"fldinst", b"xmlnstbl", b"themedata", b"private")
)  # fmt: skip
_CHARACTERS = {
    b"par": "\r\n", b"line": "\r\n", b"tab": "\t", b"lquote": "\u2018", b"rquote": "\u2019", b"ldblquote": "\u201c",
    b"rdblquote": "\u201d", b"bullet": "\u2022", b"endash": "\u2013", b"emdash": "\u2014", b"cell": "\t",
    b"row": "\r\n",
}  # fmt: skip
_SYMBOLS = {b"\\": "\\", b"{": "{", b"}": "}", b"~": "\xa0", b"_": "\u00ad", b"\n": "\r\n", b"\r": "\r\n"}
# Windows font character sets ([MS-WMF] 2.1.1.5) -> code page
_CHARSETS = {
    0: 1252, 77: 10000, 128: 932, 129: 949, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258, 177: 1255, 178: 1256,
    186: 1257, 204: 1251, 222: 874, 238: 1250, 254: 437, 255: 850,
}  # fmt: skip


def decompress(data: bytes, limit: int = MAX_RTF) -> bytes:
    """RTF out of PidTagRtfCompressed, at most `limit` bytes of it; what cannot be unpacked is left away."""
    if data[8:12] == _PLAIN:
        return data[16 : 16 + limit]
    if data[8:12] != _COMPRESSED:
        return b""
    size = len(_DICTIONARY)
    limit = min(limit, int.from_bytes(data[4:8], "little"))
    out = bytearray(_DICTIONARY)
    position, end = 16, len(data)
    while position < end and len(out) - size < limit:
        control = data[position]
        position += 1
        for bit in range(8):
            if not control >> bit & 1:
                out += data[position : position + 1]
                position += 1
                continue
            if position + 2 > end:
                return bytes(out[size : size + limit])
            token = data[position] << 8 | data[position + 1]
            position += 2
            back = (len(out) - (token >> 4)) % _RING
            if not back:  # a reference to the write position ends the text
                return bytes(out[size : size + limit])
            _copy(out, back, (token & 15) + 2)
    return bytes(out[size : size + limit])


def _copy(out: bytearray, back: int, length: int) -> None:
    start = len(out) - back
    piece = out[start : start + length] if start >= 0 else bytearray(min(back, length))  # never written: zeros
    while len(piece) < length:  # it may run into what it writes itself
        piece += piece[: length - len(piece)]
    out += piece


def extract(rtf: bytes) -> tuple[str, bool]:
    """The text of `rtf` with CRLF line ends, and True if it is HTML."""
    html = re.search(rb"\\fromhtml1?\b", rtf[:1024]) is not None
    return _Reader(html).read(rtf), html


class _Group:
    """What a closing brace restores."""

    __slots__ = ("codec", "fallback", "font_table", "hidden", "rtf_only")

    def __init__(self, outer: _Group | None) -> None:
        self.hidden: bool = outer.hidden if outer else False
        self.rtf_only: bool = outer.rtf_only if outer else False  # between \htmlrtf and \htmlrtf0
        self.font_table: bool = outer.font_table if outer else False
        self.codec: str = outer.codec if outer else "cp1252"
        self.fallback: int = outer.fallback if outer else 1  # characters to be skipped after \u


class _Reader:
    """One pass over the tokens."""

    _MAX_DEPTH = 1000

    def __init__(self, html: bool) -> None:
        self._html = html
        self._group = _Group(None)
        self._outer: list[_Group] = []
        self._too_deep = 0
        self._fonts: dict[int, str] = {}
        self._font = 0
        self._codec = "cp1252"
        self._out: list[str] = []
        self._bytes = bytearray()
        self._skip = 0
        self._star = False

    def read(self, rtf: bytes) -> str:
        position = 0
        while (found := _TOKEN.match(rtf, position)) is not None:
            position = found.end()
            word, number, character, symbol, brace, text = found.groups()
            if word is not None:
                if word == b"bin":
                    position += max(0, int(number or 0))
                else:
                    self._word(word, int(number) if number else None)
            elif text is not None:
                self._text(text)
            elif character is not None:
                self._text(bytes((int(character, 16),)))
            elif brace is not None:
                self._brace(brace)
            elif symbol is not None:
                self._symbol(symbol)
        self._flush()
        text = "".join(self._out)  # \u writes what lies beyond U+FFFF as two surrogates
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

    def _brace(self, brace: bytes) -> None:
        self._skip = 0
        if brace == b"{":
            if len(self._outer) >= self._MAX_DEPTH:
                self._too_deep += 1
                return
            self._outer.append(self._group)
            self._group = _Group(self._group)
        elif self._too_deep:
            self._too_deep -= 1
        elif self._outer:
            self._flush()
            self._group = self._outer.pop()

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self._star = True
        elif self._skip:
            self._skip -= 1
        elif symbol in _SYMBOLS:
            self._put(_SYMBOLS[symbol])

    def _word(self, word: bytes, number: int | None) -> None:
        star, self._star = self._star, False
        group = self._group
        if word == b"u" and number is not None:
            self._put(chr(number & 0xFFFF))
            self._skip = group.fallback
        elif word == b"uc":
            group.fallback = min(max(number or 0, 0), 16)
        elif word == b"htmlrtf":
            self._flush()
            group.rtf_only = number != 0
        elif word == b"htmltag" and star and self._html:
            group.rtf_only = False
        elif word == b"fonttbl":
            group.font_table = group.hidden = True
        elif word == b"f":
            self._font = number or 0
            if not group.font_table:
                self._flush()
                group.codec = self._fonts.get(self._font, self._codec)
        elif word == b"fcharset":
            if group.font_table and number in _CHARSETS:
                self._fonts[self._font] = codec_of(_CHARSETS[number])
        elif word == b"ansicpg":
            self._codec = group.codec = codec_of(number)
        elif star or word in _HIDDEN:
            group.hidden = True
        elif word in _CHARACTERS:
            self._put(_CHARACTERS[word])

    def _visible(self) -> bool:
        group = self._group
        return not (group.hidden or (self._html and group.rtf_only))

    def _text(self, raw: bytes) -> None:
        if self._skip:
            skipped = min(self._skip, len(raw))
            self._skip -= skipped
            raw = raw[skipped:]
        if raw and self._visible():
            self._bytes += raw

    def _put(self, text: str) -> None:
        if self._visible():
            self._flush()
            self._out.append(text)

    def _flush(self) -> None:
        if self._bytes:
            self._out.append(self._bytes.decode(self._group.codec, "replace"))
            self._bytes.clear()
